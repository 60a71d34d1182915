import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { zipSync } from 'fflate'
import { afterAll, expect, test } from 'vitest'
import { newCanary, searchFolders } from '../support/canary.ts'

const folder = mkdtempSync(join(tmpdir(), 'vigil-canary-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const token = newCanary()
let count = 0

async function sightings(content: Buffer | Uint8Array, searched = token): Promise<string[]> {
  const place = join(folder, String(count++))
  mkdirSync(join(place, 'deep/er'), { recursive: true })
  writeFileSync(join(place, 'deep/er/file'), content)
  return (await searchFolders([place], [searched])).sightings.map(({ as }) => as)
}

const around = (text: string): string => `before ${text} after`
const noise = (length: number): Buffer => Buffer.from(Array.from({ length }, (_, i) => (i * 7919 + 13) % 256))

test.each([
  ['UTF-8', () => Buffer.from(around(token))],
  ['UTF-16LE', () => Buffer.from(around(token), 'utf16le')],
  ['UTF-16LE', () => Buffer.concat([Buffer.from('x'), Buffer.from(around(token), 'utf16le')])],
  ['UTF-16BE', () => Buffer.from(around(token), 'utf16le').swap16()],
  ['base64 of UTF-8 at offset 0', () => Buffer.from(Buffer.from(`abc${token}d`).toString('base64'))],
  ['base64 of UTF-8 at offset 1', () => Buffer.from(Buffer.from(`a${token}de`).toString('base64'))],
  ['base64 of UTF-8 at offset 2', () => Buffer.from(Buffer.from(`ab${token}`).toString('base64'))],
  ['base64 of UTF-16LE at offset 1', () => Buffer.from(Buffer.concat([Buffer.from('a'), Buffer.from(token, 'utf16le'), Buffer.from('zz')]).toString('base64'))],
  ['hexadecimal of UTF-8', () => Buffer.from(Buffer.from(around(token)).toString('hex'))],
  ['hexadecimal of UTF-8', () => Buffer.from(Buffer.from(around(token)).toString('hex').toUpperCase())],
  ['deflated UTF-8', () => Buffer.concat([noise(100), deflateSync(around(token)), noise(100)])],
  ['deflated UTF-16LE', () => deflateSync(Buffer.from(around(token), 'utf16le'))],
  ['deflated UTF-8', () => gzipSync(around(token))],
  ['deflated UTF-8', () => Buffer.concat([noise(100), zstdCompressSync(Buffer.from(`${'filler '.repeat(50)}${around(token)}`)), noise(100)])],
  ['deflated UTF-8', () => zipSync({ 'sheet.xml': Buffer.from(around(token)) })],
])('a token is found as %s', async (as, make) => {
  expect(await sightings(make())).toContain(as)
})

test('a token is found in a file name', async () => {
  const place = join(folder, 'named')
  mkdirSync(place)
  writeFileSync(join(place, `${token}.txt`), '')
  expect((await searchFolders([place], [token])).sightings).toHaveLength(1)
})

test('nothing is found where there is nothing, and what was read is counted', async () => {
  const other = newCanary()
  const place = join(folder, 'other')
  mkdirSync(place)
  for (const [name, content] of Object.entries({ a: around(other), b: deflateSync(around(other)), c: deflateRawSync('x'), d: noise(10_000) })) writeFileSync(join(place, name), content)
  const { sightings: found, files, unread } = await searchFolders([place], [token])
  expect(found).toEqual([])
  expect(files).toBe(4)
  expect(unread).toEqual([])
})
