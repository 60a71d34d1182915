import { describe, expect, it } from 'vitest'
import type { SealedValue } from '../../shared/model/field.ts'
import { newRecordId } from '../../shared/model/ids.ts'
import type { RoleName } from '../../shared/model/roles.ts'
import type { Station } from '../../shared/station/station.ts'
import { bringIn, codeOf, dataFolder, founded, WHO } from './support/stations.ts'

const WORD = 'Nour Haddad'
const CSV = ['latitude,longitude,what,phone,contact name,date', ...Array.from({ length: 30 }, (_, row) => `22.7${row},14.2${row},"boys were taken ${row}",+2279000112${row % 10},${WORD} ${row},2026-03-${String(1 + (row % 28)).padStart(2, '0')}`)].join('\n')
const HIS = { account: 'Basim', passphrase: 'five other words of his' }

/** A station with tips and an account of these roles, opened by that account. */
async function openedAs(roles: readonly RoleName[], countries: readonly string[] = []) {
  const { station, vault } = await founded(dataFolder())
  await bringIn(station, CSV)
  const tip = newRecordId()
  await station.commit({ act: 'file-call', patches: [{ record: tip, kind: 'tip', field: 'what', value: `said ${WORD}` }, { record: tip, kind: 'tip', field: 'channel', value: 'phone' }] })
  await station.addAccount({ name: HIS.account, passphrase: HIS.passphrase, roles, countries })
  await station.seal()
  const report = await station.open({ vault, ...HIS })
  return { station, vault, report }
}
const everyText = async (station: Station) => {
  const { rows } = await station.select({})
  return JSON.stringify([await station.rows([...rows], ['what', 'contact', 'contactName', 'place', 'when', 'channel']), await station.search('boys', 50)])
}

/** Names that open, each with a reason. */
const everyName = async (station: Station) => {
  const { rows } = await station.select({})
  const names: unknown[] = []
  for (const { id } of await station.rows([...rows], [])) {
    const sealed = (await station.record(id))?.fields['contactName'] as SealedValue | undefined
    if (sealed) names.push((await station.openSealed({ record: id, field: 'contactName', token: sealed.sealed, reason: 'safety', words: '' })).value)
  }
  return JSON.stringify(names)
}

describe('an account opens what its roles have keys for', () => {
  it('a planner: where and when by segment, cell and month, and no text, exact place or name', async () => {
    const { station, report } = await openedAs(['planner'])
    expect(report.notes).toEqual([])
    expect(await station.status()).toMatchObject({ tips: 31, account: 'Basim', waiting: 0, keys: { administrator: false } })
    const { columns, count } = await station.table()
    expect(count).toBe(31)
    expect(columns.segment.subarray(0, 30).some((segment) => segment >= 0)).toBe(true)
    expect([...columns.cell.subarray(0, 30)].every((cell) => cell > 0n)).toBe(true)
    expect([...columns.lon.subarray(0, 31), ...columns.lat.subarray(0, 31)].every((at) => at === -2_147_483_648)).toBe(true)
    const texts = await everyText(station)
    for (const secret of ['boys', WORD, '+2279', '22.7']) expect(texts).not.toContain(secret)
    expect(await everyName(station)).toBe('[]')
    const assessment = await station.assess({ filter: {}, area: ['LBY'] })
    expect(assessment.counted).toMatchObject({ tips: 31 })
    expect(assessment.counted.inCells).toBeGreaterThan(0)
    // What a planner may keep is kept; what needs another key is refused and changes nothing.
    await station.commit({ act: 'save-scenario', patches: [{ record: newRecordId(), kind: 'scenario', field: 'name', value: 'three teams' }] })
    expect(await codeOf(station.commit({ act: 'file-call', patches: [{ record: newRecordId(), kind: 'tip', field: 'what', value: 'x' }] }))).toBe('no-key')
    expect(await codeOf(bringIn(station, CSV, 'again.csv'))).toBe('no-key')
    expect(await codeOf(station.addAccount({ name: 'x', passphrase: 'y', roles: ['planner'], countries: [] }))).toBe('not-administrator')
  }, 60_000)

  it.each([['ambassador', ['NER']], ['administrator', []], ['protection-officer', []]] as const)('%s: no tip at all', async (role, countries) => {
    const { station, report } = await openedAs([role], countries)
    expect(report).toMatchObject({ tips: 0, notes: [] })
    expect((await station.table()).count).toBe(0)
    expect(await station.recordsOfKind('tip')).toEqual([])
    const own = (await station.accounts()).find((account) => account.own)!
    expect(own).toMatchObject({ name: 'Basim', roles: [role], countries })
  }, 60_000)

  it('an analyst: everything, and may release to a country that has an ambassador already', async () => {
    const { station, vault } = await founded(dataFolder())
    await bringIn(station, CSV)
    await station.addAccount({ name: 'Excellency', passphrase: 'hers alone', roles: ['ambassador'], countries: ['NER'] })
    await station.addAccount({ name: HIS.account, passphrase: HIS.passphrase, roles: ['analyst'], countries: [] })
    await station.seal()
    await station.open({ vault, ...HIS })
    expect(await everyName(station)).toContain(WORD)
    expect((await station.status()).keys.groups).toContain('aggregate/NER')
    expect((await station.accounts()).map(({ name, roles, countries }) => [name, roles, countries])).toEqual([[WHO.account, expect.arrayContaining(['analyst', 'administrator']), []], ['Excellency', ['ambassador'], ['NER']], ['Basim', ['analyst'], []]])
  }, 60_000)
})

describe('accounts change', () => {
  it('roles are changed, an account is ended, and each shows in the list', async () => {
    const { station, vault } = await founded(dataFolder())
    const basim = await station.addAccount({ name: HIS.account, passphrase: HIS.passphrase, roles: ['analyst'], countries: [] })
    expect(await codeOf(station.addAccount({ name: ' basim', passphrase: 'x', roles: ['planner'], countries: [] }))).toBe('account-exists')
    await station.changeRoles(basim, { roles: ['planner', 'ambassador'], countries: ['TCD'] })
    expect((await station.accounts()).at(-1)).toMatchObject({ roles: ['planner', 'ambassador'], countries: ['TCD'], active: true })
    await station.endAccount(basim)
    expect((await station.accounts()).at(-1)).toMatchObject({ name: 'Basim', active: false })
    await station.seal()
    expect(await codeOf(station.open({ vault, ...HIS }))).toBe('wrong-passphrase')
  }, 60_000)

  it('a passphrase is changed: the vault seals, opens with the new one and not with the old', async () => {
    const { station, vault } = await founded(dataFolder())
    await bringIn(station, CSV)
    // Something seen and not written yet: it must not come after the account's end.
    const { rows } = await station.select({})
    await station.record((await station.rows([rows[0]!], []))[0]!.id)
    expect(await codeOf(station.changePassphrase({ present: 'not it', passphrase: 'new words' }))).toBe('wrong-passphrase')
    expect((await station.status()).open).toBe(true)
    expect(await station.changePassphrase({ present: WHO.passphrase, passphrase: 'new words' })).toBe('renewed')
    expect((await station.status()).open).toBe(false)
    expect(await codeOf(station.open({ vault, ...WHO }))).toBe('wrong-passphrase')
    expect(await station.open({ vault, ...WHO, passphrase: 'new words' })).toMatchObject({ tips: 30, notes: [] })
    expect(await station.status()).toMatchObject({ journalWhole: true, writable: true })
    const { entries } = await station.trail({ filter: {}, from: 0, limit: 20 })
    expect(entries.map(({ does, act }) => `${does} ${act ?? ''}`.trim())).toEqual(expect.arrayContaining(['keep change-passphrase', 'see']))
    expect(await everyName(station)).toContain(WORD)
  }, 60_000)

  it('an analyst’s renewal waits for an administrator, who sees it in the status and makes it', async () => {
    const { station, vault } = await founded(dataFolder())
    const basim = await station.addAccount({ name: HIS.account, passphrase: HIS.passphrase, roles: ['analyst'], countries: [] })
    await station.seal()
    await station.open({ vault, ...HIS })
    expect(await station.changePassphrase({ present: HIS.passphrase, passphrase: 'his new ones' })).toBe('waiting')
    await station.open({ vault, ...WHO })
    expect((await station.status()).waiting).toBe(1)
    expect((await station.accounts()).find(({ id }) => id === basim)).toMatchObject({ renewal: true })
    await station.renewAccount(basim)
    expect((await station.status()).waiting).toBe(0)
    await station.seal()
    await station.open({ vault, ...HIS, passphrase: 'his new ones' })
    expect((await station.accounts()).filter(({ active }) => active).map(({ name, renewal }) => [name, renewal])).toEqual([[WHO.account, false], ['Basim', false]])
  }, 60_000)

  it('an administrator without content adds an analyst, whose keys a holder grants when told to', async () => {
    const { station, vault } = await founded(dataFolder())
    await bringIn(station, CSV)
    const keeper = { account: 'Keeper', passphrase: 'who keeps the house' }
    await station.addAccount({ name: keeper.account, passphrase: keeper.passphrase, roles: ['administrator'], countries: [] })
    await station.seal()
    await station.open({ vault, ...keeper })
    const basim = await station.addAccount({ name: HIS.account, passphrase: HIS.passphrase, roles: ['analyst'], countries: [] })
    expect((await station.accounts()).find(({ id }) => id === basim)).toMatchObject({ roles: [], waitsFor: ['analyst'], grantable: [] })
    await station.seal()
    await station.open({ vault, ...WHO })
    expect((await station.status()).waiting).toBe(1)
    await station.grantWaiting(basim)
    expect((await station.accounts()).find(({ id }) => id === basim)).toMatchObject({ roles: ['analyst'], waitsFor: [], grantable: [] })
    await station.seal()
    await station.open({ vault, ...HIS })
    expect(await everyName(station)).toContain(WORD)
  }, 60_000)
})
