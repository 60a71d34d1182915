import { z } from 'zod'
import type { Catalogue } from '../catalogue/catalogue.ts'
import type { CommitId, Patch } from '../model/change.ts'
import type { Compartment } from '../model/compartment.ts'
import type { Commit } from '../model/history/commit.ts'
import { ID_PATTERN } from '../model/ids.ts'
import { TellableError } from '../model/message.ts'
import type { SectionName } from '../model/payload/chunk.ts'
import { sizeOfSection } from '../model/payload/chunk.ts'
import { decodePatches, encodePatches, joinParts, splitByCompartment, type PartGroup } from '../model/payload/patches.ts'
import { readSection, writeSection } from '../model/payload/section.ts'
import { foldSections, SEGMENT_ROWS } from '../model/payload/segment.ts'
import type { CommitPart, Folded, NewSegment, OpenVault, Segment, VaultCommit } from '../vault/vault.ts'

/** Names of a commit's sections: patches of a small commit; hot and cold columns of an import's chunk. */
export const PATCHES = 'patches'
export const HOT = 'hot'
export const COLD = 'cold'
/** A cold segment is one chunk; its order is that of its hot segment times this, and its place in it. */
const CHUNKS_A_SEGMENT = 65_536
/** Folded hot segments that may stand side by side: places of their cold parts are kept in 32 bits. With more, all is folded anew. */
const MOST_SEGMENTS = 65_000
/** Segments that are read and opened while one before them goes into the catalogue. */
const READ_AHEAD = 3
/** Section of folded segments that holds the patches of many commits. */
const LOG = 'log'

/** False for a commit that only says what its author saw: it stands outside the order of what people changed. */
export const bearsChanges = ({ access, parts }: Pick<VaultCommit, 'access' | 'parts'>): boolean => access === null || parts.length > 0

/** A commit of the journal as the catalogue takes it: its chunks, then its patches. */
export interface ReadCommit {
  readonly commit: Commit
  readonly chunks: readonly ReadChunk[]
}
export interface ReadChunk {
  readonly envelope: CommitId
  readonly hot: ReadonlyMap<SectionName, Uint8Array>
  readonly parts: readonly CommitPart[]
}

/** Opens what this ring opens of a commit. A part that does not open is left out; the vault notes it. @param onChunk told after every chunk, with how much of the commit that is */
export async function readCommit(from: VaultCommit, onUnreadable: (part: CommitPart) => void, onChunk?: (share: number) => void): Promise<ReadCommit> {
  const patches = new Map<PartGroup, readonly Patch[]>()
  const byEnvelope = new Map<string, CommitPart[]>()
  for (const part of from.parts) {
    if (part.group === null) continue
    if (part.section === PATCHES) {
      const opened = await openOr(part, onUnreadable)
      if (opened) patches.set(part.group as PartGroup, decodePatches(opened))
    } else {
      const list = byEnvelope.get(part.envelope)
      if (list) list.push(part)
      else byEnvelope.set(part.envelope, [part])
    }
  }
  const chunks: ReadChunk[] = []
  for (const [envelope, parts] of byEnvelope) {
    const hot = new Map<SectionName, Uint8Array>()
    for (const part of parts) {
      if (part.section !== HOT) continue
      const opened = await openOr(part, onUnreadable)
      if (opened) hot.set(`${part.group as Compartment}.hot`, opened)
    }
    if (hot.has('geography.hot')) chunks.push({ envelope: envelope as CommitId, hot, parts })
    onChunk?.(chunks.length / byEnvelope.size)
  }
  const commit: Commit = {
    id: from.id as CommitId,
    device: from.device,
    sequence: from.sequence,
    seen: from.seen as readonly CommitId[],
    hlc: from.hlc,
    account: from.account,
    act: from.act ?? '',
    patches: joinParts(patches),
    ...(from.undoes !== null && { undoes: from.undoes as CommitId }),
  }
  return { commit, chunks }
}

/** A part's bytes; null where they don't open, which is told, or were erased, which is no fault. */
export async function openOr(part: CommitPart, onUnreadable: (part: CommitPart) => void): Promise<Uint8Array | null> {
  try {
    return await part.open()
  } catch (error) {
    // What was erased is not there, which is no fault.
    if (!(error instanceof TellableError && error.code === 'part-erased')) onUnreadable(part)
    return null
  }
}

/** Puts a commit into the catalogue: rows first, so that the patches that show or change them find them. */
export function applyCommit(catalogue: Catalogue, { commit, chunks }: ReadCommit): void {
  for (const { envelope, hot, parts } of chunks) catalogue.applyChunk({ commit: envelope, hot, cold: coldOf(parts) })
  catalogue.applyPatches(commit)
}

/** Opens a chunk's cold sections from the journal. */
export function coldOf(parts: readonly CommitPart[]) {
  return async (compartment: Compartment) => {
    const part = parts.find(({ group, section }) => group === compartment && section === COLD)
    return part ? part.open() : null
  }
}

/** Opens folded segments into the catalogue and answers the commits that they tell, for whoever reads on from there. */
export async function openFolded(vault: OpenVault, folded: Folded, catalogue: Catalogue): Promise<readonly Commit[]> {
  const of = (section: string) => folded.segments.filter((segment) => segment.section === section)
  const hot = of(HOT)
  const orders = [...new Set(hot.map(({ order }) => order))].sort((a, b) => a - b)
  catalogue.reserve(hot.filter(({ group }) => group === 'geography').reduce((sum, { rows }) => sum + rows, 0))
  const cold = Map.groupBy(of(COLD), ({ order }) => Math.floor(order / CHUNKS_A_SEGMENT))
  const groups = Map.groupBy(hot, ({ order }) => order)
  const reading = orders.slice(0, READ_AHEAD).map((order) => readHot(vault, groups.get(order)!, []))
  for (const [at, order] of orders.entries()) {
    const { sections, scratch } = await reading[at % READ_AHEAD]!
    catalogue.applyChunk({ hot: sections, cold: coldParts(vault, cold.get(order) ?? []) })
    // Columns have been copied out of it: the same memory takes a later segment, and a million rows touch little of it.
    const next = orders[at + READ_AHEAD]
    if (next !== undefined) reading[at % READ_AHEAD] = readHot(vault, groups.get(next)!, scratch)
    else for (const bytes of scratch) bytes.fill(0)
  }
  const commits = await readLog(vault, folded)
  for (const commit of commits) catalogue.applyPatches(commit)
  return commits
}

interface ReadHot { readonly sections: ReadonlyMap<SectionName, Uint8Array>; readonly scratch: Uint8Array[] }

/** Hot sections of one segment, through memory that another has been read through. Whoever awaits it is told of a fault. */
function readHot(vault: OpenVault, segments: readonly Segment[], scratch: Uint8Array[]): Promise<ReadHot> {
  const read = readThrough(vault, segments, scratch)
  read.catch(() => undefined)
  return read
}

async function readThrough(vault: OpenVault, segments: readonly Segment[], scratch: Uint8Array[]): Promise<ReadHot> {
  const views = new Map(segments.map((segment, at) => {
    if ((scratch[at]?.length ?? 0) < segment.length) scratch[at] = new Uint8Array(segment.length)
    return [segment.id, scratch[at]!.subarray(0, segment.length)]
  }))
  await vault.segments.readMany(segments, ({ id }) => [views.get(id)!])
  return { sections: new Map(segments.map(({ id, group }) => [`${group as Compartment}.hot`, views.get(id)!])), scratch }
}

/** Cold sections of one hot segment, chunk by chunk: a table's window opens only those that it shows. */
function coldParts(vault: OpenVault, cold: readonly Segment[]): { readonly rows: number; readonly open: (compartment: Compartment) => Promise<Uint8Array | null> }[] {
  const parts = new Map<number, Map<string, Segment>>()
  for (const segment of cold) {
    const groups = parts.get(segment.order) ?? new Map<string, Segment>()
    parts.set(segment.order, groups.set(segment.group, segment))
  }
  return [...parts].sort(([a], [b]) => a - b).map(([, groups]) => ({
    rows: [...groups.values()][0]!.rows,
    open: async (compartment) => {
      const segment = groups.get(compartment)
      return segment ? vault.segments.read(segment) : null
    },
  }))
}

async function readLog(vault: OpenVault, folded: Folded): Promise<readonly Commit[]> {
  const logs = folded.segments.filter(({ section }) => section === LOG)
  return joinLogs(await Promise.all(logs.map(async (segment) => ({ group: segment.group as PartGroup, bytes: await vault.segments.read(segment) }))))
}

/**
 * Folds everything after the last fold into segments: chunks of imports joined to about SEGMENT_ROWS rows, hot
 * and cold apart, and a log of commits a compartment. Idempotent and disposable: the journal decides.
 */
export async function foldTail(vault: OpenVault, signal: AbortSignal): Promise<void> {
  const before = await vault.segments.load()
  // The next place comes after the hot ones: a cold one's is its hot one's and its own together.
  const next = (before?.segments ?? []).filter(({ section }) => section === HOT).reduce((most, segment) => Math.max(most, segment.order + 1), 0)
  const folded = next < MOST_SEGMENTS ? before : null
  const keep = folded?.segments.filter(({ section }) => section !== LOG) ?? []
  const position = vault.position
  const commits: Commit[] = folded ? [...(await readLog(vault, folded))] : []
  let order = folded ? next : 0
  const missing = new Set(folded?.missing)

  async function* segments(): AsyncGenerator<NewSegment> {
    let waiting: ReadChunk[] = []
    let rows = 0
    for await (const journaled of vault.commits(folded?.position ?? 0, signal)) {
      if (journaled.position > position) break
      if (!bearsChanges(journaled)) continue
      const { commit, chunks } = await readCommit(journaled, ({ tag }) => missing.add(tag))
      for (const { group, tag } of journaled.parts) if (group === null) missing.add(tag)
      commits.push(commit)
      for (const chunk of chunks) {
        const size = sizeOfSection(chunk.hot.get('geography.hot')!).rows
        if (rows > 0 && rows + size > SEGMENT_ROWS) {
          yield* joined(waiting, rows, order++)
          waiting = []
          rows = 0
        }
        waiting.push(chunk)
        rows += size
      }
    }
    if (rows > 0) yield* joined(waiting, rows, order++)
    yield* logs(commits)
  }
  await vault.segments.save({ position, keep, add: segments(), missing: () => missing })
}

async function* joined(chunks: readonly ReadChunk[], rows: number, order: number): AsyncGenerator<NewSegment> {
  const groups = new Set(chunks.flatMap(({ parts }) => parts.filter(({ section }) => section === HOT).map(({ group }) => group as Compartment)))
  for (const group of groups) {
    const members = chunks.map(({ envelope, hot }) => ({ bytes: hot.get(`${group}.hot`) ?? emptySection(hot, group), commit: envelope }))
    yield { group, section: HOT, order, rows, bytes: foldSections(members), packing: 'store' }
  }
  for (const [at, { parts, hot }] of chunks.entries()) {
    const { rows: own } = sizeOfSection(hot.get('geography.hot')!)
    const cold = parts.filter(({ section }) => section === COLD)
    for (const part of cold) yield { group: part.group as string, section: COLD, order: order * CHUNKS_A_SEGMENT + at, rows: own, bytes: await part.open() }
    // Rows stay in step even where a chunk has no text at all.
    if (cold.length === 0) yield { group: 'geography', section: COLD, order: order * CHUNKS_A_SEGMENT + at, rows: own, bytes: emptySection(hot, 'geography', COLD) }
  }
}

/** Stands in for a section that a chunk lacks (no row of it has an identity), so that rows stay in step. */
function emptySection(hot: ReadonlyMap<SectionName, Uint8Array>, compartment: Compartment, heat: typeof HOT | typeof COLD = HOT): Uint8Array {
  const { kind, version, rows, runs } = readSection(hot.get('geography.hot')!)
  return writeSection({ heat, kind, version, compartment, rows, runs, columns: [] })
}

const logEntry = z.object({
  /** Its place among the commits, in the journal's order: what can be undone follows from it. */
  at: z.number().int(),
  id: z.string().regex(ID_PATTERN), device: z.string(), sequence: z.number().int(), seen: z.array(z.string().regex(ID_PATTERN)),
  time: z.number(), count: z.number(), account: z.string(), act: z.string(), undoes: z.string().regex(ID_PATTERN).nullable(), patches: z.string(),
})
const encoder = new TextEncoder()
const decoder = new TextDecoder()

function* logs(commits: readonly Commit[]): Generator<NewSegment> {
  const byGroup = new Map<PartGroup, z.infer<typeof logEntry>[]>()
  for (const [at, commit] of commits.entries()) {
    const { id, device, sequence, seen, hlc, account, act, undoes } = commit
    // A commit of which nothing opens is kept by name: later ones say that they had seen it.
    const parts = commit.patches.length > 0 ? splitByCompartment(commit.patches) : new Map<PartGroup, readonly Patch[]>([['geography', []]])
    for (const [group, patches] of parts) {
      const list = byGroup.get(group) ?? []
      list.push({ at, id, device, sequence, seen: [...seen], time: hlc.time, count: hlc.count, account, act, undoes: undoes ?? null, patches: decoder.decode(encodePatches(patches)) })
      byGroup.set(group, list)
    }
  }
  for (const [group, entries] of byGroup) yield { group, section: LOG, order: 0, rows: entries.length, bytes: encoder.encode(JSON.stringify(entries)) }
}

function joinLogs(logs: readonly { readonly group: PartGroup; readonly bytes: Uint8Array }[]): readonly Commit[] {
  const joined = new Map<string, { entry: z.infer<typeof logEntry>; parts: Map<PartGroup, readonly Patch[]> }>()
  for (const { group, bytes } of logs) {
    for (const entry of z.array(logEntry).parse(JSON.parse(decoder.decode(bytes)))) {
      const known = joined.get(entry.id) ?? { entry, parts: new Map() }
      known.parts.set(group, decodePatches(encoder.encode(entry.patches)))
      joined.set(entry.id, known)
    }
  }
  return [...joined.values()].sort((a, b) => a.entry.at - b.entry.at).map(({ entry, parts }) => ({
    id: entry.id as CommitId, device: entry.device, sequence: entry.sequence, seen: entry.seen as CommitId[], hlc: { time: entry.time, count: entry.count },
    account: entry.account, act: entry.act, patches: joinParts(parts), ...(entry.undoes !== null && { undoes: entry.undoes as CommitId }),
  }))
}
