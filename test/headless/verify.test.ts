import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import { newRecordId } from '../../shared/model/ids.ts'
import { dataFolder, founded, newTip } from '../station/support/stations.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const folder = dataFolder()
let bytes: Uint8Array
let root: string

beforeAll(async () => {
  const { station } = await founded(join(folder, 'data'))
  const record = newRecordId()
  await station.commit({ act: 'file-call', patches: newTip({ what: 'a lorry at night', contact: '+23590112233' }, record) })
  await station.record(record)
  ;({ bytes } = await station.exportTrail({ opened: true }))
  ;({ root } = await station.trail({ filter: {}, from: 0, limit: 1 }))
  expect(await station.verifyTrail()).toEqual({ whole: true, notes: [] })
  await station.seal()
}, 60_000)

/** The program, as a person runs it on a file. */
function verify(file: Uint8Array | null, ...flags: readonly string[]): Promise<{ code: number; out: string }> {
  const path = join(folder, 'trail')
  if (file) writeFileSync(path, file)
  return new Promise((done) => {
    execFile(process.execPath, [join(ROOT, 'electron/headless/verify.ts'), file ? path : join(folder, 'nothing'), ...flags], (error, out, err) => done({ code: error ? Number(error.code) : 0, out: out + err }))
  })
}

it('says that a trail is whole, of which station, as of when, and what it can’t find', async () => {
  const { code, out } = await verify(bytes, '--root', root, '--events')
  expect(code).toBe(0)
  for (const part of ['Northern desk', 'WHOLE.', 'Kestrel: 3 statements', 'As of head', 'can’t find', 'change file-call', 'see', 'export-trail']) expect(out, part).toContain(part)
  expect(out).not.toMatch(/lorry|\+235|--root/)
})

it('says what is wrong with one that was changed, and ends with 1; with another root too', async () => {
  const changed = bytes.slice()
  changed[bytes.length >> 1]! ^= 1
  expect(await verify(changed)).toMatchObject({ code: 1, out: expect.stringContaining('NOT WHOLE') })
  expect(await verify(bytes.slice(0, -10))).toMatchObject({ code: 1, out: expect.stringContaining('cut off') })
  expect(await verify(bytes, '--root', 'a'.repeat(32))).toMatchObject({ code: 1, out: expect.stringContaining('another station’s') })
  expect(await verify(new TextEncoder().encode('no trail'))).toMatchObject({ code: 1, out: expect.stringContaining('no audit trail') })
})

it('tells whoever gives no root to compare it, speaks Arabic, and ends with 2 where there is nothing to read', async () => {
  expect(await verify(bytes)).toMatchObject({ code: 0, out: expect.stringContaining('--root') })
  expect(await verify(bytes, '--language', 'ar')).toMatchObject({ code: 0, out: expect.stringContaining('سليم.') })
  expect((await verify(null)).code).toBe(2)
})
