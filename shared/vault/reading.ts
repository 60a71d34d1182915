import { TellableError } from '../model/message.ts'
import { openSection, type BlockPlace } from './block.ts'
import { equalBytes, LayoutFault, owned, toHex, type Bytes } from './bytes.ts'
import { openAccess } from './access.ts'
import { ACCESS_SECTION, ACT_SECTION, chunksHash, decodeMeta, decodeOutside, OUTSIDE_LENGTH, signedBy, type Meta, type StatedPart } from './envelope.ts'
import { OpenFault } from './engine.ts'
import { note, vaultError } from './faults.ts'
import { isPlausible, type Hlc } from './hlc.ts'
import { STATION_GROUP } from './keyring.ts'
import { extendChain, JOURNAL_HEADER, JournalReader, MOST_READ, type Frame } from './journal.ts'
import type { Replacement } from './replacing.ts'
import { accountById, accountMaySay } from './roster.ts'
import { addNote, requireOpen, type VaultState } from './state.ts'

/** A commit as it stands in the journal; its parts open when asked for. */
export interface VaultCommit {
  readonly id: string
  readonly device: string
  readonly account: string
  readonly sequence: number
  /** Ids of the commits its author had seen and nothing had built on. */
  readonly seen: readonly string[]
  readonly hlc: Hlc
  /** False for a stamp that can't be: to be shown, not obeyed. */
  readonly plausible: boolean
  readonly undoes: string | null
  /** Null where this ring opens no part of the commit. */
  readonly act: string | null
  readonly parts: readonly CommitPart[]
  /** What its author saw or did, as recorded; null where nothing was. */
  readonly access: RecordedAccess | null
  /** Whether it came in chunks, as an import does. */
  readonly bulk: boolean
  /** Offset behind it in the journal: where to go on reading. */
  readonly position: number
}
export interface RecordedAccess {
  /**
   * The event's bytes. Null where this ring holds neither the group `audit` nor the author's own.
   * @throws `part-damaged`, `part-erased`
   */
  open(): Promise<Bytes | null>
}
export interface CommitPart {
  /** Null where this ring does not hold the group. */
  readonly group: string | null
  /** The group's tag, hexadecimal: told also of a group that this ring does not hold. */
  readonly tag: string
  readonly section: string
  /** Id of the envelope that carries it: the commit's own, or one chunk's of a bulk commit. */
  readonly envelope: string
  /** Id of the block that it is a section of, hexadecimal: what is erased is erased by the block. */
  readonly block: string
  /**
   * The part's bytes, checked against the author's signature. With `into`, written through those views.
   * @throws `part-sealed` without the group's key, `part-damaged` where it does not open,
   * `part-erased` where its bytes were taken away for good
   */
  open(into?: readonly Uint8Array[]): Promise<Bytes>
}

/** An envelope's statement and table, and where it lies; an empty body is read again when a part is opened. */
export interface PlacedEnvelope { readonly meta: Pick<Meta, 'statement' | 'table'>; readonly offset: number; readonly end: number; readonly body: Bytes }
export interface ReadEnvelope extends PlacedEnvelope { readonly meta: Meta }
export type EnvelopeFault = 'commit-unreadable' | 'commit-forged'

/** Opens a frame's envelope: its statement, whose signature holds for an account of the roster. */
export async function readEnvelope(state: Pick<VaultState, 'vault' | 'engine' | 'compressor' | 'blockKeys' | 'roster'>, frame: Frame): Promise<ReadEnvelope | EnvelopeFault> {
  try {
    const outside = decodeOutside(state.vault, frame.body)
    const key = await state.blockKeys.find(outside.metaKey)
    if (!key) return 'commit-unreadable'
    // Under another group's key an envelope would be read by some accounts and hidden from others.
    if (key.group.group !== STATION_GROUP) return 'commit-forged'
    const place: BlockPlace = { vault: state.vault, use: 'envelope', group: key.group, block: key.id, owner: outside.id, sequence: outside.sequence }
    const sealed = frame.body.subarray(OUTSIDE_LENGTH, OUTSIDE_LENGTH + outside.metaLength)
    const meta = decodeMeta(state.vault, (await openSection(state.engine, state.compressor, await state.engine.cipher(key.key), place, 0, sealed)).content)
    const { statement } = meta
    const same = equalBytes(statement.id, outside.id) && equalBytes(statement.device, outside.device) && statement.sequence === outside.sequence && equalBytes(statement.previous, outside.previous)
    const account = accountById(state.roster, statement.account)
    const stated = meta.table.reduce((sum, { sections }) => sum + sections.reduce((a, b) => a + b, 0), 0)
    if (OUTSIDE_LENGTH + outside.metaLength + stated !== frame.body.length) throw new LayoutFault('bytes beside the sections')
    if (!same || !account || !accountMaySay(account, statement, meta.hash) || !signedBy(state.vault, meta, account.signing)) return 'commit-forged'
    return { meta, offset: frame.offset, end: frame.end, body: frame.body }
  } catch (error) {
    if (error instanceof OpenFault) return 'commit-forged'
    if (error instanceof LayoutFault) return 'commit-unreadable'
    throw error
  }
}

interface Pending { readonly envelopes: ReadEnvelope[] }

/** Follows device chains and imports through envelopes in journal order. */
export class ChainFollower {
  readonly #state: VaultState
  readonly #devices = new Map<string, { sequence: number; hash: Bytes }>()
  readonly #fromStart: boolean
  readonly #pending = new Map<string, Pending>()
  readonly #seen = new Set<string>()

  constructor(state: VaultState, fromStart: boolean) {
    this.#state = state
    this.#fromStart = fromStart
  }

  #wrong(code: 'chain-fork' | 'chain-gap'): void {
    this.#state.journalWhole = false
    addNote(this.#state, note(code))
  }

  /** The envelopes of a commit that is complete with this one, or null. Names gaps and forks; what is whole goes on. */
  follow(envelope: ReadEnvelope): readonly ReadEnvelope[] | null {
    const { statement, hash } = envelope.meta
    const id = toHex(statement.id)
    if (this.#seen.has(id)) {
      this.#wrong('chain-fork')
      return null
    }
    this.#seen.add(id)
    const device = toHex(statement.device)
    const last = this.#devices.get(device)
    if (last && statement.sequence <= last.sequence) this.#wrong('chain-fork')
    else if (last ? statement.sequence !== last.sequence + 1 || !equalBytes(statement.previous, last.hash) : this.#fromStart && statement.sequence !== 1) this.#wrong('chain-gap')
    this.#devices.set(device, { sequence: statement.sequence, hash })

    if (statement.kind === 'commit') return [envelope]
    const bulk = statement.bulk ? toHex(statement.bulk.import) : ''
    if (statement.kind === 'chunk') {
      const pending = this.#pending.get(bulk) ?? { envelopes: [] }
      // Bodies of chunks are read again when a part is opened: an import may be larger than memory.
      pending.envelopes.push({ ...envelope, body: new Uint8Array(0) })
      this.#pending.set(bulk, pending)
      return null
    }
    const chunks = this.#pending.get(bulk)?.envelopes ?? []
    this.#pending.delete(bulk)
    if (statement.kind === 'abandon') return null
    const whole = chunks.length === statement.bulk?.number && chunks.every(({ meta }, index) => meta.statement.bulk?.number === index && equalBytes(meta.statement.account, statement.account)) &&
      equalBytes(chunksHash(this.#state.vault, chunks.map(({ meta }) => meta.hash)), statement.bulk.hash)
    if (!whole) {
      addNote(this.#state, note('import-unfinished'))
      return null
    }
    return [...chunks, envelope]
  }
  /** Imports without an end mark so far. */
  get unfinished(): number {
    return this.#pending.size
  }
}

/** The commits after a position, in journal order, complete ones only. */
export async function* readCommits(state: VaultState, from: number, signal?: AbortSignal, onRead?: (position: number) => void): AsyncGenerator<VaultCommit> {
  const start = Math.max(from, JOURNAL_HEADER)
  const follower = new ChainFollower(state, start === JOURNAL_HEADER)
  const reader = new JournalReader(state.platform, state.engine, state.vault)
  for await (const frame of reader.frames(start, state.tip.length)) {
    signal?.throwIfAborted()
    requireOpen(state)
    if (!frame.body) {
      state.journalWhole = false
      addNote(state, note('journal-damaged', { from: frame.offset, to: frame.end }))
      continue
    }
    const envelope = await readEnvelope(state, frame)
    if (typeof envelope === 'string') {
      state.journalWhole = false
      addNote(state, note(envelope, { from: frame.offset }))
      continue
    }
    onRead?.(frame.end)
    const members = follower.follow(envelope)
    if (members) yield await commitOf(state, members)
  }
}

async function commitOf(state: VaultState, members: readonly ReadEnvelope[]): Promise<VaultCommit> {
  const last = members.at(-1)!
  const { statement } = last.meta
  const all = members.flatMap((envelope) => partsOf(state, envelope))
  // What remains of an erased block keeps the act it came by: a commit in chunks is told by its end mark first.
  // Beside an event stands no act: it is for those who open content.
  const accesses = new Set(all.filter(({ section }) => section === ACCESS_SECTION).map(({ block }) => block))
  const acts = [...members].reverse().flatMap((envelope) => partsOf(state, envelope)).filter((part) => part.section === ACT_SECTION && !accesses.has(part.block))
  let act: string | null = null
  for (const part of acts) {
    if (part.group === null) continue
    try {
      act = new TextDecoder().decode(await part.open())
      break
    } catch (error) {
      if (!(error instanceof TellableError && error.code === 'part-erased')) addNote(state, note('part-damaged', { from: last.offset }))
    }
  }
  return {
    id: toHex(statement.id), device: toHex(statement.device), account: toHex(statement.account), sequence: statement.sequence, seen: statement.seen.map(toHex), hlc: statement.hlc,
    plausible: isPlausible(statement.hlc, state.clock()), undoes: statement.undoes ? toHex(statement.undoes) : null, act, bulk: members.length > 1, position: last.end,
    parts: all.filter((part) => part.section !== ACT_SECTION && !accesses.has(part.block)), access: recordedAccess(state, last),
  }
}

/** The access section of an envelope that was just read, sealed as its author sealed it, with the salt of its hash; null where it bears none or it was erased. */
export async function accessSection(state: VaultState, { meta: { statement, table }, body }: PlacedEnvelope): Promise<{ readonly part: number; readonly content: Bytes; readonly salt: Bytes } | null> {
  const part = statement.parts.findIndex(({ section }) => section === ACCESS_SECTION)
  if (part < 0) return null
  let [first, at] = [0, body.length - sealedBytes(table)]
  for (const block of table) {
    const section = part - first
    first += block.sections.length
    if (part >= first) {
      at += sealedBytes([block])
      continue
    }
    const before = block.sections.slice(0, section).reduce((a, b) => a + b, 0)
    const key = await state.blockKeys.find(block.key)
    if (block.sections[section] === 0 || !key) return null
    const where: BlockPlace = { vault: state.vault, use: 'commit', group: key.group, block: block.key, owner: statement.id, sequence: statement.sequence }
    const sealed = body.subarray(at + before, at + before + block.sections[section]!)
    const { content, hash, salt } = await openSection(state.engine, state.compressor, await state.engine.cipher(key.key), where, section, sealed, { hash: true })
    if (!hash || !equalBytes(hash, statement.parts[part]!.hash)) throw new OpenFault()
    return { part, content, salt }
  }
  return null
}
const sealedBytes = (table: Meta['table']) => table.reduce((sum, { sections }) => sum + sections.reduce((a, b) => a + b, 0), 0)

function recordedAccess(state: VaultState, envelope: ReadEnvelope): RecordedAccess | null {
  const { statement } = envelope.meta
  if (!statement.parts.some(({ section }) => section === ACCESS_SECTION)) return null
  return {
    async open() {
      requireOpen(state)
      try {
        const sealed = await accessSection(state, envelope)
        if (!sealed) throw vaultError('part-erased')
        return (await openAccess(state.engine, state.keyring, { vault: state.vault, account: statement.account, commit: statement.id }, sealed.content))?.event ?? null
      } catch (error) {
        if (error instanceof OpenFault || error instanceof LayoutFault) throw vaultError('part-damaged', { cause: error })
        throw error
      }
    },
  }
}

/** The parts of an envelope, each to be opened from the journal when asked for. */
export function partsOf(state: VaultState, envelope: PlacedEnvelope): CommitPart[] {
  const { statement, table } = envelope.meta
  const parts: CommitPart[] = []
  let stated = 0
  let at = envelope.end - 32 - table.reduce((sum, block) => sum + block.sections.reduce((a, b) => a + b, 0), 0)
  for (const block of table) {
    for (const [section, length] of block.sections.entries()) {
      const part = statement.parts[stated++]!
      const place = { offset: at, length, inBody: at - envelope.offset - 8 }
      at += length
      const group = equalBytes(part.tag, block.tag) ? (state.keyring.nameOf(part.tag) ?? null) : null
      parts.push({
        group,
        tag: toHex(part.tag),
        section: part.section,
        envelope: toHex(statement.id),
        block: toHex(block.key),
        async open(into) {
          requireOpen(state)
          // Erased: the statement still names it, the table holds nothing.
          if (length === 0) throw vaultError('part-erased')
          const replaced = state.replaced.get(toHex(block.key))
          if (replaced && group !== null) return openReplaced(state, replaced, part, section, into)
          const key = group === null ? null : await state.blockKeys.find(block.key)
          if (!key || !equalBytes(key.group.tag, part.tag)) throw vaultError('part-sealed')
          try {
            const sealed = envelope.body.length > 0
              ? envelope.body.subarray(place.inBody, place.inBody + length)
              : owned((await state.platform.call('readJournal', { vault: state.vaultId, offset: place.offset, length })).bytes)
            if (sealed.length !== length) throw new LayoutFault('cut short')
            const where: BlockPlace = { vault: state.vault, use: 'commit', group: key.group, block: block.key, owner: statement.id, sequence: statement.sequence }
            const opened = await openSection(state.engine, state.compressor, await state.engine.cipher(key.key), where, section, sealed, { hash: true, ...(into ? { into } : {}) })
            if (!opened.hash || !equalBytes(opened.hash, part.hash)) throw new OpenFault()
            return opened.content
          } catch (error) {
            if (error instanceof OpenFault || error instanceof LayoutFault) throw vaultError('part-damaged', { cause: error })
            throw error
          }
        },
      })
    }
  }
  return parts
}

/** What an erasure left of a part: the section of the same place, in a block of the same group. */
async function openReplaced(state: VaultState, { by }: Replacement, { tag }: StatedPart, section: number, into: readonly Uint8Array[] | undefined): Promise<Bytes> {
  if (!by) throw vaultError('part-erased')
  const placed = await placedEnvelope(state, by.offset)
  const block = placed?.meta.table[by.block]
  if (!placed || !block || !equalBytes(placed.meta.statement.id, by.envelope) || !equalBytes(block.tag, tag)) throw vaultError('part-damaged')
  const before = placed.meta.table.slice(0, by.block).reduce((sum, { sections }) => sum + sections.length, 0)
  const part = section < block.sections.length ? partsOf(state, placed)[before + section] : undefined
  if (!part) throw vaultError('part-damaged')
  return part.open(into)
}

/** The envelope at an offset, without its content: its parts are read when they are opened. */
export async function placedEnvelope(state: VaultState, offset: number): Promise<PlacedEnvelope | null> {
  const reader = new JournalReader(state.platform, state.engine, state.vault)
  for await (const frame of reader.frames(offset, Math.min(state.tip.length, offset + MOST_READ))) {
    const envelope = frame.body ? await readEnvelope(state, frame) : 'commit-unreadable'
    return typeof envelope === 'string' ? null : { ...envelope, body: new Uint8Array(0) }
  }
  return null
}

/** Reads the whole journal again: every digest, the chain up to the head, every signature and device chain. */
export async function verifyJournal(state: VaultState, chain: Bytes, options: { onProgress?: (done: number, total: number) => void; signal?: AbortSignal } = {}): Promise<boolean> {
  const limit = state.head?.journal.length ?? state.tip.length
  const expected = state.head?.journal.chain ?? state.tip.chain
  const follower = new ChainFollower(state, true)
  let whole = true
  for await (const frame of new JournalReader(state.platform, state.engine, state.vault).frames(JOURNAL_HEADER, limit)) {
    options.signal?.throwIfAborted()
    if (!frame.body) {
      whole = false
      addNote(state, note('journal-damaged', { from: frame.offset, to: frame.end }))
      continue
    }
    chain = await extendChain(state.engine, state.vault, chain, frame.digest)
    const envelope = await readEnvelope(state, frame)
    if (typeof envelope === 'string') {
      whole = false
      addNote(state, note(envelope, { from: frame.offset }))
    } else follower.follow(envelope)
    options.onProgress?.(frame.end, limit)
  }
  if (whole && !equalBytes(chain, expected)) {
    whole = false
    addNote(state, note('journal-replaced'))
  }
  if (!whole) state.journalWhole = false
  return whole
}
