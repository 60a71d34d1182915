import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { expect, it } from 'vitest'

/** The tests that SECURITY.md owes, by its own numbers: `grep -r 'SECURITY 3:' test` finds where each is shown. */
const OWED: Readonly<Record<number, string>> = {
  1: 'canaries', 2: 'bit flips, swaps, deletions, duplications', 3: 'rollback', 4: 'wipe', 5: 'kill -9', 6: 'wrong passphrase', 7: 'full disk', 8: 'two windows', 9: 'clock', 10: 'bundles', 11: 'hostile files', 12: 'roles', 13: 'hub',
}
/** Owed with what they test, which is not there yet. A test that comes before its line here is taken out fails below. */
const LATER: Readonly<Record<number, string>> = {
  10: 'no bundle leaves a station yet: shared/exchange is not written', 13: 'there is no hub yet',
}
const NUMBERED = /(?:describe(?:\.skipIf\([^)]*\))?|it|test|step)\(\s*'SECURITY (\d+): ./g

const folder = resolve(import.meta.dirname, '..')
const titles = (text: string): number[] => [...text.matchAll(NUMBERED)].map(([, number]) => Number(number))
const found = new Map<number, Set<string>>()
for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
  if (!/\.test\.tsx?$/.test(entry.name) || entry.parentPath.includes('planted')) continue
  const path = join(entry.parentPath, entry.name)
  for (const number of titles(readFileSync(path, 'utf8'))) found.set(number, (found.get(number) ?? new Set()).add(relative(folder, path)))
}

it.each(Object.entries(OWED).filter(([number]) => !(Number(number) in LATER)))('test %s of SECURITY.md (%s) is in the suite by its number, and not in the long run alone', (number) => {
  expect([...found.get(Number(number)) ?? []].filter((file) => !file.includes('.long.'))).not.toEqual([])
})

it.each(Object.entries(LATER))('test %s waits for what it tests: %s', (number) => {
  expect([...found.get(Number(number)) ?? []]).toEqual([])
})

it('no test bears a number that SECURITY.md does not have; as a control, a number is read from a title', () => {
  expect([...found.keys()].filter((number) => !(number in OWED))).toEqual([])
  expect(titles("describe.skipIf(!disks)('SECURITY 7: full', () => {})\nit('SECURITY 12: roles', f)\nit('Security of 3: nothing', f)\n// SECURITY 4: in a comment")).toEqual([7, 12])
})
