import { beforeAll, describe, expect, it } from 'vitest'
import { groupsOfRoles, ROLE_GROUPS, ROLES, type RoleName } from '../../shared/model/roles.ts'
import { openSection, type BlockPlace } from '../../shared/vault/block.ts'
import { decodeKeyBatch, openKeyBatch, type KeyBatch } from '../../shared/vault/blockkeys.ts'
import { fromHex, toHex, type Bytes } from '../../shared/vault/bytes.ts'
import { OpenFault } from '../../shared/vault/engine.ts'
import { decodeGrant, openGrant } from '../../shared/vault/grants.ts'
import { JOURNAL_HEADER, JournalReader } from '../../shared/vault/journal.ts'
import { decodeAll, RECORD, type Root } from '../../shared/vault/keyfile.ts'
import { FOUNDING_GROUPS, type GroupKey } from '../../shared/vault/keyring.ts'
import { readEnvelope } from '../../shared/vault/reading.ts'
import { openRings, readStoredKeys } from '../../shared/vault/unlock.ts'
import type { MemoryPlatform } from './support/memory-platform.ts'
import { nodeCompressor, nodeEngine } from './support/node.ts'
import { OpenedRing } from './support/opened-ring.ts'
import { founded, note } from './support/vaults.ts'

/** Whose keys are tried: each role alone, and two that one person may have together. */
const HOLDERS: Readonly<Record<string, { readonly roles: readonly RoleName[]; readonly countries?: readonly string[]; readonly also?: readonly string[] }>> = {
  analyst: { roles: ['analyst'] }, 'protection officer': { roles: ['protection-officer'], also: ['care/1'] }, planner: { roles: ['planner'] }, ambassador: { roles: ['ambassador'], countries: ['FRA'] },
  administrator: { roles: ['administrator'] }, 'planner and ambassador': { roles: ['planner', 'ambassador'], countries: ['DEU'] }, 'nothing but the station': { roles: [] },
}
const PARAMETRIC = ['aggregate/FRA', 'aggregate/DEU', 'care/1', 'care/2', 'case/1']
const CONTENT = [...FOUNDING_GROUPS.filter((group) => group !== 'station'), ...PARAMETRIC]
const passphraseOf = (holder: string) => `the passphrase of ${holder}`
const held = (holder: string) => {
  const { roles, countries = [], also = [] } = HOLDERS[holder]!
  return new Set([...groupsOfRoles(roles, countries), ...also])
}

/** A sealed section as anybody finds it in the journal, with all that its place is made of but the key. */
interface Sealed { readonly group: GroupKey; readonly place: Omit<BlockPlace, 'group' | 'block'>; readonly block: Bytes; readonly section: number; readonly bytes: Bytes }

let platform: MemoryPlatform
let id: string
let sealed: Sealed[]
let batches: { readonly batch: KeyBatch; readonly group: GroupKey }[]

beforeAll(async () => {
  const made = await founded()
  ;({ platform, id } = made)
  const { vault } = made
  for (const group of PARAMETRIC) await vault.createGroup(group)
  for (const group of CONTENT) await note(vault, `of ${group}, before anybody came`, group)
  for (const [holder, { roles }] of Object.entries(HOLDERS)) {
    await vault.addAccount({ name: holder, passphrase: passphraseOf(holder), administrator: roles.includes('administrator'), groups: [...held(holder)].map((group) => ({ group })) })
  }
  for (const group of CONTENT) for (let i = 0; i < 2; i++) await note(vault, `of ${group}, ${i}`, group)
  await vault.seal()
  await everythingSealed()
}, 120_000)

/** Every block and every batch of keys, found with the keys of the founder, who holds them all. */
async function everythingSealed(): Promise<void> {
  const machine = platform.rebooted()
  const state = await (await OpenedRing.of(machine, id)).state(machine)
  sealed = []
  for await (const frame of new JournalReader(machine, nodeEngine, state.vault).frames(JOURNAL_HEADER, state.tip.length)) {
    const envelope = frame.body && await readEnvelope(state, frame)
    if (!envelope || typeof envelope === 'string') throw new Error('not readable')
    const { statement, table } = envelope.meta
    let at = envelope.body.length - table.reduce((sum, { sections }) => sum + sections.reduce((a, b) => a + b, 0), 0)
    for (const { key, sections } of table) {
      const { group } = (await state.blockKeys.find(key))!
      for (const [section, length] of sections.entries()) {
        sealed.push({ group, place: { vault: state.vault, use: 'commit', owner: statement.id, sequence: statement.sequence }, block: key, section, bytes: envelope.body.subarray(at, at + length) })
        at += length
      }
    }
  }
  const { records } = await readStoredKeys(machine, nodeEngine, state.vault)
  batches = decodeAll(records, RECORD.blockKeys, decodeKeyBatch).map((batch) => ({ batch, group: state.keyring.byHandle(batch.handle)! }))
}

/** Every key of 32 bytes that comes of somebody's passphrase and a full copy of the disk, whatever the program would believe. */
async function everyKey(holder: string): Promise<{ keys: Bytes[]; roots: readonly Root[] }> {
  const vault = fromHex(id)
  const stored = await readStoredKeys(platform.rebooted(), nodeEngine, vault)
  const keys: Bytes[] = stored.roots.map(({ secret }) => secret)
  const groups: GroupKey[] = []
  for (const ring of await openRings(nodeEngine, vault, stored, { account: holder, passphrase: passphraseOf(holder), deviceSecrets: new Map() })) {
    keys.push(ring.agreement.secretKey, ring.signing.secretKey.slice(0, 32), ring.agreement.publicKey, ring.signing.publicKey)
    for (const grant of decodeAll(stored.records, RECORD.grant, decodeGrant)) {
      const key = await openGrant(nodeEngine, vault, grant, ring.agreement)
      if (key) groups.push(key)
    }
  }
  keys.push(...groups.map(({ key }) => key))
  for (const { batch } of batches) {
    for (const group of groups) {
      for (const root of stored.roots) keys.push(...await openKeyBatch(nodeEngine, vault, { ...group, handle: batch.handle }, root, batch).then(({ keys: opened }) => opened.map(({ key }) => key), refused))
    }
  }
  return { keys: [...new Map(keys.map((key) => [toHex(key), key])).values()], roots: stored.roots }
}
function refused(error: unknown): [] {
  if (!(error instanceof OpenFault)) throw error
  return []
}

/** Names of the groups of which any block or any batch of keys opens to any of these keys. */
async function openedBy({ keys, roots }: { readonly keys: readonly Bytes[]; readonly roots: readonly Root[] }): Promise<Map<string, number>> {
  const opened = new Map<string, number>()
  const opens = (group: string) => opened.set(group, (opened.get(group) ?? 0) + 1)
  for (const key of keys) {
    const cipher = await nodeEngine.cipher(key)
    for (const { group, place, block, section, bytes } of sealed) {
      try {
        await openSection(nodeEngine, nodeCompressor, cipher, { ...place, group, block }, section, bytes)
        opens(group.group)
      } catch (error) {
        refused(error)
      }
    }
    for (const { batch, group } of batches) for (const root of [...roots, ...keys.slice(0, 8).map((secret) => ({ generation: batch.generation, secret }))]) await openKeyBatch(nodeEngine, fromHex(id), { ...group, key }, root, batch).then(() => opens(group.group), refused)
  }
  return opened
}

describe('SECURITY 12: every key of a role against every sealed block', () => {
  const pairs = Object.keys(HOLDERS).flatMap((holder) => CONTENT.map((group) => [holder, held(holder).has(group) ? 'opens' : 'does not open', group] as const))
  const found = new Map<string, Map<string, number>>()
  beforeAll(async () => {
    for (const holder of Object.keys(HOLDERS)) found.set(holder, await openedBy(await everyKey(holder)))
  }, 120_000)

  it.each(pairs)('%s %s %s', (holder, opens, group) => {
    expect(found.get(holder)!.has(group)).toBe(opens === 'opens')
    // Every block of a group that is held, those from before too: three entries of an act and a text.
    if (opens === 'opens') expect(found.get(holder)!.get(group)).toBeGreaterThanOrEqual(6)
  })

  it('tried enough: every group has blocks, each holder keys, and the founder’s keys, as a control, open them all', async () => {
    expect(new Set(sealed.map(({ group }) => group.group))).toEqual(new Set(CONTENT))
    expect(sealed).toHaveLength(CONTENT.length * 6)
    for (const holder of Object.keys(HOLDERS)) expect((await everyKey(holder)).keys.length).toBeGreaterThan(5)
    const machine = platform.rebooted()
    const { blockKeys, roots } = await (await OpenedRing.of(machine, id)).state(machine)
    const all = await openedBy({ keys: (await blockKeys.all()).map(({ key }) => key), roots })
    expect(new Set(all.keys())).toEqual(new Set(CONTENT))
  })

  it('a wrong passphrase has no key at all beside the root, and opens nothing', async () => {
    const vault = fromHex(id)
    const stored = await readStoredKeys(platform.rebooted(), nodeEngine, vault)
    expect(await openRings(nodeEngine, vault, stored, { account: 'planner', passphrase: 'guessed', deviceSecrets: new Map() })).toEqual([])
    expect((await openedBy({ keys: stored.roots.map(({ secret }) => secret), roots: stored.roots })).size).toBe(0)
  })

  it('the roles are those that SECURITY.md draws', () => {
    const never: Readonly<Record<RoleName, readonly string[]>> = {
      analyst: ['rewards', 'audit', 'registry/trafficked'], 'protection-officer': ['identities', 'casework', 'geography', 'rewards', 'audit', 'registry/convicted'], planner: ['identities', 'casework', 'shelters', 'programmes', 'rewards', 'audit', 'registry/convicted', 'registry/trafficked'],
      ambassador: ['identities', 'casework', 'geography', 'shelters', 'rewards', 'audit', 'registry/convicted', 'registry/trafficked'], administrator: FOUNDING_GROUPS.filter((group) => group !== 'station' && group !== 'audit'),
    }
    for (const role of ROLES) for (const group of never[role]) expect(ROLE_GROUPS[role], `${role}: ${group}`).not.toContain(group)
  })
})
