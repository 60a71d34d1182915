import { beforeAll, describe, expect, it } from 'vitest'
import { groupsOfRoles } from '../../shared/model/roles.ts'
import { BlockKeys, decodeKeyBatch } from '../../shared/vault/blockkeys.ts'
import { fromHex, toHex } from '../../shared/vault/bytes.ts'
import { sodiumReady } from '../../shared/vault/engine.ts'
import { decodeGrant, openGrant } from '../../shared/vault/grants.ts'
import { decodeAll, RECORD } from '../../shared/vault/keyfile.ts'
import { Keyring } from '../../shared/vault/keyring.ts'
import { openRings, readStoredKeys } from '../../shared/vault/unlock.ts'
import { recoverVault, type NewAccount } from '../../shared/vault/vault.ts'
import type { MemoryPlatform } from './support/memory-platform.ts'
import { nodeEngine } from './support/node.ts'
import { OpenedRing } from './support/opened-ring.ts'
import { KEY_ACTS, stoppedAtEveryWrite } from './support/stopped-key-acts.ts'
import { allTexts, founded, note, QUICK, reopened, WHO } from './support/vaults.ts'

const BASIM = { account: 'Basim', passphrase: 'five other words of his' }
const CARLA = { account: 'Carla', passphrase: 'and these are hers' }
const as = (roles: Parameters<typeof groupsOfRoles>[0], who = BASIM): NewAccount => ({ name: who.account, passphrase: who.passphrase, administrator: roles.includes('administrator'), groups: groupsOfRoles(roles).map((group) => ({ group })) })
const open = (platform: MemoryPlatform, id: string, who = WHO) => reopened(platform, id, who)
const code = (error: unknown) => (error as { code?: string }).code
const failure = (work: Promise<unknown>) => work.then(() => 'no failure', code)

beforeAll(() => sodiumReady)

/** Everything that somebody with these secrets, an old copy of the files and the disk as it is now gets out of it, whatever the program would refuse. */
async function takenFrom(old: MemoryPlatform, now: MemoryPlatform, id: string, who: { account: string; passphrase: string }): Promise<string[]> {
  const vault = fromHex(id)
  const [then, today] = [await readStoredKeys(old, nodeEngine, vault), await readStoredKeys(now, nodeEngine, vault)]
  const rings = [...(await openRings(nodeEngine, vault, then, { ...who, deviceSecrets: new Map() })), ...(await openRings(nodeEngine, vault, today, { ...who, deviceSecrets: new Map() }))]
  const keyring = new Keyring()
  for (const ring of rings) {
    for (const grant of [...decodeAll(then.records, RECORD.grant, decodeGrant), ...decodeAll(today.records, RECORD.grant, decodeGrant)]) {
      const key = await openGrant(nodeEngine, vault, grant, ring.agreement)
      if (key) keyring.add(key)
    }
  }
  const [batches, before] = [decodeAll(today.records, RECORD.blockKeys, decodeKeyBatch), decodeAll(then.records, RECORD.blockKeys, decodeKeyBatch)]
  const blockKeys = new BlockKeys(nodeEngine, vault, keyring, [...then.roots, ...today.roots], [...before, ...batches])
  return (await blockKeys.all()).map((key) => toHex(key.id))
}
/** Ids of block keys that the vault's own account opens. */
async function opened(platform: MemoryPlatform, id: string, who: { account: string; passphrase: string }): Promise<string[]> {
  const state = await (await OpenedRing.of(platform.rebooted(), id, who)).state(platform.rebooted())
  return (await state.blockKeys.all()).map((key) => toHex(key.id))
}

describe('an account that an administrator adds', () => {
  it('opens with its own passphrase what its groups open, and nothing else', async () => {
    const { platform, vault, id } = await founded()
    await note(vault, 'a name', 'identities')
    await note(vault, 'a cell', 'geography')
    await vault.addAccount(as(['planner']))
    await note(vault, 'a cell later', 'geography')
    await note(vault, 'a case later')
    await vault.seal()
    const planner = await open(platform, id, BASIM)
    expect(planner.describe().groups.filter((group) => !group.startsWith('own/')).sort()).toEqual(['directory', 'geography', 'station'])
    expect(planner.describe().account).toMatchObject({ name: 'Basim', administrator: false })
    expect(await allTexts(planner)).toEqual(['!part-sealed', 'a cell', 'a cell later', '!part-sealed'])
    expect(planner.accounts().map(({ name, groups }) => [name, groups.includes('casework')])).toEqual([['Amina', true], ['Basim', false]])
    await note(planner, 'his own', 'geography')
    expect(await failure(note(planner, 'not his', 'casework'))).toBe('no-key')
    await planner.seal()
    expect(await allTexts(await open(platform, id))).toEqual(['a name', 'a cell', 'a cell later', 'a case later', 'his own'])
  })

  it('may be given a case that the administrator made, who goes on opening it', async () => {
    const { platform, vault, id } = await founded()
    await vault.createGroup('case/7')
    await note(vault, 'of the case', 'case/7')
    await vault.addAccount({ ...as(['planner']), groups: [{ group: 'case/7' }] })
    await vault.seal()
    expect(await allTexts(await open(platform, id, BASIM))).toEqual(['of the case'])
    platform.restart()
    const again = await open(platform, id)
    expect(await allTexts(again)).toEqual(['of the case'])
    await note(again, 'goes on', 'case/7')
  })

  it('is refused a name that is taken, however it is written, and may not add others itself', async () => {
    const { platform, vault, id } = await founded()
    expect(await failure(vault.addAccount({ ...as(['planner']), name: ' AMINA ' }))).toBe('account-exists')
    await vault.addAccount(as(['analyst']))
    await vault.seal()
    const analyst = await open(platform, id, BASIM)
    expect(await failure(analyst.addAccount(as(['planner'], CARLA)))).toBe('not-administrator')
    expect(await failure(analyst.endAccount(analyst.accounts()[0]!.id))).toBe('not-administrator')
  })

  it('by an administrator without content waits for a holder’s grant, which the administrator then lists', async () => {
    const { platform, vault, id } = await founded()
    await note(vault, 'a case')
    const admin = { account: 'Admin', passphrase: 'who keeps the house' }
    await vault.addAccount(as(['administrator'], admin))
    await vault.seal()
    const keeper = await open(platform, id, admin)
    const carla = await keeper.addAccount(as(['analyst'], CARLA))
    expect(keeper.waiting().grants.map(({ account, mine }) => [account, mine])).toEqual(groupsOfRoles(['analyst']).map(() => [carla, false]))
    await keeper.seal()
    // Nothing of the station's content yet.
    const early = await open(platform, id, CARLA)
    expect(await allTexts(early)).toEqual(['!part-sealed'])
    expect(early.waiting().grants.every(({ mine }) => !mine)).toBe(true)
    await early.seal()
    // The analyst who holds the keys grants them; she is an administrator too, so they are listed at once.
    const holder = await open(platform, id)
    for (const { account, group, mine } of holder.waiting().grants) {
      expect(mine).toBe(true)
      await holder.grantWanted(account, group)
    }
    expect(holder.waiting().grants).toEqual([])
    await holder.seal()
    expect(await allTexts(await open(platform, id, CARLA))).toEqual(['a case'])
  })

  it('is granted by a holder who may not sign, and opens it once an administrator has opened the vault', async () => {
    const { platform, vault, id } = await founded()
    await note(vault, 'a case')
    const admin = { account: 'Admin', passphrase: 'who keeps the house' }
    await vault.addAccount(as(['administrator'], admin))
    await vault.addAccount(as(['analyst']))
    await vault.seal()
    const keeper = await open(platform, id, admin)
    await keeper.addAccount(as(['planner'], CARLA))
    await keeper.seal()
    const analyst = await open(platform, id, BASIM)
    await note(analyst, 'a cell', 'geography')
    for (const { account, group } of analyst.waiting().grants) await analyst.grantWanted(account, group)
    expect(analyst.waiting()).toMatchObject({ grants: [], offers: 2 })
    // What nobody wanted is not listed, though it was granted.
    await analyst.shareWith('casework', [analyst.accounts().find(({ name }) => name === 'Carla')!.id])
    await analyst.seal()
    const still = await open(platform, id, CARLA)
    expect(await allTexts(still)).toEqual(['!part-sealed', '!part-sealed'])
    await still.seal()
    await (await open(platform, id, admin)).seal()
    expect(await allTexts(await open(platform, id, CARLA))).toEqual(['!part-sealed', 'a cell'])
  })
})

describe('a change of role', () => {
  it('gives and takes groups; what is taken away goes on under keys that the account never had', async () => {
    const { platform, vault, id } = await founded()
    await note(vault, 'before')
    const basim = await vault.addAccount(as(['analyst']))
    await vault.addAccount(as(['analyst'], CARLA))
    const stolen = platform.rebooted()
    await vault.changeAccount(basim, { groups: groupsOfRoles(['planner']).map((group) => ({ group })), administrator: false })
    await note(vault, 'since')
    await note(vault, 'a cell', 'geography')
    await vault.seal()
    const planner = await open(platform, id, BASIM)
    expect(planner.describe().groups).not.toContain('casework')
    expect(await allTexts(planner)).toEqual(['!part-sealed', '!part-sealed', 'a cell'])
    await planner.seal()
    // Everyone else goes on, with old and new.
    const carla = await open(platform, id, CARLA)
    expect(await allTexts(carla)).toEqual(['before', 'since', 'a cell'])
    await carla.seal()
    // With the disk, every key that he ever had opens no casework written since.
    const state = await (await OpenedRing.of(platform.rebooted(), id)).state(platform.rebooted())
    const casework = (await state.blockKeys.all()).filter(({ group }) => group.group === 'casework' && group.epoch > 1).map((key) => toHex(key.id))
    expect(casework.length).toBeGreaterThan(0)
    const his = new Set(await takenFrom(stolen, platform.rebooted(), id, BASIM))
    expect(casework.filter((key) => his.has(key))).toEqual([])
    // As a control: Carla opens them.
    const hers = new Set(await opened(platform, id, CARLA))
    expect(casework.every((key) => hers.has(key))).toBe(true)
  })

  it('of the founder takes effect, though the founder signed the grants', async () => {
    const { platform, vault, id } = await founded()
    await vault.addAccount(as(['analyst']))
    const [founder] = vault.accounts()
    await vault.changeAccount(founder!.id, { groups: groupsOfRoles(['planner', 'administrator']).map((group) => ({ group })), administrator: true }).then(() => { throw new Error('not refused') }, (error: unknown) => expect(code(error)).toBe('last-holder'))
    // Rewards and the registry of trafficked people would have no holder left.
    await vault.changeAccount(founder!.id, { groups: [...groupsOfRoles(['planner', 'protection-officer', 'administrator']), 'rewards'].map((group) => ({ group })), administrator: true })
    await vault.seal()
    const again = await open(platform, id)
    expect(again.describe().groups).not.toContain('casework')
    expect(await failure(note(again, 'x'))).toBe('no-key')
  })

  it('never leaves a station without an administrator', async () => {
    const { vault } = await founded()
    const [founder] = vault.accounts()
    expect(await failure(vault.changeAccount(founder!.id, { groups: founder!.groups.map((group) => ({ group })), administrator: false }))).toBe('last-administrator')
    expect(await failure(vault.endAccount(founder!.id))).toBe('last-administrator')
    expect(await failure(vault.endAccount('00'.repeat(16)))).toBe('account-unknown')
  })
})

describe('an account that ends', () => {
  it('opens nothing, though its passphrase is right; what it wrote is believed, and what is written since opens to no key it had', async () => {
    const { platform, vault, id } = await founded()
    const basim = await vault.addAccount(as(['analyst']))
    await vault.seal()
    const his = await open(platform, id, BASIM)
    await note(his, 'he wrote')
    await his.seal()
    const stolen = platform.rebooted()
    const admin = await open(platform, id)
    await admin.endAccount(basim)
    await note(admin, 'since')
    expect(await allTexts(admin)).toEqual(['he wrote', 'since'])
    await admin.seal()
    expect(await failure(open(platform, id, BASIM))).toBe('wrong-passphrase')
    const again = await open(platform, id)
    expect(await allTexts(again)).toEqual(['he wrote', 'since'])
    expect(again.describe().notes).toEqual([])
    await again.seal()
    const taken = new Set(await takenFrom(stolen, platform.rebooted(), id, BASIM))
    const before = new Set(await opened(stolen, id, WHO))
    const now = await opened(platform, id, WHO)
    expect(now.filter((key) => !before.has(key)).length).toBeGreaterThan(0)
    expect(now.filter((key) => !before.has(key) && taken.has(key))).toEqual([])
  })

  it('leaves a group whose name the administrator does not know to whoever still holds it, at their next opening', async () => {
    const { platform, vault, id } = await founded()
    const admin = { account: 'Admin', passphrase: 'who keeps the house' }
    await vault.addAccount(as(['administrator'], admin))
    const basim = await vault.addAccount(as(['analyst']))
    await vault.createGroup('case/12')
    await vault.shareWith('case/12', [basim])
    await note(vault, 'restricted', 'case/12')
    await vault.seal()
    const his = await open(platform, id, BASIM)
    expect(await allTexts(his)).toEqual(['restricted'])
    await his.seal()
    const keeper = await open(platform, id, admin)
    expect(await allTexts(keeper)).toEqual(['!part-sealed'])
    await keeper.endAccount(basim)
    await keeper.seal()
    const holder = await open(platform, id)
    await note(holder, 'since', 'case/12')
    await holder.seal()
    const state = await (await OpenedRing.of(platform.rebooted(), id)).state(platform.rebooted())
    expect(state.keyring.current('case/12')!.epoch).toBe(2)
    expect(await allTexts(await open(platform, id))).toEqual(['restricted', 'since'])
  })
})

describe('SECURITY 3: a change of passphrase', () => {
  it('of an administrator renews the account: everything opens with the new one, and nothing written since with an old backup and the old one', async () => {
    const { platform, vault, id, recoveryKey } = await founded()
    await vault.addAccount(as(['analyst']))
    await note(vault, 'before')
    await vault.drafts.write('1'.repeat(32), new TextEncoder().encode('typed'))
    const backup = platform.rebooted()
    expect(await failure(vault.changePassphrase({ present: 'not it', passphrase: 'new' }))).toBe('wrong-passphrase')
    expect(await vault.changePassphrase({ present: WHO.passphrase, passphrase: 'new' })).toBe('renewed')
    await vault.seal()
    expect(await failure(open(platform, id))).toBe('wrong-passphrase')
    const again = await open(platform, id, { ...WHO, passphrase: 'new' })
    expect(again.describe()).toMatchObject({ account: { name: 'Amina', administrator: true }, notes: [] })
    expect(new TextDecoder().decode((await again.drafts.read('1'.repeat(32)))!)).toBe('typed')
    await note(again, 'since')
    expect(await allTexts(again)).toEqual(['before', 'since'])
    expect(again.accounts().filter(({ active }) => active).map(({ name }) => name)).toEqual(['Basim', 'Amina'])
    await again.seal()
    const taken = new Set(await takenFrom(backup, platform.rebooted(), id, WHO))
    const renewed = await (await OpenedRing.of(platform.rebooted(), id, { ...WHO, passphrase: 'new' })).state(platform.rebooted())
    const since = (await renewed.blockKeys.all()).filter(({ group }) => group.epoch > 1).map((key) => toHex(key.id))
    expect(since.length).toBeGreaterThan(0)
    expect(since.filter((key) => taken.has(key))).toEqual([])
    const other = await open(platform, id, BASIM)
    expect(await allTexts(other)).toEqual(['before', 'since'])
    await other.seal()
    // The recovery key goes on opening everything.
    await recoverVault(platform, { vault: id, words: recoveryKey, account: 'Dana', passphrase: 'hers', stretching: QUICK, engine: nodeEngine })
    expect(await allTexts(await open(platform, id, { account: 'Dana', passphrase: 'hers' }))).toEqual(['before', 'since'])
  })

  it('of anyone else holds at once; an administrator renews the keys, after which the old ones open nothing written since', async () => {
    const { platform, vault, id } = await founded()
    const basim = await vault.addAccount(as(['analyst']))
    await note(vault, 'before')
    await vault.seal()
    const backup = platform.rebooted()
    const his = await open(platform, id, BASIM)
    // Twice: the first new one counts no more.
    expect(await his.changePassphrase({ present: BASIM.passphrase, passphrase: 'first' })).toBe('waiting')
    expect(await his.changePassphrase({ present: 'first', passphrase: 'second' })).toBe('waiting')
    expect(his.waiting()).toMatchObject({ ownRenewal: true, administrator: false })
    await his.seal()
    for (const passphrase of [BASIM.passphrase, 'first']) expect(await failure(open(platform, id, { ...BASIM, passphrase }))).toBe('wrong-passphrase')
    const still = await open(platform, id, { ...BASIM, passphrase: 'second' })
    expect(still.describe().account.id).toBe(basim)
    await note(still, 'his')
    await still.seal()
    const admin = await open(platform, id)
    expect(admin.waiting().renewals).toEqual([basim])
    await admin.renewAccount(basim)
    expect(admin.waiting().renewals).toEqual([])
    await note(admin, 'since')
    await admin.seal()
    const renewed = await open(platform, id, { ...BASIM, passphrase: 'second' })
    expect(renewed.describe().account.id).not.toBe(basim)
    expect(renewed.describe().notes).toEqual([])
    expect(await allTexts(renewed)).toEqual(['before', 'his', 'since'])
    await note(renewed, 'his again')
    await renewed.seal()
    const all = await opened(platform, id, WHO)
    const state = await (await OpenedRing.of(platform.rebooted(), id)).state(platform.rebooted())
    const since = (await state.blockKeys.all()).filter(({ group }) => group.epoch > 1).map((key) => toHex(key.id))
    expect(since.length).toBeGreaterThan(0)
    expect(all).toEqual(expect.arrayContaining(since))
    for (const passphrase of [BASIM.passphrase, 'first']) {
      const taken = new Set(await takenFrom(backup, platform.rebooted(), id, { ...BASIM, passphrase }))
      expect(since.filter((key) => taken.has(key))).toEqual([])
    }
    expect(await allTexts(await open(platform, id))).toEqual(['before', 'his', 'since', 'his again'])
  })
})

describe('what changes keys', () => {
  it.each(KEY_ACTS)('stopped after any write, %s leaves a vault that opens with all that it held', async (_, act) => {
    expect(await stoppedAtEveryWrite(act, ['all'])).toBeGreaterThan(2)
  }, 240_000)
})
