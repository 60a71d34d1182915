import { beforeEach, expect, it } from 'vitest'
import { forgetOpened } from '../../../renderer/session/forget.ts'
import { keepView } from '../../../renderer/session/kept-view.ts'
import { draftsSettled } from '../../../renderer/session/sealed-draft.ts'
import { useView } from '../../../renderer/session/view.ts'

function disk() {
  const kept = new Map<string, unknown>()
  return { kept, saveDraft: async (id: string, value: unknown) => (kept.set(id, structuredClone(value)), { sealedAt: 1 }), drafts: async () => [...kept].map(([draft, value]) => ({ draft, value })) }
}
const settle = () => new Promise((after) => setTimeout(after, 5))

beforeEach(() => void forgetOpened())

it('filters and study area stand again when the vault is opened, and are forgotten while it is sealed', async () => {
  const station = disk()
  const stop = keepView(station)
  await settle()
  useView.getState().setFilter({ countries: ['LBY'], grade: { source: 'C', information: 3, ungraded: false }, words: 'desert' })
  useView.getState().setArea(['LBY', 'TUN'])
  await draftsSettled()
  stop()
  forgetOpened()
  expect(useView.getState()).toMatchObject({ filter: {}, area: null })
  keepView(station)
  await settle()
  expect(useView.getState()).toMatchObject({ filter: { countries: ['LBY'], grade: { source: 'C', information: 3, ungraded: false }, words: 'desert' }, area: ['LBY', 'TUN'] })
  // One draft, overwritten.
  useView.getState().clearFilter()
  await draftsSettled()
  expect([...station.kept.values()]).toEqual([{ kind: 'view', filter: {}, area: ['LBY', 'TUN'] }])
})

it('a filter that was set meanwhile stands, and what cannot be read is left alone', async () => {
  const station = disk()
  station.kept.set('0', { kind: 'view', filter: { countries: 7 }, area: null })
  station.kept.set('1', { kind: 'view', filter: { countries: ['LBY'] }, area: null })
  keepView(station)
  useView.getState().setFilter({ words: 'mine' })
  await settle()
  expect(useView.getState().filter).toEqual({ words: 'mine' })
  expect(station.kept.get('0')).toEqual({ kind: 'view', filter: { countries: 7 }, area: null })
})

it('comes to nobody who opens after', async () => {
  const station = disk()
  station.kept.set('1', { kind: 'view', filter: { words: 'of A' }, area: null })
  keepView({ ...station, drafts: async () => (await settle(), station.drafts()) })
  forgetOpened()
  await settle()
  await settle()
  expect(useView.getState().filter).toEqual({})
})
