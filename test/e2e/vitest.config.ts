import { resolve } from 'node:path'
import { defineConfig } from 'vitest/config'

/** The program as a person meets it. One file after another: each has a browser of its own. */
export default defineConfig({
  root: resolve(import.meta.dirname, '../..'),
  test: {
    include: ['test/e2e/**/*.test.ts'],
    exclude: ['test/e2e/**/*.long.test.ts'],
    globalSetup: 'test/e2e/support/build.ts',
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: 'forks',
    fileParallelism: false,
  },
})
