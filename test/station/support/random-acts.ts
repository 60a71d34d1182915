import fc from 'fast-check'
import { expect } from 'vitest'
import type { RecordId } from '../../../shared/model/change.ts'
import type { Station } from '../../../shared/station/station.ts'
import { LastingStore, withStores } from './lasting-store.ts'
import { bringIn, dataFolder, newRecord, newTip, stateOf, WHO } from './stations.ts'

const HEAD = 'id,date,latitude,longitude,what,phone,reporter'
/** A file of so many reports, from this number on. */
export const reports = (from: number, rows: number, name = 'R'): string => [HEAD, ...Array.from({ length: rows }, (_, i) => `${name}${from + i},2026-0${1 + (i % 9)}-11,${(22 + (i % 50) / 90).toFixed(5)},${(14 + (i % 70) / 80).toFixed(5)},Report number ${i} about ${i % 3 ? 'a lorry' : 'بيت مغلق'},${i % 5 ? '' : `+21891555${1000 + i}`},${i % 7 ? '' : `Witness ${i}`}`)].join('\n')

/** One act, drawn: what it does depends on what is there. */
const act = fc.oneof(
  { weight: 4, arbitrary: fc.record({ does: fc.constant('file' as const), what: fc.string({ unit: 'binary', maxLength: 30 }).filter((text) => text.isWellFormed() && !text.includes('\0')), lon: fc.double({ min: -20, max: 50, noNaN: true }), danger: fc.constantFrom('yes-now', 'no', undefined) }) },
  { weight: 4, arbitrary: fc.record({ does: fc.constant('edit' as const), which: fc.nat(1000), field: fc.constantFrom('what', 'place', 'when', 'links', 'doubts', 'persons', 'contact'), value: fc.nat(9) }) },
  { weight: 3, arbitrary: fc.record({ does: fc.constantFrom('undo' as const, 'redo' as const) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('import' as const), from: fc.nat(200), rows: fc.integer({ min: 1, max: 30 }) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('case' as const), which: fc.nat(1000) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('erase' as const), which: fc.nat(1000), field: fc.constantFrom('what', 'place', 'contact', undefined) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('reopen' as const) }) },
)
type Act = typeof act extends fc.Arbitrary<infer A> ? A : never

async function tipIds(station: Station): Promise<RecordId[]> {
  return (await station.rows([...(await station.select({})).rows], [])).map(({ id }) => id).sort()
}
function valueOf(field: string, value: number, ids: readonly RecordId[]): { value?: unknown; add?: string[]; remove?: string[] } {
  switch (field) {
    case 'place':
      return value === 0 ? {} : { value: { at: [10 + value, 20 + value / 2], precision: value % 2 ? 'exact' : 'region', reason: 'given', name: `Place ${value}` } }
    case 'when':
      return value === 0 ? {} : { value: { words: `day ${value}`, from: 1_700_000_000 + value * 86_400, to: 1_700_000_000 + value * 90_000 } }
    case 'links':
      return value % 2 ? { add: [ids[value % ids.length]!] } : { remove: [ids[value % ids.length]!] }
    case 'doubts':
      return value % 2 ? { add: ['date-in-future'] } : { remove: ['date-in-future'] }
    case 'persons':
      return value === 0 ? {} : { value: value * 20_000 }
    default:
      return value === 0 ? {} : { value: `${field} ${value} كلام` }
  }
}
async function perform(station: Station, one: Act): Promise<void> {
  if (one.does === 'file') await station.commit({ act: 'file-call', patches: newTip({ what: one.what || 'x', place: { at: [one.lon, 21], precision: 'exact', reason: 'given' }, ...(one.danger && { danger: one.danger }) }) })
  else if (one.does === 'undo') await station.undo()
  else if (one.does === 'redo') await station.redo()
  else if (one.does === 'import') await bringIn(station, reports(one.from, one.rows, 'P'))
  else if (one.does === 'edit' || one.does === 'case' || one.does === 'erase') {
    const ids = await tipIds(station)
    if (ids.length === 0) return
    const record = ids[one.which % ids.length]!
    if (one.does === 'case') await station.commit({ act: 'open-case', patches: newRecord('case', { title: `Case ${one.which}`, tips: [record], status: 'open' }) })
    else if (one.does === 'erase') await station.erase({ targets: [{ record, ...(one.field && { field: one.field }) }], drafts: [], basis: 'asked for' })
    else await station.commit({ act: 'edit-tip', patches: [{ record, kind: 'tip', field: one.field, ...valueOf(one.field, one.value, ids) }] })
  }
}


/** Acts, folds between them, stores lost and programs started anew: the state is that of the session, folded or from the journal alone. */
export async function sameStateHoweverFolded(runs: number, seed: number): Promise<void> {
  const { station, workOn } = withStores(dataFolder())
  await fc.assert(fc.asyncProperty(fc.array(act, { minLength: 8, maxLength: 40 }), async (acts) => {
    const store = new LastingStore()
    workOn(store)
    const { vault } = await station.found({ name: 'Northern desk', ...WHO })
    const reopened = async (from: LastingStore) => {
      await station.seal()
      workOn(from)
      return station.open({ vault, ...WHO })
    }
    let lost = false
    for (const one of acts) {
      if (one.does !== 'reopen') {
        await perform(station, one)
        continue
      }
      // Every second time the store is lost: all that came so far is folded anew.
      lost = !lost
      await station.seal()
      const writes = store.writes
      if (lost) await store.clear()
      await reopened(store)
      if (lost) await store.written(writes + 1)
    }
    const session = await stateOf(station)
    const { notes } = await reopened(store)
    expect([notes, await stateOf(station)]).toEqual([[], session])
    await reopened(new LastingStore())
    expect(await stateOf(station)).toEqual(session)
    await station.seal()
  }), { seed, numRuns: runs, endOnFailure: true })
}
