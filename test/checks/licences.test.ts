import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { licenceFaults } from './licences.ts'

test('every package that ships has a licence under which it may', () => {
  expect(licenceFaults(JSON.parse(readFileSync(resolve(import.meta.dirname, '../../package-lock.json'), 'utf8')))).toEqual([])
})

test('a package under another licence, or under none, is found, and one for development is not asked', () => {
  const packages = {
    '': {}, 'node_modules/a': { license: 'MIT' }, 'node_modules/b': { license: 'GPL-3.0' }, 'node_modules/c': {}, 'node_modules/d': { license: 'GPL-3.0', dev: true },
    'node_modules/e': { license: '(GPL-2.0 OR MIT)' }, 'node_modules/f': { license: '(MIT AND GPL-2.0)' }, 'node_modules/a/node_modules/@x/g': { license: 'AGPL-3.0' },
  }
  expect(licenceFaults({ packages })).toEqual(['b: GPL-3.0', 'c: no licence named', 'f: (MIT AND GPL-2.0)', '@x/g: AGPL-3.0'])
})
