import type { RecordId } from '../../model/change.ts'
import { ID_BYTES, idOfBytes } from '../../model/ids.ts'
import { erasePatches, LEDGERS, type Erased } from '../../model/payload/erase-patches.ts'
import { eraseRows, type RowErasure } from '../../model/payload/erase-rows.ts'
import { decodePatches, encodePatches } from '../../model/payload/patches.ts'
import { readSection } from '../../model/payload/section.ts'
import type { CommitPart, ErasedBlock, OpenVault, VaultCommit } from '../../vault/vault.ts'
import { HOT, openOr, PATCHES } from '../fold.ts'
import type { Task } from '../station.ts'

/** An envelope of which something goes. */
export interface Place {
  readonly act: string
  readonly parts: readonly CommitPart[]
  /** Of an import's chunk: which of its rows, as they stand now. */
  readonly rows: RowErasure | null
}

/** What an erasure will touch, and what it will not reach in this vault. */
export interface FoundErased {
  readonly places: readonly Place[]
  /** Every chunk of the journal with its parts: cold texts are opened from there, once what was folded of them is gone. */
  readonly chunks: ReadonlyMap<string, readonly CommitPart[]>
  /** Rows of chunks that go, by envelope. */
  readonly rows: ReadonlyMap<string, RowErasure>
  /** Kinds of the records that parts tell of which this account does not open, each once. */
  readonly closed: ReadonlySet<string>
  /** Parts that may tell of it and are damaged. */
  readonly damaged: number
  /** Up to where the journal was read. */
  readonly position: number
}

/**
 * Every place of the journal from a position on that tells of what goes, in what this account opens. Of an import's chunk
 * only the ids are looked at: its texts stay closed unless a row of it goes. Nothing waits for it.
 */
export async function findErased(vault: OpenVault, erased: Erased, from: number, task: Task = {}): Promise<FoundErased> {
  const places: Place[] = []
  const chunks = new Map<string, readonly CommitPart[]>()
  const rows = new Map<string, RowErasure>()
  const closed = new Set<string>()
  const tells = tellsOf(erased)
  const end = vault.position
  let position = from
  let damaged = 0
  const spoilt = () => damaged++
  for await (const commit of vault.commits(from, task.signal)) {
    for (const [envelope, parts] of Map.groupBy(commit.parts, (part) => part.envelope)) {
      const geography = parts.find(({ group, section }) => group === 'geography' && section === HOT)
      if (geography) {
        chunks.set(envelope, parts)
        const found = await rowsOf(geography, erased, spoilt)
        if (!found) continue
        // Rows must stay in step in all of a chunk's sections: where one stays closed, the chunk stays as it is.
        if (parts.some(({ group }) => group === null)) closed.add(found.kind)
        else {
          places.push({ act: commit.act ?? '', parts, rows: found.rows })
          rows.set(envelope, found.rows)
        }
      } else await findInPatches(commit, parts, erased, tells, places, closed, spoilt)
    }
    position = commit.position
    task.onProgress?.({ done: position, total: Math.max(end, position), what: { key: 'erasure.progress.finding' } })
  }
  return { places, chunks, rows, closed, damaged, position: Math.max(position, end) }
}

/** The same of two stretches of a journal, one after the other. */
export function joinFound(one: FoundErased, other: FoundErased): FoundErased {
  return {
    places: [...one.places, ...other.places], chunks: new Map([...one.chunks, ...other.chunks]), rows: new Map([...one.rows, ...other.rows]),
    closed: new Set([...one.closed, ...other.closed]), damaged: one.damaged + other.damaged, position: other.position,
  }
}

/** A chunk's rows that go, told by the ids in its hot columns. */
async function rowsOf(geography: CommitPart, { records, fields }: Erased, spoilt: () => void): Promise<{ readonly rows: RowErasure; readonly kind: string } | null> {
  const bytes = await openOr(geography, spoilt)
  if (!bytes) return null
  const section = readSection(bytes)
  const ids = section.columns.get('id')
  if (!ids) return null
  const wanted = idWords([...records, ...fields.keys()])
  const view = new DataView(ids.bytes.buffer, ids.bytes.byteOffset, ids.bytes.byteLength)
  const gone = new Set<number>()
  const blank = new Map<number, ReadonlySet<string>>()
  for (let row = 0; row < section.rows; row++) {
    // Most ids are told apart by four bytes, without a text being made of them.
    if (!wanted.has(view.getUint32(row * ID_BYTES))) continue
    const id = idOfBytes(ids.bytes, row * ID_BYTES)
    const some = fields.get(id)
    if (records.has(id)) gone.add(row)
    else if (some) blank.set(row, some)
  }
  return gone.size + blank.size > 0 ? { rows: { rows: gone, fields: blank }, kind: section.kind } : null
}

const idWords = (ids: readonly RecordId[]): ReadonlySet<number> => new Set(ids.map((id) => Number.parseInt(id.slice(0, 8), 16)))

/** Whether a part's text may tell of what goes: most commits are passed over without reading their patches. */
function tellsOf({ records, fields, importRows, quotes }: Erased): (text: string) => boolean {
  const ids = new Set<string>([...records, ...fields.keys(), ...importRows.keys()])
  const ledgers = quotes.length > 0 ? [...LEDGERS].map((kind) => `"${kind}"`) : []
  return (text) => ledgers.some((kind) => text.includes(kind)) || (text.match(/[0-9a-f]{32}/g)?.some((id) => ids.has(id)) ?? false)
}

const decoder = new TextDecoder()

async function findInPatches(commit: VaultCommit, parts: readonly CommitPart[], erased: Erased, tells: (text: string) => boolean, places: Place[], closed: Set<string>, spoilt: () => void): Promise<void> {
  const touched = new Set<string>()
  const kinds = new Set<string>()
  for (const part of parts) {
    if (part.group === null || part.section !== PATCHES) continue
    const bytes = await openOr(part, spoilt)
    if (!bytes || !tells(decoder.decode(bytes))) continue
    const patches = decodePatches(bytes)
    if (erasePatches(patches, erased) !== patches) touched.add(part.block)
    for (const { record, kind } of patches) if (erased.records.has(record)) kinds.add(kind)
  }
  if (touched.size > 0) places.push({ act: commit.act ?? '', parts: parts.filter(({ block }) => touched.has(block)), rows: null })
  if (parts.some(({ group }) => group === null)) for (const kind of kinds) closed.add(kind)
}

/**
 * The blocks of a place as they are to stand.
 * @throws TellableError `part-damaged` where a section of it does not open: what stands beside it can't be sealed anew
 */
export async function rewritten({ act, parts, rows }: Place, erased: Erased): Promise<ErasedBlock[]> {
  const blocks: ErasedBlock[] = []
  for (const [block, members] of Map.groupBy(parts, (part) => part.block)) {
    const { envelope, group } = members[0]!
    const rest: (Uint8Array | null)[] = []
    let changed = false
    for (const member of members) {
      const before = await member.open()
      const after = rows ? eraseRows(before, rows) : member.section === PATCHES ? restOfPatches(before, erased) : before
      changed ||= after !== before
      rest.push(after)
    }
    // A section keeps its place in its block, even where nothing of it stays.
    if (changed) blocks.push({ envelope, block, group: group!, act, sections: rest.every((bytes) => bytes === null) ? null : rest.map((bytes) => bytes ?? encodePatches([])) })
  }
  return blocks
}

function restOfPatches(bytes: Uint8Array, erased: Erased): Uint8Array | null {
  const patches = decodePatches(bytes)
  const rest = erasePatches(patches, erased)
  return rest === patches ? bytes : rest.length === 0 ? null : encodePatches(rest)
}
