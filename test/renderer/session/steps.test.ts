import { beforeEach, describe, expect, it } from 'vitest'
import { discardDraft } from '../../../renderer/acts/drafts.ts'
import { changedBy, HISTORY_ACTS } from '../../../renderer/acts/history.ts'
import type { CommitId, RecordId } from '../../../shared/model/change.ts'
import type { StationStatus, UndoReport } from '../../../shared/station/station.ts'
import type { Say } from '../../../renderer/session/language.ts'
import { tell, useNotices } from '../../../renderer/session/notices.ts'
import { forgetOpened } from '../../../renderer/session/forget.ts'
import { noteStep, takeStepBack, useSteps } from '../../../renderer/session/steps.ts'
import { useVault } from '../../../renderer/session/vault.ts'
import { useView } from '../../../renderer/session/view.ts'

/** A vault in which acts are done, taken back and done again, by their names. */
let done: string[]
let undone: string[]
const status = () => useVault.setState({ phase: 'open', status: { undoable: done.length } as StationStatus })
const act = (name: string) => {
  done.push(name)
  undone = []
  status()
}
const move = (from: string[], to: string[]) => async (): Promise<UndoReport | null> => {
  const name = from.pop()
  if (name === undefined) return null
  to.push(name)
  status()
  return { act: name, undone: 'c' as CommitId, records: [], receipt: { commit: 'd' as CommitId, sealedAt: 0, leftAlone: [] } }
}
const press = async (name: 'undo' | 'redo') => {
  const station = { undo: move(done, undone), redo: move(undone, done), record: async () => null }
  await HISTORY_ACTS.find((each) => each.name === name)!.run({ station } as never)
}
const filters = () => Object.keys(useView.getState().filter)
const stands = () => [...done, ...filters()]

beforeEach(() => {
  done = []
  undone = []
  status()
  useView.setState({ filter: {} })
  useSteps.setState({ done: [], undone: [], moved: 0 })
  useNotices.setState({ toasts: [] })
})

describe('Z', () => {
  it('takes back the filters of a kept plan in one step, to those that stood before', async () => {
    const { setFilter, replaceFilter } = useView.getState()
    setFilter({ words: 'well' })
    replaceFilter({ countries: ['NER'], precision: 'settlement' })
    expect(filters()).toEqual(['countries', 'precision'])
    await press('undo')
    expect(useView.getState().filter).toEqual({ words: 'well' })
  })

  it('takes back the filter that was set last, and not the edit before it', async () => {
    act('edit')
    useView.getState().setFilter({ words: 'lorry' })
    await press('undo')
    expect(stands()).toEqual(['edit'])
    await press('undo')
    expect(stands()).toEqual([])
  })
  it('goes back through filters and acts in the order in which they were done, and Shift Z forward again', async () => {
    act('grade')
    useView.getState().setFilter({ countries: ['NER'] })
    act('edit')
    useView.getState().setFilter({ precision: 'exact' })
    const seen = []
    for (let step = 0; step < 4; step++) {
      await press('undo')
      seen.push(stands())
    }
    expect(seen).toEqual([['grade', 'edit', 'countries'], ['grade', 'countries'], ['grade'], []])
    for (let step = 0; step < 4; step++) await press('redo')
    expect(stands()).toEqual(['grade', 'edit', 'countries', 'precision'])
  })
  it('always offers to do again what it took back', async () => {
    act('edit')
    useView.getState().setFilter({ words: 'lorry' })
    await press('undo')
    expect(useNotices.getState().toasts).toMatchObject([{ says: { key: 'acts.undone-filter' }, offers: 'redo' }])
    await press('undo')
    expect(useNotices.getState().toasts).toMatchObject([{ says: { key: 'acts.undone' }, offers: 'redo' }])
    await press('redo')
    expect(useNotices.getState().toasts).toMatchObject([{ offers: 'undo' }])
  })
  it('brings all filters back that were cleared at once', async () => {
    useView.getState().setFilter({ countries: ['NER'], words: 'lorry' })
    useView.getState().clearFilter()
    await press('undo')
    expect(filters()).toEqual(['countries', 'words'])
  })
  it('gives the study area back that was chosen before', async () => {
    act('edit')
    useView.getState().setArea(['NER'])
    await press('undo')
    expect([useView.getState().area, stands()]).toEqual([null, ['edit']])
    await press('redo')
    expect(useView.getState().area).toEqual(['NER'])
  })
  it('takes back a word that was typed letter by letter as one', async () => {
    for (const words of ['l', 'lo', 'lor']) useView.getState().setFilter({ words })
    await press('undo')
    expect(filters()).toEqual([])
    await press('redo')
    expect(useView.getState().filter.words).toBe('lor')
  })
  it('loses nothing that can be done again in the vault when a filter is set meanwhile', async () => {
    act('edit')
    await press('undo')
    useView.getState().setFilter({ words: 'lorry' })
    await press('redo')
    expect(stands()).toEqual(['edit', 'words'])
  })
})

describe('a discarded draft', () => {
  it('is sealed again as it was by Z, and dropped again by Shift Z', async () => {
    const drafts = new Map<string, unknown>([['d1', { kind: 'call', what: 'nine men' }]])
    const station = { dropDraft: async (id: string) => void drafts.delete(id), saveDraft: async (id: string, value: unknown) => (drafts.set(id, value), { sealedAt: 0 }) }
    act('edit')
    await discardDraft(station as never, { id: 'd1', value: drafts.get('d1') }, { key: 'intake.drafts.discarded' })
    expect([drafts.size, useNotices.getState().toasts[0]?.offers]).toEqual([0, 'undo'])
    await press('undo')
    expect([stands(), drafts.get('d1')]).toEqual([['edit'], { kind: 'call', what: 'nine men' }])
    await press('redo')
    expect(drafts.size).toBe(0)
  })
})

describe('a toast', () => {
  it('keeps its words and loses its button once a filter was set after it', () => {
    tell({ key: 'tips.told.edited' }, true)
    useView.getState().setFilter({ words: 'lorry' })
    expect(useNotices.getState().toasts).toMatchObject([{ says: { key: 'tips.told.edited' }, offers: null }])
  })
  it('names the record and fields that were taken back, or how many records', async () => {
    const inWords: Say = (message, values) => `${typeof message === 'string' ? message : message.key}${values ? ` ${JSON.stringify(values)}` : ''}`
    const receipt = { commit: 'd' as CommitId, sealedAt: 0, leftAlone: [] }
    const station = { record: async () => ({ id: 'a' as RecordId, kind: 'tip', reference: 'TP-4K7Q-F3MX', fields: {}, conflicts: {}, disputes: {}, history: [{ commit: receipt.commit, act: 'undo', account: '', at: 0, fields: ['danger'], implausible: false }] }) }
    const report = { act: 'edit-tip', undone: 'c' as CommitId, receipt }
    expect(await changedBy(station, { ...report, records: ['a' as RecordId] }, inWords)).toBe('TP-4K7Q-F3MX · kinds.tip.field.danger')
    expect(await changedBy(station, { ...report, records: ['a', 'b'] as RecordId[] }, inWords)).toBe('acts.records {"count":2}')
  })
})

describe('a step that takes its time', () => {
  const slow = (name: string, told: string[]) => ({ kind: name, told: () => ({ key: name }), back: async () => { await new Promise((after) => setTimeout(after, 10)); told.push(name) }, again: () => undefined })

  it('is taken back once by two presses, and the second press takes back the one before it', async () => {
    const told: string[] = []
    noteStep(slow('A', told))
    noteStep(slow('B', told))
    await Promise.all([takeStepBack(), takeStepBack()])
    expect(told).toEqual(['B', 'A'])
    expect(useSteps.getState()).toMatchObject({ done: [], undone: [{ kind: 'B' }, { kind: 'A' }] })
  })

  it('leaves nothing in the window where the vault was sealed meanwhile', async () => {
    noteStep(slow('A', []))
    const taking = takeStepBack()
    forgetOpened()
    await taking
    expect(useSteps.getState()).toMatchObject({ done: [], undone: [] })
    let dropped = () => {}
    const discarding = discardDraft({ dropDraft: () => new Promise<void>((done) => (dropped = done)), saveDraft: async () => ({ sealedAt: 1 }) } as never, { id: '0', value: 'words of a call' }, { key: 'x' })
    forgetOpened()
    dropped()
    await discarding
    expect(useSteps.getState().done).toEqual([])
  })
})
