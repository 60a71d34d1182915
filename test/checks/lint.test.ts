import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { execFileSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'

const root = resolve(import.meta.dirname, '../..')
const planted = join(root, 'test/checks/planted')
let tree: string
let findings: { rule: string; line: number; file: string }[]

const report = z.object({ diagnostics: z.array(z.object({ code: z.string().optional(), filename: z.string(), labels: z.array(z.object({ span: z.object({ line: z.number() }) })) })) })

// The planted files are laid out as a checkout with the real settings, so that the overrides by folder are tried too.
beforeAll(() => {
  tree = mkdtempSync(join(tmpdir(), 'vigil-lint-'))
  for (const folder of ['test/checks', 'shared', 'renderer/app']) mkdirSync(join(tree, folder), { recursive: true })
  copyFileSync(join(root, '.oxlintrc.json'), join(tree, '.oxlintrc.json'))
  copyFileSync(join(root, 'test/checks/lint-rules.ts'), join(tree, 'test/checks/lint-rules.ts'))
  copyFileSync(join(root, 'package.json'), join(tree, 'package.json'))
  copyFileSync(join(planted, 'lint.tsx'), join(tree, 'renderer/app/lint.tsx'))
  copyFileSync(join(planted, 'shared/screen.ts'), join(tree, 'shared/screen.ts'))
  symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'))
  findings = report.parse(JSON.parse(lint(tree, '--format', 'json'))).diagnostics
    .map(({ code, filename, labels }) => ({ rule: code ?? '', line: labels[0]?.span.line ?? 0, file: filename.replaceAll('\\', '/') }))
})
afterAll(() => rmSync(tree, { recursive: true, force: true }))

function lint(folder: string, ...more: string[]): string {
  try {
    return execFileSync(process.execPath, [join(root, 'node_modules/oxlint/bin/oxlint'), ...more], { cwd: folder, encoding: 'utf8' })
  } catch (error) {
    if (error instanceof Error && 'stdout' in error && typeof error.stdout === 'string') return error.stdout
    throw error
  }
}

const found = (file: string, line: number): string[] => findings.filter((finding) => finding.file.endsWith(file) && finding.line === line).map(({ rule }) => rule)

test.each([
  [2, 'vigil(one-door-for-ciphers)', 'a cipher of node:crypto outside the vault'],
  [4, 'typescript(no-explicit-any)', 'any'],
  [5, 'eslint(no-eval)', 'eval'],
  [6, 'eslint(eqeqeq)', 'loose equality'],
  [7, 'vigil(no-html-from-text)', 'innerHTML'],
  [10, 'vigil(autocomplete-off)', 'an input without autoComplete'],
  [11, 'vigil(autocomplete-off)', 'a textarea that lets the browser remember'],
  [13, 'vigil(no-html-from-text)', 'dangerouslySetInnerHTML'],
  [14, 'vigil(one-door-for-ciphers)', 'crypto.subtle outside the vault'],
])('the linter finds line %i: %s (%s)', (line, rule) => {
  expect(found('renderer/app/lint.tsx', line)).toContain(rule)
})

test('a select with autoComplete off is left alone, and so is a digest', () => {
  expect(found('renderer/app/lint.tsx', 12)).not.toContain('vigil(autocomplete-off)')
  expect(found('renderer/app/lint.tsx', 15)).not.toContain('vigil(one-door-for-ciphers)')
})

test.each([2, 3, 4, 5, 6])('the linter finds what shared code may not touch, line %i', (line) => {
  expect(found('shared/screen.ts', line)).toContain('eslint(no-restricted-globals)')
})

test('the linter finds shared code that logs', () => {
  expect(found('shared/screen.ts', 7)).toContain('eslint(no-console)')
})
