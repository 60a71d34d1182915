import { resolve } from 'node:path'
import { defineConfig } from 'vitest/config'

/** `npm run test:long`: all kills, all corruptions, all null maps, the whole matrix of screens. */
export default defineConfig({
  root: resolve(import.meta.dirname, '..'),
  test: {
    include: ['test/**/*.long.test.ts'],
    globalSetup: 'test/e2e/support/build.ts',
    testTimeout: 3_600_000,
    hookTimeout: 3_600_000,
    pool: 'forks',
    fileParallelism: false,
  },
})
