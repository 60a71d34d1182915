import { spawnSync } from 'node:child_process'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '../..')

test('the type checker, with the settings of the tree, finds planted errors and fails', () => {
  const { status, stdout } = spawnSync(process.execPath, [join(root, 'node_modules/typescript-7/bin/tsc'), '-p', 'test/checks/planted/types'], { cwd: root, encoding: 'utf8' })
  expect(stdout).toMatch(/wrong\.ts\(2,\d+\): error TS2322/)
  expect(stdout).toMatch(/wrong\.ts\(3,\d+\): error TS2322/)
  expect(status).not.toBe(0)
})
