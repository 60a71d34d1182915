import { equalBytes, toHex, type Bytes } from './bytes.ts'
import { chunksHash } from './envelope.ts'
import type { Engine } from './engine.ts'
import { note, type VaultNoteCode } from './faults.ts'
import { headHash, headSignedBy, openHead, type Head, type SignedHead } from './head.ts'
import { extendChain, firstChain, JOURNAL_HEADER, journalHeader, journalHeaderWhole, JournalReader } from './journal.ts'
import { decodeAll, decodeSuccession, RECORD, successionSignedBy, type KeyFile } from './keyfile.ts'
import type { Keyring } from './keyring.ts'
import { randomBytes } from './primitives.ts'
import { readEnvelope, verifyJournal } from './reading.ts'
import { accountById, rosterHash, type Roster } from './roster.ts'
import { addNote, advanceHead, ifDiskTakes, type Tip, type VaultState } from './state.ts'
import { readSlot } from './unlock.ts'
import { stepTip } from './writing.ts'

/** A journal up to this long is verified whole before it opens; a longer one right after, by `verify`. */
const VERIFIED_AT_OPENING = 8_000_000

export async function emptyTip(engine: Engine, vault: Bytes): Promise<Tip> {
  const chain = await firstChain(engine, vault)
  return { length: JOURNAL_HEADER, chain, lastFrame: 0, chainBefore: chain, envelopes: 0, commits: 0, hlc: { time: 0, count: 0 }, frontier: [], devices: new Map() }
}

function tipOf(head: Head): Tip {
  const { journal } = head
  return { length: journal.length, chain: journal.chain, lastFrame: journal.lastFrame, chainBefore: journal.chainBefore, envelopes: journal.envelopes, commits: journal.commits, hlc: head.hlc, frontier: head.frontier, devices: new Map(head.devices.map((device) => [toHex(device.device), device])) }
}

/** The head to believe: the current one where it is whole and signed, else the previous; and what was wrong. */
export async function readHead(state: Pick<VaultState, 'platform' | 'engine' | 'vault' | 'vaultId' | 'notes'>, keyring: Keyring, roster: Roster): Promise<Head | null> {
  const [current, previous] = await Promise.all((['current', 'previous'] as const).map(async (copy) => openHead(state.engine, state.vault, keyring, await readSlot(state.platform, state.vaultId, 'head', copy))))
  const believed = (found: SignedHead | string | undefined): Head | null => {
    if (!found || typeof found === 'string') return null
    const account = accountById(roster, found.head.account)
    return account && headSignedBy(state.vault, found, account.signing) ? found.head : null
  }
  const [now, before] = [believed(current), believed(previous)]
  if (!now) {
    if (current === 'damaged') addNote(state, note('head-damaged'))
    else if (current !== 'absent') addNote(state, note('head-forged'))
    else if (!before) addNote(state, note('head-missing'))
    return before
  }
  if (previous === 'damaged') addNote(state, note('copy-damaged', { file: 'head' }))
  if (before && (before.generation > now.generation || (before.generation === now.generation - 1 && !equalBytes(now.previous, headHash(state.vault, before))))) {
    addNote(state, note('head-rolled-back'))
    return before.generation > now.generation ? before : now
  }
  return now
}

/** A key file of a later generation than the head knows is believed by the signature of the account that rewrote it. */
function successionHolds(state: VaultState, keyFile: KeyFile): boolean {
  return decodeAll(keyFile.records, RECORD.succession, (payload, { before }) => ({ ...decodeSuccession(payload), before })).some(({ before, ...succession }) => {
    const account = accountById(state.roster, succession.account)
    return succession.generation === keyFile.generation && account !== undefined && before !== undefined && successionSignedBy(state.vault, succession, before, account.signing)
  })
}

/** Compares head, key file, roster and the witnesses in the key file: each bears the others' traces. */
export async function compareWitnesses(state: VaultState, keyFile: KeyFile | null): Promise<void> {
  const { head } = state
  // The newest that the head knows, and all that it doesn't: their order tells nothing, it can be changed.
  const unknown = keyFile?.records.filter(({ type, from }) => type === RECORD.blockKeys && (from ?? 0) >= (head?.keys.length ?? 0)).length ?? 0
  for (let batch = 0; batch <= unknown; batch++) await state.blockKeys.openNewest()
  if (state.blockKeys.refused > 0) addNote(state, note('root-other'))
  const { witness } = state.blockKeys
  if (head && witness.headGeneration > head.generation) addNote(state, note('head-rolled-back'))
  if (witness.journalLength > state.tip.length) {
    addNote(state, note('journal-short', { missing: witness.journalLength - state.tip.length }))
    state.journalWhole = false
    state.writable = false
    state.device = randomBytes(16)
  }
  if (!head || !keyFile) return
  if (keyFile.generation === head.keys.generation && keyFile.length < head.keys.length && keyFile.torn) addNote(state, note('keys-damaged'))
  else if (keyFile.generation < head.keys.generation || (keyFile.generation === head.keys.generation && keyFile.length < head.keys.length)) addNote(state, note('keys-older'))
  else if (keyFile.generation > head.keys.generation && !successionHolds(state, keyFile)) addNote(state, note('keys-replaced'))
  else if (keyFile.generation === head.keys.generation) {
    const then = keyFile.chains.get(head.keys.length)
    if (keyFile.damaged === 0 && (!then || !equalBytes(then, head.keys.chain))) addNote(state, note('keys-replaced'))
  }
  if (state.roster.sequence < head.roster.sequence || (state.roster.sequence === head.roster.sequence && !equalBytes(rosterHash(state.vault, state.roster), head.roster.hash))) addNote(state, note('keys-older'))
}

/**
 * Sets the tip from head and journal: checks what the head says of the journal, and takes in a commit that was
 * whole in the journal when its head was not yet written. Acknowledged work that is missing makes the vault read-only.
 */
export async function settleTip(state: VaultState): Promise<void> {
  const reader = new JournalReader(state.platform, state.engine, state.vault)
  const length = await reader.length()
  const { head } = state
  if (length < JOURNAL_HEADER || !(await journalHeaderWhole(state.engine, state.vault, await reader.read(0, JOURNAL_HEADER)))) addNote(state, note('journal-header'))
  if (head && length >= head.journal.length) {
    state.tip = tipOf(head)
    // A restored folder has no head but the one before: where it was copied from may write on under that device's numbers.
    state.restored = (await readSlot(state.platform, state.vaultId, 'head', 'current')).length === 0
    state.device = state.restored ? randomBytes(16) : head.device
    await checkJournal(state, reader, head)
    if (length === state.tip.length) return
    if (await endsAsKnown(state, reader, head)) await takeTail(state, reader, length)
    else {
      // Bytes stand where others stood: the end that the head knows is in the middle of something, and nothing may be cut there.
      addNote(state, note('journal-replaced'))
      await readAlone(state, reader, length)
    }
    return
  }
  if (head) {
    addNote(state, note('journal-short', { missing: head.journal.length - length }))
    await readAlone(state, reader, length)
    return
  }
  state.device = randomBytes(16)
  await scanTip(state, reader, length)
  await completeHeader(state, reader)
}

/** By the journal alone, since it is not the one that the head is of: all that is whole is read, and nothing is written until someone accepts the loss. */
async function readAlone(state: VaultState, reader: JournalReader, length: number): Promise<void> {
  state.device = randomBytes(16)
  state.journalWhole = false
  state.writable = false
  await scanTip(state, reader, length)
}

/** Whether the entry that the head knows as the last one is where the head says. */
async function endsAsKnown(state: VaultState, reader: JournalReader, { journal }: Head): Promise<boolean> {
  if (journal.envelopes === 0) return true
  for await (const { body, digest } of reader.frames(journal.lastFrame, journal.length)) return body !== null && equalBytes(await extendChain(state.engine, state.vault, journal.chainBefore, digest), journal.chain)
  return false
}

/** A journal that lost even its header gets one, so that what is written from now on has something to stand behind. */
export async function completeHeader(state: VaultState, reader: JournalReader): Promise<void> {
  if ((await reader.length()) >= JOURNAL_HEADER) return
  await state.platform.call('appendJournal', { vault: state.vaultId, expected: 0, sync: true }, await journalHeader(state.engine, state.vault))
}

async function checkJournal(state: VaultState, reader: JournalReader, head: Head): Promise<void> {
  const { journal } = head
  if (journal.envelopes === 0) return
  if (journal.length <= VERIFIED_AT_OPENING) {
    await verifyJournal(state, await firstChain(state.engine, state.vault))
  } else {
    for await (const frame of reader.frames(journal.lastFrame, journal.length)) {
      if (!frame.body) addNote(state, note('journal-damaged', { from: frame.offset, to: frame.end }))
      else if (!equalBytes(await extendChain(state.engine, state.vault, journal.chainBefore, frame.digest), journal.chain)) addNote(state, note('journal-replaced'))
      else return
      state.journalWhole = false
      break
    }
  }
  if (state.notes.some(({ code }) => code === 'journal-replaced')) state.writable = false
}

/** What lies behind the head: whole commits are kept, the rest was never acknowledged and is cut by the next append. */
async function takeTail(state: VaultState, reader: JournalReader, length: number): Promise<void> {
  const from = state.tip.length
  let tip = state.tip
  let kept = state.tip
  let commits = 0
  // A whole frame that can't be taken in is no torn write: an append would cut it, so nothing is written.
  let strange: VaultNoteCode | null = null
  const chunks = new Map<string, Bytes[]>()
  for await (const frame of reader.frames(from, length)) {
    if (!frame.body) {
      if (frame.tail) break
      // Whole entries follow: they may have been acknowledged by a head that is lost.
      addNote(state, note('journal-damaged', { from: frame.offset, to: frame.end }))
      return readAlone(state, reader, length)
    }
    const envelope = await readEnvelope(state, frame)
    if (typeof envelope === 'string') {
      strange = envelope
      break
    }
    const { statement, hash } = envelope.meta
    const last = tip.devices.get(toHex(statement.device))
    if (statement.sequence !== (last?.sequence ?? 0) + 1 || !equalBytes(statement.previous, last?.hash ?? new Uint8Array(32))) {
      strange = 'chain-gap'
      break
    }
    tip = stepTip(tip, statement, hash, { offset: frame.offset, end: frame.end, chain: await extendChain(state.engine, state.vault, tip.chain, frame.digest) }, state.clock())
    const bulk = statement.bulk ? toHex(statement.bulk.import) : ''
    if (statement.kind === 'chunk') {
      chunks.set(bulk, [...(chunks.get(bulk) ?? []), hash])
      continue
    }
    const members = chunks.get(bulk) ?? []
    if (statement.kind === 'end' && (members.length !== statement.bulk?.number || !equalBytes(chunksHash(state.vault, members), statement.bulk.hash))) break
    chunks.delete(bulk)
    kept = tip
    commits += 1
  }
  if (strange) {
    addNote(state, note(strange, { from: tip.length }))
    state.writable = false
  } else if (kept.length < length) addNote(state, note(tip.length > kept.length ? 'import-unfinished' : 'journal-torn', { bytes: length - kept.length }))
  if (kept === state.tip) return
  addNote(state, note(commits > 1 ? 'head-older' : 'journal-recovered', { count: commits }))
  // These bytes were never acknowledged, so they may not be on the disk yet: fsync, then the head.
  await ifDiskTakes(state.platform.call('appendJournal', { vault: state.vaultId, expected: kept.length, sync: true }, new Uint8Array(0)).then(() => advanceHead(state, kept)))
  state.tip = kept
}

/** What a scan needs of a vault's state, and where it leaves what it found. */
export type ScanState = Pick<VaultState, 'vault' | 'engine' | 'compressor' | 'blockKeys' | 'roster' | 'clock' | 'notes' | 'journalWhole' | 'tip'>

/** The tip from the journal alone, where no head says it. */
export async function scanTip(state: ScanState, reader: JournalReader, length: number): Promise<void> {
  let tip = await emptyTip(state.engine, state.vault)
  for await (const frame of reader.frames(JOURNAL_HEADER, length)) {
    if (!frame.body) {
      if (frame.tail) {
        addNote(state, note('journal-torn', { bytes: frame.end - frame.offset }))
        break
      }
      state.journalWhole = false
      addNote(state, note('journal-damaged', { from: frame.offset, to: frame.end }))
      continue
    }
    const chain = await extendChain(state.engine, state.vault, tip.chain, frame.digest)
    const envelope = await readEnvelope(state, frame)
    if (typeof envelope === 'string') {
      state.journalWhole = false
      addNote(state, note(envelope, { from: frame.offset }))
      tip = { ...tip, length: frame.end, chain, lastFrame: frame.offset, chainBefore: tip.chain, envelopes: tip.envelopes + 1 }
      continue
    }
    const { statement, hash } = envelope.meta
    tip = stepTip(tip, statement, hash, { offset: frame.offset, end: frame.end, chain }, state.clock())
  }
  state.tip = tip
}
