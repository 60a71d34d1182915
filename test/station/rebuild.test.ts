import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { CommitId } from '../../shared/model/change.ts'
import { newRecordId } from '../../shared/model/ids.ts'
import type { OpenReport } from '../../shared/station/station.ts'
import { SegmentStoreError, type SegmentStore } from '../../shared/vault/vault.ts'
import { bringIn, dataFolder, newRecord, newTip, stateOf, WHO } from './support/stations.ts'
import { reports, sameStateHoweverFolded } from './support/random-acts.ts'
import { LastingStore, withStores, type StoreContents } from './support/lasting-store.ts'

describe('a vault whose segments are folded, then goes on', () => {
  const folder = dataFolder()
  let vault: string
  let whole: StoreContents
  let before: unknown
  let other: StoreContents
  let early: StoreContents
  const store = new LastingStore()
  const { station, workOn } = withStores(folder)
  const events: string[] = []
  afterEach(() => station.seal())
  const open = async (contents: StoreContents | null, of: SegmentStore = new LastingStore(contents ?? undefined)) => {
    await station.seal()
    workOn(of)
    events.length = 0
    const report: OpenReport = await station.open({ vault, ...WHO })
    return report.notes.map(({ key }) => key)
  }

  beforeAll(async () => {
    station.onEvent((event) => event.type === 'fault' && events.push(event.says.key))
    workOn(store)
    ;({ vault } = await station.found({ name: 'Northern desk', ...WHO }))
    await bringIn(station, reports(0, 700))
    await bringIn(station, reports(5000, 300, 'S'))
    const tips = Array.from((await station.select({})).rows.slice(0, 40))
    const ids = (await station.rows(tips, [])).map(({ id }) => id)
    await station.commit({ act: 'edit-tip', patches: ids.slice(0, 3).map((record) => ({ record, kind: 'tip', field: 'what', value: 'Changed before the fold' })) })
    await store.written(2)
    await station.seal()
    early = store.contents()
    // Opened again it folds what came since; then more is written that no fold holds.
    await station.open({ vault, ...WHO })
    const person = newRecordId()
    await station.commit({ act: 'add-person', patches: [...newRecord('person', { pseudonym: 'Case A', name: 'Amina Haddad', notes: 'met at the well' }, person), { record: ids[5]!, kind: 'tip', field: 'links', add: [person] }] })
    await station.commit({ act: 'edit-tip', patches: [{ record: ids[0]!, kind: 'tip', field: 'what', value: 'Changed after the fold' }, { record: ids[7]!, kind: 'tip', field: 'danger', value: 'yes-now' }] })
    await bringIn(station, reports(9000, 100, 'T'))
    const taken = await bringIn(station, reports(9500, 20, 'U'))
    await station.undo(taken.commit as CommitId)
    await station.commit({ act: 'file-call', patches: newTip({ what: 'A call after all of it', place: { at: [14.2, 22.7], precision: 'exact', reason: 'given', country: 'LBY' } }) })
    before = await stateOf(station)
    await station.seal()
    whole = store.contents()
    const stranger = new LastingStore()
    workOn(stranger)
    await station.found({ name: 'Another desk', ...WHO })
    await bringIn(station, reports(0, 40))
    await stranger.written(2)
    await station.seal()
    other = stranger.contents()
  }, 120_000)

  it('is the same from segments and journal as it was in the session that wrote it, and nothing is said', async () => {
    const keys = await open(whole)
    expect(await stateOf(station)).toEqual(before)
    expect([keys, events]).toEqual([[], []])
  })

  it('SECURITY 4: is the same from the journal alone: the store was emptied, which is said', async () => {
    const keys = await open(null)
    expect(await stateOf(station)).toEqual(before)
    expect([keys, events, (await station.status()).storage]).toEqual([['vault.note.segments-missing'], [], 'database'])
  })

  it.each([
    ['shorter by a segment', () => ({ ...whole, segments: new Map([...whole.segments].slice(1)) }), 'vault.note.segments-missing'],
    ['without any segment, its manifest still there', () => ({ ...whole, segments: new Map<string, Uint8Array>() }), 'vault.note.segments-missing'],
    ['an earlier one, put back', () => early, null],
    ['another vault’s', () => other, 'vault.note.segments-missing'],
    ['another vault’s under this one’s name', () => ({ ...other, records: new Map([...whole.records.keys()].map((name) => [name, [...other.records.values()][0]!])) }), 'vault.note.segments-damaged'],
    ['this vault’s manifest with another vault’s segments', () => ({ ...whole, segments: other.segments }), 'vault.note.segments-missing'],
    ['damaged in a segment', () => damaged('segments'), 'vault.note.segments-damaged'],
    ['damaged in its manifest', () => damaged('records'), 'vault.note.segments-damaged'],
    ['two segments swapped', () => swapped(), 'vault.note.segments-damaged'],
    ['a segment doubled over another', () => doubled(), 'vault.note.segments-damaged'],
  ])('is the same where the store is %s', async (_, contents, says) => {
    const lasting = new LastingStore(contents())
    const keys = await open(null, lasting)
    expect(await stateOf(station)).toEqual(before)
    expect([keys, events]).toEqual([says === null ? [] : [says], []])
    if (says !== null) await lasting.written(1)
    await station.seal()
    // And it is healed: the next opening has nothing to say.
    expect(await open(null, lasting)).toEqual([])
    expect(await stateOf(station)).toEqual(before)
  })

  function damaged(what: 'segments' | 'records'): StoreContents {
    const copy = new Map([...whole[what]].map(([key, bytes]) => [key, bytes.slice()]))
    const [largest] = [...copy.values()].sort((a, b) => b.length - a.length)
    largest![Math.floor(largest!.length / 2)]! ^= 4
    return { ...whole, [what]: copy }
  }
  function swapped(): StoreContents {
    const keys = [...whole.segments.keys()]
    return { ...whole, segments: new Map(keys.map((key, at) => [key, whole.segments.get(keys[(at + 1) % keys.length]!)!])) }
  }
  function doubled(): StoreContents {
    const [first] = [...whole.segments.values()]
    return { ...whole, segments: new Map([...whole.segments.keys()].map((key) => [key, first!])) }
  }

  it.each(['failed', 'full', 'timeout', 'closed'] as const)('works on from memory where the store fails outright (%s), and says so', async (code) => {
    const broken: SegmentStore = Object.fromEntries(['get', 'put', 'deleteMany', 'list', 'clear', 'readRecord', 'writeRecord'].map((name) => [name, async () => {
      throw new SegmentStoreError(code)
    }])) as unknown as SegmentStore
    const keys = await open(null, broken)
    expect(await stateOf(station)).toEqual(before)
    expect(keys).toContain('vault.note.segments-failed')
    await until(async () => (await station.status()).storage === 'memory-only')
    expect(events).toEqual(['station.fault.segments'])
    const { commits } = await station.status()
    await station.commit({ act: 'file-call', patches: newTip({ what: 'Goes on' }) })
    await station.undo()
    expect((await station.status()).commits).toBe(commits + 2)
    await open(null)
    before = await stateOf(station)
  })
})

it('folds every import of many, one after another, and opens the same from what was folded', async () => {
  const store = new LastingStore()
  const { station, workOn } = withStores(dataFolder())
  const events: string[] = []
  station.onEvent((event) => event.type === 'fault' && events.push(event.says.key))
  workOn(store)
  const { vault } = await station.found({ name: 'Northern desk', ...WHO })
  // The first is more than one chunk; each later one is a fold of its own.
  await bringIn(station, reports(0, 9000))
  await store.written(1)
  for (let one = 1; one <= 5; one++) {
    const { writes } = store
    await bringIn(station, reports(one * 10_000, 3, `F${one}`))
    await store.written(writes + 1)
  }
  expect([events, (await station.status()).storage]).toEqual([[], 'database'])
  const before = await stateOf(station)
  await station.seal()
  const { notes } = await station.open({ vault, ...WHO })
  expect([notes, await stateOf(station)]).toEqual([[], before])
  await station.seal()
}, 120_000)

const until = async (holds: () => Promise<boolean>) => {
  for (const end = performance.now() + 20_000; performance.now() < end; await new Promise((wait) => setTimeout(wait, 20))) if (await holds()) return
  throw new Error('it did not come to that')
}

it('a rebuild says how far it is in the middle of one large import, and stops when it is asked to; the next one is whole', async () => {
  const { station, workOn } = withStores(dataFolder())
  workOn(new LastingStore())
  const { vault } = await station.found({ name: 'Northern desk', ...WHO })
  await bringIn(station, reports(0, 30_000))
  await station.seal()
  workOn(new LastingStore())
  const stop = new AbortController()
  const said: { done: number; total: number }[] = []
  const opening = station.open({ vault, ...WHO }, { signal: stop.signal, onProgress: ({ done, total, what }) => {
    if (what.key !== 'station.progress.rebuilding') return
    said.push({ done, total })
    stop.abort()
  } })
  await expect(opening).rejects.toMatchObject({ name: 'AbortError' })
  expect(said).toHaveLength(1)
  expect(said[0]!.done).toBeGreaterThan(0)
  expect(said[0]!.done).toBeLessThan(said[0]!.total)
  expect((await station.open({ vault, ...WHO })).tips).toBe(30_000)
  await station.seal()
}, 60_000)

it('random acts lead to the same state with folds between them as from the journal alone', () => sameStateHoweverFolded(3, 4), 120_000)
