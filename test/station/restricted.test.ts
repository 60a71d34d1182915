import { describe, expect, it } from 'vitest'
import type { Patch, RecordId } from '../../shared/model/change.ts'
import { isParametric } from '../../shared/model/compartment.ts'
import { newRecordId } from '../../shared/model/ids.ts'
import { encodePatches, joinParts, splitByCompartment } from '../../shared/model/payload/patches.ts'
import { memoryStore } from '../../shared/vault/vault.ts'
import { bringIn, dataFolder, founded, started, WHO } from './support/stations.ts'

const BASIM = { account: 'Basim', passphrase: 'five other words of his' }
const CARLA = { account: 'Carla', passphrase: 'and these are hers' }
const WORD = 'the deputy himself'
const about = (record: RecordId, fields: Readonly<Record<string, unknown>>): Patch[] => Object.entries(fields).map(([field, value]) => ({ record, kind: 'case', field, value }))

describe('a restricted case', () => {
  it('opens for the accounts that it names, with everything that was done about it, and for nobody else', async () => {
    const folder = dataFolder()
    const store = memoryStore()
    const { station, vault } = await founded(folder, {}, { segmentStore: () => store })
    const basim = await station.addAccount({ name: BASIM.account, passphrase: BASIM.passphrase, roles: ['analyst'], countries: [] })
    await station.addAccount({ name: CARLA.account, passphrase: CARLA.passphrase, roles: ['analyst'], countries: [] })
    const [restricted, open] = [await station.restrictedRecord([basim]), newRecordId()]
    await station.commit({ act: 'new-case', patches: [...about(restricted, { title: WORD, summary: 'first' }), ...about(open, { title: 'an open one' })] })
    const edit = await station.commit({ act: 'edit-case', patches: about(restricted, { summary: `${WORD} again` }) })
    await station.undo(edit.commit)
    await station.redo()
    // An import makes the next opening fold what came before it.
    await bringIn(station, 'what\nsomething else')
    await station.seal()

    const his = started(folder, { segmentStore: () => store }).station
    for (let opening = 0; opening < 2; opening++) {
      await his.open({ vault, ...BASIM })
      expect((await his.record(restricted))?.fields).toMatchObject({ title: WORD, summary: `${WORD} again` })
      expect((await his.recordsOfKind('case')).map(({ fields }) => fields['title'])).toEqual(expect.arrayContaining([WORD, 'an open one']))
      // What he changes stays restricted, though nothing in the change says so.
      await his.commit({ act: 'edit-case', patches: about(restricted, { status: 'open', summary: `${WORD} by Basim ${opening}` }) })
      await his.commit({ act: 'edit-case', patches: about(restricted, { summary: `${WORD} again` }) })
      await new Promise((resolve) => setTimeout(resolve, 300))
      await his.seal()
    }

    const hers = started(folder, { segmentStore: () => store }).station
    for (let opening = 0; opening < 2; opening++) {
      await hers.open({ vault, ...CARLA })
      expect(await hers.record(restricted)).toBeNull()
      expect(JSON.stringify(await hers.recordsOfKind('case'))).not.toContain(WORD)
      expect((await hers.recordsOfKind('case')).map(({ fields }) => fields['title'])).toEqual(['an open one'])
      expect(await hers.search(WORD, 10)).toEqual([])
      await new Promise((resolve) => setTimeout(resolve, 300))
      await hers.seal()
    }

    await station.open({ vault, ...WHO })
    const carla = (await station.accounts()).find(({ name }) => name === 'Carla')!.id
    await station.shareRestricted(restricted, [carla])
    await station.seal()
    await hers.open({ vault, ...CARLA })
    expect((await hers.record(restricted))?.fields).toMatchObject({ title: WORD, summary: `${WORD} again`, status: 'open' })
    await hers.seal()
  }, 120_000)
})

describe('a patch', () => {
  it('with a group of its own goes to no compartment but that, geography aside, and keeps it through writing and reading', () => {
    const record = newRecordId()
    const patches: Patch[] = [{ record, kind: 'tip', field: 'what', value: 'x', group: `case/${record}` }, { record, kind: 'tip', field: 'channel', value: 'phone', group: `case/${record}` }, { record, kind: 'tip', field: 'contact', value: '+1', group: `case/${record}` }]
    const parts = splitByCompartment(patches)
    expect([...parts.keys()].sort()).toEqual([`case/${record}`, 'geography'])
    expect(new TextDecoder().decode(encodePatches(parts.get(`case/${record}`)!))).not.toContain('group')
    expect(joinParts(new Map([...parts].map(([group, members]) => [group, members.map(({ record: of, kind, field, value }): Patch => ({ record: of, kind, field, value }))]))).find(({ field }) => field === 'what')).toMatchObject({ group: `case/${record}` })
    expect(['case/1', 'aggregate/FRA', 'care/2', 'own/3'].every(isParametric)).toBe(true)
    expect(['casework', 'registry/convicted', 'registry/trafficked'].some(isParametric)).toBe(false)
  })

  it('of what is released to a country is refused without one', () => {
    expect(() => splitByCompartment([{ record: newRecordId(), kind: 'publication', field: 'title', value: 'x' }])).toThrow(RangeError)
  })
})
