import { defineConfig } from 'vitest/config'

/** Unit tests. End-to-end tests: `test/e2e/vitest.config.ts`; what is too long for every run: `test/long.vitest.config.ts`. */
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    exclude: ['test/e2e/**', 'test/**/*.long.test.ts', 'test/checks/planted/**', 'node_modules/**'],
    testTimeout: 60_000,
    pool: 'forks',
    maxWorkers: 2,
  },
})
