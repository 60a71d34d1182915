import { beforeEach, describe, expect, it } from 'vitest'
import { briefingKeeper, useBriefingInputs } from '../../../renderer/screens/briefings/briefing-inputs.ts'
import { forgetOpened } from '../../../renderer/session/forget.ts'
import { draftsSettled, draftWriter, newDraftId } from '../../../renderer/session/sealed-draft.ts'

/** Drafts as the shell keeps them, on a disk that takes a few milliseconds. */
function slowDisk() {
  const kept = new Map<string, unknown>()
  let writes = 0
  return {
    kept,
    writes: () => writes,
    saveDraft: async (draft: string, value: unknown) => {
      await new Promise((after) => setTimeout(after, 5))
      writes++
      kept.set(draft, structuredClone(value))
      return { sealedAt: 1000 + writes }
    },
    drafts: async () => [...kept].map(([draft, value]) => ({ draft, value })),
    dropDraft: async (draft: string) => void kept.delete(draft),
  }
}

describe('a draft that is sealed at every keystroke', () => {
  it('ends as what was typed last, however slow the disk, and passes over states between', async () => {
    const disk = slowDisk()
    const writer = draftWriter(disk, () => undefined, () => undefined)
    const id = newDraftId()
    for (let n = 1; n <= 50; n++) writer.write(id, 'x'.repeat(n))
    await draftsSettled()
    expect(disk.kept.get(id)).toBe('x'.repeat(50))
    expect(disk.writes()).toBe(2)
  })

  it('is not lost where another draft is taken up before it reached the disk', async () => {
    const disk = slowDisk()
    const writer = draftWriter(disk, () => undefined, () => undefined)
    const [one, other] = [newDraftId(), newDraftId()]
    writer.write(one, 'a')
    writer.write(one, 'ab')
    writer.write(other, 'c')
    await writer.settled()
    expect([disk.kept.get(one), disk.kept.get(other)]).toEqual(['ab', 'c'])
  })

  it('that could not be sealed is tried again with the next key of any draft, until it is dropped', async () => {
    const disk = slowDisk()
    let full = true
    const writer = draftWriter({ saveDraft: (id, value) => (full ? Promise.reject(new Error('no space')) : disk.saveDraft(id, value)) }, () => undefined, () => undefined)
    writer.write('1', 'one')
    writer.write('2', 'two')
    writer.write('3', 'three')
    expect(await writer.settled()).toBe(false)
    writer.forget('3')
    full = false
    writer.write('2', 'two again')
    expect(await writer.settled()).toBe(true)
    expect([...disk.kept].sort()).toEqual([['1', 'one'], ['2', 'two again']])
  })

  it('says so where it could not be sealed, and is tried again with the next key', async () => {
    const disk = slowDisk()
    let full = true
    const told: string[] = []
    const writer = draftWriter({ saveDraft: (id, value) => (full ? Promise.reject(new Error('no space')) : disk.saveDraft(id, value)) }, () => told.push('sealed'), () => told.push('failed'))
    writer.write('0', 'a')
    await writer.settled()
    full = false
    writer.write('0', 'ab')
    await writer.settled()
    expect(told).toEqual(['failed', 'sealed'])
    expect(disk.kept.get('0')).toBe('ab')
  })
})

describe('the text of a briefing', () => {
  beforeEach(() => void forgetOpened())

  it('is forgotten by the window when the vault seals, and stands there again when it is opened', async () => {
    const disk = slowDisk()
    const keeper = briefingKeeper(disk)
    keeper.change({ title: 'For the ambassador' })
    keeper.change({ narrative: 'Crossings moved south', tlp: 'TLP:GREEN' })
    await draftsSettled()
    forgetOpened()
    expect(JSON.stringify(useBriefingInputs.getState())).not.toMatch(/ambassador|south/)
    await briefingKeeper(disk).load()
    expect(useBriefingInputs.getState()).toMatchObject({ title: 'For the ambassador', narrative: 'Crossings moved south', tlp: 'TLP:GREEN' })
    briefingKeeper(disk).change({ title: 'For two ambassadors' })
    await draftsSettled()
    expect(disk.kept.size).toBe(1)
  })

  it('is told apart from calls, and from what another version wrote', async () => {
    const disk = slowDisk()
    disk.kept.set('1'.repeat(32), { kind: 'call', what: 'A van' })
    disk.kept.set('2'.repeat(32), { kind: 'briefing', title: 7 })
    await briefingKeeper(disk).load()
    expect(useBriefingInputs.getState()).toMatchObject({ title: '', draft: null })
    expect(disk.kept.size).toBe(2)
  })

  it('that is being written is not overwritten by the draft of before', async () => {
    const disk = slowDisk()
    disk.kept.set('3'.repeat(32), { kind: 'briefing', title: 'Old', keyPoints: '', narrative: '', tlp: 'TLP:RED', reviewer: '', withPlan: true })
    const keeper = briefingKeeper(disk)
    const loading = keeper.load()
    keeper.change({ title: 'New' })
    await loading
    expect(useBriefingInputs.getState().title).toBe('New')
  })

  it('that was asked for and comes after the sealing is not shown to whoever opens next', async () => {
    const disk = slowDisk()
    disk.kept.set('4'.repeat(32), { kind: 'briefing', title: 'For A alone', keyPoints: '', narrative: '', tlp: 'TLP:RED', reviewer: '', withPlan: true })
    const keeper = briefingKeeper({ ...disk, drafts: async () => (await new Promise((after) => setTimeout(after, 20)), disk.drafts()) })
    const loading = keeper.load()
    forgetOpened()
    await loading
    expect(useBriefingInputs.getState()).toMatchObject({ title: '', draft: null, looked: false })
  })

  it('is told sealed by nothing that comes after the sealing', async () => {
    const disk = slowDisk()
    const keeper = briefingKeeper(disk)
    keeper.change({ title: 'a' })
    forgetOpened()
    await draftsSettled()
    expect(useBriefingInputs.getState().sealedAt).toBeNull()
    // What was on its way is on the disk all the same.
    expect([...disk.kept.values()]).toEqual([expect.objectContaining({ title: 'a' })])
  })

  it('begun anew leaves no draft behind, and can be brought back until something else is typed', async () => {
    const disk = slowDisk()
    const keeper = briefingKeeper(disk)
    keeper.change({ title: 'Week 30' })
    await keeper.beginAnew()
    expect(disk.kept.size).toBe(0)
    expect(useBriefingInputs.getState()).toMatchObject({ title: '', before: { title: 'Week 30' } })
    keeper.change(useBriefingInputs.getState().before ?? {})
    await draftsSettled()
    expect(useBriefingInputs.getState()).toMatchObject({ title: 'Week 30', before: null })
    expect(disk.kept.size).toBe(1)
  })
})
