import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { accessCommitment, openAccess } from '../../shared/vault/access.ts'
import { concatBytes, equalBytes, fromHex, toHex, utf8 } from '../../shared/vault/bytes.ts'
import { believedDoor, currentDoor, doorKeys, doorRecord, readDoors } from '../../shared/vault/doors.ts'
import { OpenFault, webEngine } from '../../shared/vault/engine.ts'
import { buildKeyFile, encodeRecord, parseKeyFile, RECORD, type KeyFile } from '../../shared/vault/keyfile.ts'
import { Keyring, newGroupKey } from '../../shared/vault/keyring.ts'
import { JOURNAL_HEADER, JournalReader } from '../../shared/vault/journal.ts'
import { signingKeys } from '../../shared/vault/primitives.ts'
import { accessSection, readEnvelope } from '../../shared/vault/reading.ts'
import type { OpenVault } from '../../shared/vault/vault.ts'
import type { MemoryPlatform } from './support/memory-platform.ts'
import { nodeEngine } from './support/node.ts'
import { OpenedRing } from './support/opened-ring.ts'
import { allCommits, codes, founded, note, reopened, text, words } from './support/vaults.ts'

/** Where in an access section its author's own group stands: behind version, commitment, door and the key sealed to it. */
const OWN_HANDLE = 1 + 32 + 16 + 4 + 80
const EVENT = 'Amina looked at TP-1'
const BINTA = { account: 'Binta', passphrase: 'four more words than needed' }

const seen = (vault: OpenVault, what = EVENT) => vault.commit({ act: 'see', parts: [], access: text(what) })
async function events(vault: OpenVault): Promise<(string | null)[]> {
  const found = []
  for (const { access } of await allCommits(vault)) if (access) found.push(await access.open().then((bytes) => bytes && words(bytes)))
  return found
}
async function withSecond(groups: readonly string[]): Promise<{ platform: MemoryPlatform; vault: OpenVault; id: string }> {
  const { platform, vault, id } = await founded()
  await vault.addAccount({ name: BINTA.account, passphrase: BINTA.passphrase, groups: groups.map((group) => ({ group })), administrator: false })
  return { platform, vault, id }
}
const keysOf = async (platform: MemoryPlatform, id: string) => (await parseKeyFile(nodeEngine, fromHex(id), new Uint8Array(platform.only().slots.get('keys/current')!))) as KeyFile

/** Every access section of a journal, sealed, with what its envelope states. */
async function sealedEvents(platform: MemoryPlatform, id: string) {
  const state = await (await OpenedRing.of(platform, id)).state(platform)
  const found = []
  for await (const frame of new JournalReader(platform, nodeEngine, state.vault).frames(JOURNAL_HEADER, state.tip.length)) {
    const envelope = frame.body ? await readEnvelope(state, frame) : 'commit-unreadable'
    if (typeof envelope === 'string') throw new Error(envelope)
    const access = await accessSection(state, envelope)
    if (access) found.push({ statement: envelope.meta.statement, content: access.content })
  }
  return { state, found }
}

describe('what an account saw or did', () => {
  it('opens to who holds `audit` and to its author, and to nobody else', async () => {
    const { platform, vault, id } = await withSecond(['geography'])
    await seen(vault)
    await vault.seal()
    const second = await reopened(platform, id, BINTA)
    await seen(second, 'Binta looked at the map')
    expect(await events(second)).toEqual([null, 'Binta looked at the map'])
    await second.seal()
    const first = await reopened(platform, id)
    expect(await events(first)).toEqual([EVENT, 'Binta looked at the map'])
    await first.seal()
  })

  it('opens by no key that another account has', async () => {
    const { platform, vault, id } = await withSecond(['geography', 'casework', 'identities'])
    await seen(vault)
    await vault.seal()
    const { found } = await sealedEvents(platform, id)
    const ring = await OpenedRing.of(platform, id, BINTA)
    const { keyring } = await ring.state(platform)
    const [event] = found
    const place = { vault: fromHex(id), account: event!.statement.account, commit: event!.statement.id }
    for (const key of keyring.all()) {
      // Each of them as if it were the one that the event was sealed to.
      const as = (handle: Uint8Array, group: string) => ({ byHandle: (asked: Uint8Array) => (equalBytes(asked, handle) ? { ...key, group } : undefined) }) as never
      const door = event!.content.slice(33, 49)
      await expect(openAccess(nodeEngine, as(door, 'audit'), place, event!.content)).rejects.toBeInstanceOf(OpenFault)
      const own = event!.content.slice(OWN_HANDLE, OWN_HANDLE + 16)
      await expect(openAccess(nodeEngine, as(own, 'own/x'), place, event!.content)).rejects.toBeInstanceOf(OpenFault)
    }
    const { state } = await sealedEvents(platform, id)
    expect(words((await openAccess(nodeEngine, state.keyring, place, event!.content))!.event)).toBe(EVENT)
  })

  it('does not tell an account without content by what act a commit came', async () => {
    const { platform, vault, id } = await withSecond(['geography'])
    await vault.commit({ act: 'grade-tip', parts: [{ group: 'identities', section: 'text', bytes: text('x') }], access: text(EVENT) })
    await vault.seal()
    const second = await reopened(platform, id, BINTA)
    expect((await allCommits(second)).map(({ act, parts }) => [act, parts.length])).toEqual([[null, 1]])
    await second.seal()
    const first = await reopened(platform, id)
    expect((await allCommits(first)).map(({ act }) => act)).toEqual(['grade-tip'])
    await first.seal()
  })

  it('is bound to its commit and its author: it opens in no other place', async () => {
    const { platform, vault, id } = await founded()
    await seen(vault)
    await seen(vault, 'another')
    await vault.seal()
    const { state, found } = await sealedEvents(platform, id)
    const [one, other] = found
    const place = { vault: state.vault, account: one!.statement.account, commit: one!.statement.id }
    expect(words((await openAccess(nodeEngine, state.keyring, place, one!.content))!.event)).toBe(EVENT)
    for (const wrong of [{ ...place, commit: other!.statement.id }, { ...place, account: new Uint8Array(16).fill(1) }]) await expect(openAccess(nodeEngine, state.keyring, wrong, one!.content)).rejects.toBeInstanceOf(OpenFault)
    const auditor = { byHandle: (handle: Uint8Array) => [state.keyring.byHandle(new Uint8Array(handle))].find((key) => key?.group === 'audit') } as never
    for (let at = 1; at < one!.content.length; at += 7) {
      const changed = one!.content.slice()
      changed[at]! ^= 1
      const opened = await openAccess(nodeEngine, auditor, place, changed).catch(() => null)
      // Only what is for its author alone can change under an auditor's eyes: that, the statement's hash tells.
      expect(opened && words(opened.event), String(at)).toBe(at >= OWN_HANDLE && at < OWN_HANDLE + 16 + 4 + 80 && !(at >= OWN_HANDLE + 16 && at < OWN_HANDLE + 20) ? EVENT : null)
    }
  })

  it('alone in a commit costs two fsyncs, counts as no commit, and stands outside the order of what people changed', async () => {
    const { platform, vault } = await founded()
    const before = await note(vault, 'before')
    await vault.prepare([])
    const [syncs, commits] = [platform.syncs, vault.describe().commits]
    await seen(vault)
    expect(platform.syncs - syncs).toBeLessThanOrEqual(2 + (platform.log.at(-1) === 'keys' ? 1 : 0))
    expect(vault.describe().commits).toBe(commits)
    const after = await note(vault, 'after')
    expect(after.seen).toEqual([before.id])
    const journaled = await allCommits(vault)
    expect(journaled.map(({ parts, seen: heads, access }) => [parts.length, heads.length, access !== null])).toEqual([[1, 0, false], [0, 0, true], [1, 1, false]])
    expect(await vault.verify()).toBe(true)
    await vault.seal()
  })

  it('comes with an import in its end mark', async () => {
    const { platform, vault, id } = await founded()
    const bulk = vault.beginImport('import')
    await bulk.append([{ group: 'casework', section: 'text', bytes: text('row') }])
    await bulk.end([{ group: 'casework', section: 'text', bytes: text('summary') }], text('Amina brought in a file'))
    await vault.seal()
    const again = await reopened(platform, id)
    expect(await events(again)).toEqual(['Amina brought in a file'])
    expect((await allCommits(again)).map(({ act, parts }) => [act, parts.length])).toEqual([['import', 2]])
    await again.seal()
  })
})

describe('the door to `audit`', () => {
  it('is published at the next opening of a vault that has none', async () => {
    const { platform, vault, id } = await founded()
    await note(vault, 'before')
    await vault.seal()
    const file = await keysOf(platform, id)
    const { bytes } = await buildKeyFile(nodeEngine, fromHex(id), file.generation, file.records.filter(({ type }) => type !== RECORD.door))
    platform.only().slots.set('keys/current', bytes)
    platform.only().slots.set('keys/previous', bytes)
    const without = await (await OpenedRing.of(platform, id)).open(platform)
    expect(without.audited).toBe(false)
    expect(await seen(without).then(() => events(without))).toEqual([])
    await without.seal()
    const again = await reopened(platform, id)
    expect(again.audited).toBe(true)
    await seen(again)
    expect(await events(again)).toEqual([EVENT])
    await again.seal()
    expect((await keysOf(platform, id)).records.filter(({ type }) => type === RECORD.door)).toHaveLength(1)
  })

  it('that somebody with the disk puts there is not believed, whatever name it bears', async () => {
    const { platform, vault, id } = await withSecond(['geography'])
    await vault.seal()
    const state = await (await OpenedRing.of(platform, id)).state(platform)
    const binta = await (await OpenedRing.of(platform, id, BINTA)).state(platform)
    const real = state.doors[0]!
    const listed = { ...newGroupKey(state.vault, 'audit'), handle: real.handle }
    const by = (account: Uint8Array, signing: ReturnType<typeof signingKeys>) => readDoors([doorRecord(state.vault, listed, { account: new Uint8Array(account), signing })])
    const stranger = signingKeys(new Uint8Array(32).fill(9))
    // By a stranger in the administrator's name, by a stranger in their own, by an account without `audit`, and one for an epoch that the roster doesn't list.
    for (const planted of [by(state.ring.account, stranger), by(new Uint8Array(16).fill(9), stranger), by(binta.ring.account, binta.ring.signing), readDoors([doorRecord(state.vault, newGroupKey(state.vault, 'audit'), { account: state.ring.account, signing: state.ring.signing })])]) {
      expect(believedDoor(state.vault, state.roster, planted)).toBeNull()
      expect(believedDoor(state.vault, state.roster, [...planted, real])).toBe(real)
    }
    // As a control: the same key, signed by the administrator, would be.
    const [signed] = by(state.ring.account, state.ring.signing)
    expect(believedDoor(state.vault, state.roster, [signed!])).toBe(signed)
    // And in the file: what is seen afterwards is still sealed to the real one.
    const planted = doorRecord(state.vault, listed, { account: binta.ring.account, signing: binta.ring.signing })
    const slots = platform.only().slots
    slots.set('keys/current', concatBytes(slots.get('keys/current')!, await encodeRecord(nodeEngine, planted)))
    platform.restart()
    const again = await reopened(platform, id)
    await seen(again)
    expect(await events(again)).toEqual([EVENT])
    await again.seal()
    expect(codes(again)).toEqual([])
  })

  it('goes on under a further epoch when an account that held it leaves: its old keys open nothing seen since', async () => {
    const { platform, vault, id } = await withSecond(['audit'])
    await seen(vault, 'while Binta was here')
    const ring = await OpenedRing.of(platform, id, BINTA).catch(() => null)
    await vault.seal()
    const held = (await (ring ?? (await OpenedRing.of(platform, id, BINTA))).state(platform)).keyring
    const first = await reopened(platform, id)
    const doors = new Set((await keysOf(platform, id)).records.filter(({ type }) => type === RECORD.door).map(({ payload }) => toHex(payload.subarray(0, 16))))
    await first.endAccount(first.accounts().find(({ name }) => name === BINTA.account)!.id)
    await seen(first, 'after she left')
    expect(await events(first)).toEqual(['while Binta was here', 'after she left'])
    await first.seal()
    const { state, found } = await sealedEvents(platform, id)
    expect(doors.has(toHex(currentDoor(state)!.handle))).toBe(false)
    const opened = await Promise.all(found.map(({ statement, content }) => openAccess(nodeEngine, held, { vault: state.vault, account: statement.account, commit: statement.id }, content)))
    expect(opened.map((one) => one && words(one.event))).toEqual(['while Binta was here', null])
    expect(held.all().some((key) => equalBytes(doorKeys(state.vault, key).publicKey, currentDoor(state)!.publicKey))).toBe(false)
  })
})

describe('the vectors of an event, format 1', () => {
  const vectors = JSON.parse(readFileSync(new URL('../vectors/access-1.json', import.meta.url), 'utf8')) as Record<'doorPublic' | 'doorRecord' | 'commitment' | 'access', string>
  const filled = (byte: number, length = 32) => new Uint8Array(length).fill(byte)
  const place = { vault: filled(0xa0, 16), account: filled(0xa1, 16), commit: filled(0xa2, 16) }

  it.each([['node:crypto', nodeEngine], ['WebCrypto', webEngine]] as const)('hold by %s: door, commitment, and the event to both who may open it', async (_, engine) => {
    const audit = { ...newGroupKey(place.vault, 'audit'), handle: filled(0xb0, 16), key: filled(0xb1) }
    const own = { ...newGroupKey(place.vault, `own/${toHex(place.account)}`), handle: filled(0xb2, 16), key: filled(0xb3) }
    expect(toHex(doorKeys(place.vault, audit).publicKey)).toBe(vectors.doorPublic)
    expect(toHex(doorRecord(place.vault, audit, { account: place.account, signing: signingKeys(filled(0xc0)) }).payload)).toBe(vectors.doorRecord)
    expect(toHex(accessCommitment(place, filled(7), utf8('an event')))).toBe(vectors.commitment)
    for (const key of [audit, own]) {
      const keyring = new Keyring()
      keyring.add(key)
      expect(words((await openAccess(engine, keyring, place, fromHex(vectors.access)))!.event)).toBe('an event')
    }
    expect(await openAccess(engine, new Keyring(), place, fromHex(vectors.access))).toBeNull()
  })
})
