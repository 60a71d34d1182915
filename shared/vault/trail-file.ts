import { ByteWriter, concatBytes, LayoutFault, utf8, type Bytes } from './bytes.ts'
import { openAccess, sectionPreimage } from './access.ts'
import { OpenFault, sha256Small } from './engine.ts'
import { encodeStatement } from './envelope.ts'
import { vaultError } from './faults.ts'
import { encodeHead, headSignedBy, openHead } from './head.ts'
import { JOURNAL_HEADER, JournalReader } from './journal.ts'
import { parseKeyFile, RECORD } from './keyfile.ts'
import { context, FORMAT, sign } from './primitives.ts'
import { accessSection, readEnvelope } from './reading.ts'
import { accountById, encodeRoster, openRoster, type SignedRoster } from './roster.ts'
import type { VaultState } from './state.ts'
import { readSlot } from './unlock.ts'

/**
 * The audit trail as a file that somebody without any key can check: what was signed, as it was signed. `verify-trail.ts` reads it;
 * formats.md, "Audit trail".
 */
export const TRAIL_MAGIC = utf8('VIGILAUD')
export const TRAIL_RECORD = { roster: 1, statement: 2, head: 3, event: 4, seal: 5 } as const

/** What the seal signs: everything before it. */
export const sealedBefore = (vault: Bytes, before: Bytes): Bytes => sha256Small(context('trail', vault, before))

/** By what the root of a station's rosters is known to people: sixteen bytes of its hash. */
export const rootFingerprint = (vault: Bytes, root: Bytes): Bytes => sha256Small(context('roster-root', vault, root)).slice(0, 16)

export interface TrailExportOptions {
  /** Whether events are told that this ring opens. */
  readonly opened: boolean
  readonly signal?: AbortSignal
  readonly onProgress?: (done: number, total: number) => void
}

/**
 * Everything that was stated up to the head, with rosters and head, sealed by this account. Where an entry of the journal can't be read,
 * it is left out, and whoever checks the file sees the gap.
 * @throws `keys-damaged` where the head or a roster can't be read
 */
export async function exportTrail(state: VaultState, { opened, signal, onProgress }: TrailExportOptions): Promise<Bytes> {
  const { vault, engine } = state
  const head = await openHead(engine, vault, state.keyring, await readSlot(state.platform, state.vaultId, 'head', 'current'))
  if (typeof head === 'string') throw vaultError('keys-damaged')
  const signer = accountById(state.roster, head.head.account)
  if (!signer || !headSignedBy(vault, head, signer.signing)) throw vaultError('keys-damaged')
  const writer = new ByteWriter().raw(TRAIL_MAGIC).u16(FORMAT).raw(vault)
  for (const { roster, signer: by, signature } of await rostersOf(state)) writer.u8(TRAIL_RECORD.roster).block(new ByteWriter().block(encodeRoster(roster)).raw(by).raw(signature).finish())
  const limit = head.head.journal.length
  for await (const frame of new JournalReader(state.platform, engine, vault).frames(JOURNAL_HEADER, limit)) {
    signal?.throwIfAborted()
    const envelope = frame.body ? await readEnvelope(state, frame) : 'commit-unreadable'
    if (typeof envelope === 'string') continue
    const { statement, signature } = envelope.meta
    writer.u8(TRAIL_RECORD.statement).block(new ByteWriter().block(encodeStatement(vault, statement)).raw(signature).finish())
    if (opened) {
      const event = await openedEvent(state, envelope)
      if (event) writer.u8(TRAIL_RECORD.event).block(event)
    }
    onProgress?.(frame.end, limit)
  }
  writer.u8(TRAIL_RECORD.head).block(new ByteWriter().block(encodeHead(head.head)).raw(head.signature).finish())
  const before = writer.finish()
  const seal = concatBytes(state.ring.account, new ByteWriter().u48(state.clock()).finish())
  const signature = sign(state.ring.signing, 'trail', vault, concatBytes(sealedBefore(vault, before), seal))
  return concatBytes(before, new ByteWriter().u8(TRAIL_RECORD.seal).block(concatBytes(seal, signature)).finish())
}

/** Commit, part, what the part's hash is made of, then the event and its salt: enough to check the event by what was signed. */
async function openedEvent(state: VaultState, envelope: Parameters<typeof accessSection>[1]): Promise<Bytes | null> {
  const { statement } = envelope.meta
  try {
    const section = await accessSection(state, envelope)
    const access = section && (await openAccess(state.engine, state.keyring, { vault: state.vault, account: statement.account, commit: statement.id }, section.content))
    if (!access) return null
    return new ByteWriter().raw(statement.id).u16(section.part).block(sectionPreimage(section.salt, section.content)).raw(access.salt).block(access.event).finish()
  } catch (error) {
    if (error instanceof OpenFault || error instanceof LayoutFault) return null
    throw error
  }
}

/** Every roster up to the newest, in their order, as the key file has them. */
async function rostersOf(state: VaultState): Promise<readonly SignedRoster[]> {
  const file = await parseKeyFile(state.engine, state.vault, await readSlot(state.platform, state.vaultId, 'keys', 'current'))
  if (typeof file === 'string') throw vaultError('keys-damaged')
  const found = new Map<number, SignedRoster>()
  for (const { payload } of file.records.filter(({ type }) => type === RECORD.roster)) {
    try {
      const opened = await openRoster(state.engine, state.vault, (handle) => state.keyring.byHandle(handle), payload)
      if (opened && !found.has(opened.roster.sequence)) found.set(opened.roster.sequence, opened)
    } catch (error) {
      if (!(error instanceof OpenFault || error instanceof LayoutFault)) throw error
    }
  }
  return [...found.values()].sort((a, b) => a.roster.sequence - b.roster.sequence)
}
