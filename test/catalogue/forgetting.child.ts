import { getHeapSnapshot } from 'node:v8'
import { Catalogue } from '../../shared/catalogue/catalogue.ts'
import type { CommitId, RecordId } from '../../shared/model/change.ts'
import { newRecordId } from '../../shared/model/ids.ts'
import { tip } from '../../shared/model/kinds/tip.ts'
import { encodeChunk } from '../../shared/model/payload/chunk.ts'

/** Fills a catalogue with words that nobody has written before, uses it, seals it, and looks at the whole heap. */
const canaries = ['what', 'place', 'title', 'edited', 'query'].map(() => crypto.getRandomValues(new Uint8Array(8)))
const word = (at: number) => `c${Buffer.from(canaries[at]!).toString('hex')}`
const catalogue = new Catalogue()
const gc = (globalThis as { gc?: () => void }).gc!

async function work(): Promise<number> {
  const id = newRecordId()
  const { sections } = encodeChunk(tip, [{ id, fields: { what: `seen ${word(0)} here`, place: { precision: 'settlement', reason: 'given', name: word(1) } } }], null)
  catalogue.applyChunk({ hot: new Map([['geography.hot', sections.get('geography.hot')!], ['casework.hot', sections.get('casework.hot')!]]), cold: (compartment) => (compartment === 'casework' ? sections.get('casework.cold')!.slice() : null) })
  catalogue.applyPatches({
    id: 'a'.repeat(32) as CommitId, device: 'd', sequence: 1, seen: [], hlc: { time: Date.now(), count: 0 }, account: 'a', act: 'edit',
    patches: [{ record: 'b'.repeat(32) as RecordId, kind: 'case', field: 'title', value: word(2) }, { record: id, kind: 'tip', field: 'route', value: word(3) }],
  })
  await catalogue.index(async () => {})
  await catalogue.search(word(4), 5)
  return (await catalogue.search(word(0), 5)).length + (await catalogue.search(word(2), 5)).length + (await catalogue.rows([0], ['what', 'route'])).length + Number((await catalogue.record(id)) !== null)
}

/** Which canaries stand in the heap, as text or in any buffer that is still held. */
async function found(): Promise<string> {
  for (let n = 0; n < 4; n++) {
    gc()
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  const pieces: Buffer[] = []
  for await (const piece of getHeapSnapshot()) pieces.push(Buffer.from(piece as Buffer))
  const heap = Buffer.concat(pieces)
  return canaries.map((canary) => (heap.includes(Buffer.from(Buffer.from(canary).toString('hex'))) ? '1' : '0')).join('')
}

const used = await work()
const before = await found()
catalogue.clear()
const after = await found()
process.stdout.write(JSON.stringify({ used, before, after, tips: catalogue.tips }))
