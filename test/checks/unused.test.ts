import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '../..')

test('a dependency that nothing imports is found, and so is an import that nothing declares', () => {
  const folder = mkdtempSync(join(tmpdir(), 'vigil-unused-'))
  try {
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'planted', type: 'module', dependencies: { 'left-out': '1.0.0', zod: '4.0.0' } }))
    writeFileSync(join(folder, 'index.ts'), "import { z } from 'zod'\nimport other from 'never-declared'\nconsole.log(z, other)\n")
    const { status, stdout } = spawnSync(process.execPath, [join(root, 'node_modules/knip/bin/knip.js'), '--include', 'dependencies,unlisted,unresolved'], { cwd: folder, encoding: 'utf8' })
    expect(stdout).toContain('left-out')
    expect(stdout).toContain('never-declared')
    expect(stdout).not.toMatch(/^zod/m)
    expect(status).toBe(1)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
