import { beforeAll, describe, expect, it } from 'vitest'
import { BlockKeys, decodeKeyBatch, openKeyBatch, sealKeyBatch, type KeyBatch } from '../../shared/vault/blockkeys.ts'
import { ByteReader, concatBytes, fromHex, toHex, type Bytes } from '../../shared/vault/bytes.ts'
import { OpenFault, sodiumReady } from '../../shared/vault/engine.ts'
import { encodeGrant, listGrant, makeGrant, RECOVERY_ID } from '../../shared/vault/grants.ts'
import { decodeOutside } from '../../shared/vault/envelope.ts'
import { JournalReader } from '../../shared/vault/journal.ts'
import { buildKeyFile, decodeAll, encodeRecord, encodeSuccession, newRoot, parseKeyFile, RECORD, type KeyFile, type KeyRecord } from '../../shared/vault/keyfile.ts'
import { groupTag, Keyring, newGroupKey } from '../../shared/vault/keyring.ts'
import { context, openUnder, sealUnder, u32Bytes } from '../../shared/vault/primitives.ts'
import { encodeRingRecord, KeyStretcher, newRing, sealRing, type Ring } from '../../shared/vault/ring.ts'
import { openedVault } from '../../shared/vault/session.ts'
import { appendRoster, ownGroup, type VaultState } from '../../shared/vault/state.ts'
import { recoverVault, rehearseRecovery } from '../../shared/vault/vault.ts'
import { MemoryPlatform, type MemoryVault } from './support/memory-platform.ts'
import { nodeEngine } from './support/node.ts'
import { OpenedRing } from './support/opened-ring.ts'
import { allTexts, codes, founded, note, QUICK, reopened } from './support/vaults.ts'

const BASIM = { account: 'Basim', passphrase: 'five other words of his' }
const recover = (platform: MemoryPlatform, vault: string, words: readonly string[]) => recoverVault(platform, { vault, words, account: 'Amina', passphrase: 'new', stretching: QUICK, engine: nodeEngine })

/** A second account that holds these groups, made as an administrator makes one: its ring, its grants, and the roster that lists them. */
async function withBasim(state: VaultState, groups: readonly string[]): Promise<Ring> {
  const { vault, ring, roster } = state
  const basim = newRing(BASIM.account, ring.rosterRoot)
  const granter = { account: ring.account, signing: ring.signing }
  const records: KeyRecord[] = [{ type: RECORD.ring, payload: encodeRingRecord(await sealRing(nodeEngine, vault, basim, QUICK, 0, new KeyStretcher(vault, { ...BASIM, deviceSecrets: new Map() }))) }]
  for (const group of groups) records.push({ type: RECORD.grant, payload: encodeGrant(await makeGrant(nodeEngine, vault, state.keyring.current(group)!, { id: basim.account, agreement: basim.agreement.publicKey }, granter)) })
  const account = { id: basim.account, name: basim.name, agreement: basim.agreement.publicKey, signing: basim.signing.publicKey, active: true, administrator: false, since: 0, last: [] }
  const grants = groups.map((group) => listGrant(vault, basim.account, ring.account, state.keyring.current(group)!))
  await appendRoster(state, { accounts: [...roster.accounts, account], grants: [...roster.grants, ...grants] }, records)
  return basim
}
async function keyFile(files: MemoryVault, id: string): Promise<KeyFile> {
  const parsed = await parseKeyFile(nodeEngine, fromHex(id), new Uint8Array(files.slots.get('keys/current')!))
  if (typeof parsed === 'string') throw new Error(parsed)
  return parsed
}

beforeAll(() => sodiumReady)

/** A vault whose recovery key Basim granted keys of his own making: of each group, the key of an epoch. */
async function grantedByBasim(groupsOf: (basim: Bytes) => readonly string[], epoch?: number) {
  const { platform, vault, id, recoveryKey } = await founded()
  await vault.seal()
  const state = await (await OpenedRing.of(platform, id)).state(platform)
  const basim = await withBasim(state, ['station'])
  await openedVault(state, null).seal()
  const files = platform.only()
  for (const group of groupsOf(basim.account)) {
    const planted = newGroupKey(state.vault, group, epoch)
    const grant = await makeGrant(nodeEngine, state.vault, planted, { id: RECOVERY_ID, agreement: state.roster.recovery.agreement }, { account: basim.account, signing: basim.signing })
    files.slots.set('keys/current', concatBytes(files.slots.get('keys/current')!, await encodeRecord(nodeEngine, { type: RECORD.grant, payload: encodeGrant(grant) })))
  }
  return { platform, id, recoveryKey, basim }
}

describe('an erasure', () => {
  it('puts the batches of groups that it can’t open under a fresh root, after which the old root opens none of them', async () => {
    const vault = new Uint8Array(16).fill(1)
    const [before, after] = [newRoot(1), newRoot(2)]
    const group = newGroupKey(vault, 'rewards')
    const key = { id: new Uint8Array(16).fill(2), key: new Uint8Array(32).fill(3), group }
    const batch = decodeKeyBatch(await sealKeyBatch(nodeEngine, vault, before, group, [key], { headGeneration: 4, journalLength: 5 }))
    // With the roots alone, as resources/formats.md says it: no key of the group takes part.
    const under = (generation: number) => context('block-keys-root', vault, batch.handle, u32Bytes(generation))
    const inner = await openUnder(nodeEngine, before.secret, under(1), batch.sealed)
    const moved: KeyBatch = { handle: batch.handle, generation: 2, sealed: await sealUnder(nodeEngine, after.secret, under(2), inner) }
    expect((await openKeyBatch(nodeEngine, vault, group, after, moved)).keys).toEqual([key])
    for (const wrong of [() => openKeyBatch(nodeEngine, vault, group, before, moved), () => openKeyBatch(nodeEngine, vault, newGroupKey(vault, 'rewards'), after, { ...moved, handle: batch.handle })]) await expect(wrong()).rejects.toBeInstanceOf(OpenFault)
  })
})

describe('a grant', () => {
  it('of a key for another group than the roster says is not believed, so that nobody has a key signed that they did not name', async () => {
    const { platform, vault, id } = await founded()
    await vault.seal()
    const state = await (await OpenedRing.of(platform, id)).state(platform)
    const basim = await withBasim(state, ['station', 'geography'])
    // What he offers as the next epoch of geography is, inside, a key of identities that he knows.
    const planted = newGroupKey(state.vault, 'identities', 2)
    const to = { id: state.ring.account, agreement: state.ring.agreement.publicKey }
    const grant = { type: RECORD.grant, payload: encodeGrant(await makeGrant(nodeEngine, state.vault, planted, to, { account: basim.account, signing: basim.signing })) }
    const said = { ...listGrant(state.vault, state.ring.account, basim.account, planted), tag: groupTag(state.vault, 'geography') }
    await appendRoster(state, { grants: [...state.roster.grants, said] }, [grant])
    await openedVault(state, null).seal()
    const again = await (await OpenedRing.of(platform, id)).state(platform)
    expect(again.keyring.byHandle(planted.handle)).toBeUndefined()
    // As a control: named for what it is, it is believed.
    await appendRoster(again, { grants: [...again.roster.grants, listGrant(again.vault, again.ring.account, basim.account, planted)] })
    platform.restart()
    expect((await (await OpenedRing.of(platform, id)).state(platform)).keyring.current('identities')!.epoch).toBe(2)
  })

  it('to the recovery key of a second key for a listed group is not believed', async () => {
    const { platform, id, recoveryKey } = await grantedByBasim(() => ['identities', 'case/of-basim'], 9)
    expect((await rehearseRecovery(platform, id, recoveryKey, nodeEngine)).groups).toContain('case/of-basim')
    await recover(platform, id, recoveryKey)
    const { keyring } = await (await OpenedRing.of(platform, id, { account: 'Amina', passphrase: 'new' })).state(platform)
    expect(keyring.current('identities')!.epoch).toBe(2)
  })

  it('grants nobody what another account keeps for itself, though the recovery key holds it', async () => {
    const { platform, id, recoveryKey, basim } = await grantedByBasim((account) => [ownGroup(account)])
    expect((await rehearseRecovery(platform, id, recoveryKey, nodeEngine)).groups).toContain(ownGroup(basim.account))
    await recover(platform, id, recoveryKey)
    const { keyring } = await (await OpenedRing.of(platform, id, { account: 'Amina', passphrase: 'new' })).state(platform)
    expect(keyring.groups()).toContain('identities')
    expect(keyring.groups()).not.toContain(ownGroup(basim.account))
  })
})

describe('the end of an account', () => {
  /** A vault that was recovered, and the ring that its recovery ended. Made once: each test has a disk of its own. */
  let made: Awaited<ReturnType<typeof end>>
  beforeAll(async () => {
    made = await end()
  })
  const ended = () => ({ ...made, platform: made.platform.rebooted(), stolen: structuredClone(made.stolen) })

  async function end() {
    const { platform, vault, id, recoveryKey } = await founded()
    await vault.createGroup('case/12')
    await note(vault, 'before', 'case/12')
    await vault.seal()
    const old = await OpenedRing.of(platform, id)
    const state = await old.state(platform)
    await withBasim(state, ['station', 'casework'])
    const oldKeys = new Keyring()
    for (const key of state.keyring.all()) oldKeys.add({ ...key, key: key.key.slice() })
    await openedVault(state, null).seal()
    const stolen = platform.snapshot()
    await recover(platform, id, recoveryKey)
    const fresh = await OpenedRing.of(platform, id, { account: 'Amina', passphrase: 'new' })
    const basim = await OpenedRing.of(platform, id, BASIM)
    return { platform, id, recoveryKey, oldKeys, stolen, old, fresh, basim }
  }

  it('rotates every key it held: with its ring and the whole disk, nothing written since opens', async () => {
    const { platform, id, oldKeys, fresh } = ended()
    const vault = await fresh.open(platform)
    const from = vault.position
    for (const group of ['identities', 'casework']) await note(vault, 'after', group)
    await vault.createGroup('case/13')
    await note(vault, 'after', 'case/12')
    await note(vault, 'after', 'case/13')
    await vault.seal()
    const state = await fresh.state(platform)
    const { records } = await keyFile(platform.only(), id)
    const batches = decodeAll(records, RECORD.blockKeys, decodeKeyBatch)
    const theirs = new BlockKeys(nodeEngine, state.vault, oldKeys, [state.root], batches)
    const metaKeys: Bytes[] = []
    for await (const frame of new JournalReader(platform, nodeEngine, state.vault).frames(34, state.tip.length)) if (frame.body) metaKeys.push(decodeOutside(state.vault, frame.body).metaKey)
    expect(metaKeys).toHaveLength(5)
    const opens = await Promise.all(metaKeys.map(async (key) => (await theirs.find(key)) !== null))
    expect(opens).toEqual([true, false, false, false, false])
    const known = new Set((await theirs.all()).map(({ id: key }) => toHex(key)))
    // As a control: the ring in force opens all of them.
    for (const key of metaKeys) expect(await state.blockKeys.find(key)).not.toBeNull()
    expect(known.size).toBeGreaterThan(0)
    expect(from).toBeGreaterThan(34)
  })

  it('bounds what it signed: what the journal held by then stands, what its key signs later is forged', async () => {
    const { platform, id, stolen, old, fresh } = ended()
    // The thief goes on from the state before the recovery, with the old ring, and puts what they wrote behind the journal.
    const thief = new MemoryPlatform()
    thief.vaults = stolen
    const forged = await old.open(thief)
    await note(forged, 'never said')
    await forged.seal()
    const files = platform.only()
    files.journal = thief.only().journal
    const theirs = await keyFile(thief.only(), id)
    for (const record of theirs.records.filter(({ type }) => type === RECORD.blockKeys)) files.slots.set('keys/current', concatBytes(files.slots.get('keys/current')!, await encodeRecord(nodeEngine, record)))
    const vault = await fresh.open(platform)
    expect(await allTexts(vault)).toEqual(['before'])
    expect(codes(vault)).toContain('commit-forged')
  })

  it('leaves the others what they hold, in the new epoch too, and no more', async () => {
    const { platform, basim } = ended()
    const vault = await basim.open(platform)
    expect(codes(vault)).toEqual([])
    expect([...vault.describe().groups].sort()).toEqual(['casework', 'station'])
    await vault.seal()
    const { keyring } = await basim.state(platform)
    expect(['casework', 'station'].map((group) => keyring.current(group)!.epoch)).toEqual([2, 2])
  })

  it('can be followed by another recovery, which opens what both accounts wrote', async () => {
    const { platform, id, recoveryKey, fresh } = ended()
    const vault = await fresh.open(platform)
    await note(vault, 'between', 'case/12')
    await vault.seal()
    await recoverVault(platform, { vault: id, words: recoveryKey, account: 'Amina', passphrase: 'newer', stretching: QUICK, engine: nodeEngine })
    await expect(reopened(platform, id, { passphrase: 'new' })).rejects.toMatchObject({ code: 'wrong-passphrase' })
    const again = await reopened(platform, id, { passphrase: 'newer' })
    expect(await allTexts(again)).toEqual(['before', 'between'])
    expect(codes(again)).toEqual([])
  })
})

describe('a key file of a later generation', () => {
  it('is believed only with the records that whoever rewrote it had signed', async () => {
    const { platform, vault, id } = await founded()
    await note(vault, 'kept')
    await vault.seal()
    const ring = await OpenedRing.of(platform, id)
    const { vault: vaultId, ring: keys } = await ring.state(platform)
    const files = platform.only()
    const { records } = await keyFile(files, id)
    const { chain } = await buildKeyFile(nodeEngine, vaultId, 2, records)
    const succession = { type: RECORD.succession, payload: encodeSuccession(vaultId, 2, keys.account, chain, keys.signing) }
    const at = async (some: readonly KeyRecord[]) => {
      platform.restart()
      files.slots.set('keys/current', (await buildKeyFile(nodeEngine, vaultId, 2, [...some, succession])).bytes)
      return codes(await ring.open(platform))
    }
    // Its last record taken away, with the true signature of the whole.
    expect(await at(records.slice(0, -1))).toContain('keys-replaced')
    expect(await at(records)).not.toContain('keys-replaced')
    expect(new ByteReader(succession.payload).u32()).toBe(2)
  })
})
