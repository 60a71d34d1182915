import { Catalogue, type OpenedChunk } from '../../../shared/catalogue/catalogue.ts'
import type { ChangeSet, CommitId, Patch, RecordId } from '../../../shared/model/change.ts'
import type { Commit } from '../../../shared/model/history/commit.ts'
import { tip } from '../../../shared/model/kinds/tip.ts'
import { encodeChunk, type BaseRow, type SectionName } from '../../../shared/model/payload/chunk.ts'

export const DAY_MS = 86_400_000

/** What one office gives another when they meet: a commit, and the rows that came with it. */
export interface Carried { readonly commit: Commit; readonly chunk?: OpenedChunk }

/**
 * One office's work on its own copy: it commits on top of what it has seen, by its own clock, and takes what others made
 * in whatever order it comes. Signing and sealing are the vault's; here commits are met as the catalogue meets them.
 */
export class Office {
  readonly catalogue: Catalogue
  readonly made: Carried[] = []
  readonly name: string
  account: string
  /** Milliseconds since epoch: this office's own clock, right or wrong. */
  clock: number
  #number: number

  constructor(name: string, clock: number, account = name) {
    this.name = name
    this.account = account
    this.clock = clock
    this.catalogue = new Catalogue(() => this.clock)
    this.#number = name.charCodeAt(0) * 0x1000000
  }

  commit(change: ChangeSet): Commit {
    return this.#deliver(change, undefined)
  }

  edit(record: RecordId, fields: Readonly<Record<string, unknown>>): Commit {
    return this.commit({ act: 'edit-tip', patches: Object.entries(fields).map(([field, value]) => ({ record, kind: 'tip', field, ...(value !== undefined && { value }) })) })
  }

  /** Says that `record` is `survivor`, which takes these values over. */
  merge(record: RecordId, survivor: RecordId, takes: Readonly<Record<string, unknown>> = {}): Commit {
    const patches: Patch[] = Object.entries(takes).map(([field, value]) => ({ record: survivor, kind: 'tip', field, ...(Array.isArray(value) ? { add: value as string[] } : { value }) }))
    return this.commit({ act: 'merge-tips', patches: [{ record, kind: 'tip', field: '@alias', value: survivor }, ...patches] })
  }

  /** Null where nothing was merged. */
  async takeApart(record: RecordId): Promise<Commit | null> {
    const plan = await this.catalogue.planTakingApart(record)
    return plan?.change ? this.commit(plan.change) : null
  }

  /** Null where nothing of it is left to take back. */
  async undo(target: CommitId): Promise<Commit | null> {
    const plan = await this.catalogue.planUndo(target, 'undo')
    return plan?.change ? this.commit(plan.change) : null
  }

  /** Brings rows in as an import does: a chunk, then the commit that ends it. */
  bringIn(rows: readonly BaseRow[], importId: RecordId): Commit {
    const { sections } = encodeChunk(tip, rows, importId)
    const hot = new Map((['geography.hot', 'casework.hot'] as SectionName[]).map((name) => [name, sections.get(name)!]))
    const cold = (compartment: string) => sections.get(`${compartment}.cold` as SectionName) ?? null
    const patches: Patch[] = [{ record: importId, kind: 'import', field: 'kept', value: rows.length }, { record: importId, kind: 'import', field: 'file', value: 'tips.csv' }]
    return this.#deliver({ act: 'import', patches }, (commit) => ({ commit, hot, cold }))
  }

  /** Takes what another made, in the order given; what is here already is passed over. */
  take(carried: readonly Carried[]): void {
    for (const { commit, chunk } of carried) {
      if (chunk) this.catalogue.applyChunk(chunk)
      this.catalogue.applyPatches(commit)
    }
  }

  #deliver({ act, patches, undoes }: ChangeSet, chunkOf: ((commit: CommitId) => OpenedChunk) | undefined): Commit {
    const id = (++this.#number).toString(16).padStart(32, '0') as CommitId
    const commit: Commit = {
      id, device: this.name, sequence: this.made.length + 1, seen: this.catalogue.history.graph.heads(), hlc: { time: this.clock, count: this.made.length }, account: this.account, act, patches, ...(undoes && { undoes }),
    }
    const carried: Carried = chunkOf ? { commit, chunk: chunkOf(id) } : { commit }
    this.made.push(carried)
    this.take([carried])
    this.clock += 1000
    return commit
  }
}

/** Ids of the tips that a person sees, in order of the ids. */
export function shownTips({ catalogue }: Office): readonly RecordId[] {
  const { id } = catalogue.table().columns
  return [...catalogue.select({}).rows].map((row) => Buffer.from(id.slice(row * 16, row * 16 + 16)).toString('hex') as RecordId).sort()
}

/** Everything that a person can learn of an office's tips; times and order are the same whatever came first. */
export async function pictureOf(office: Office): Promise<unknown> {
  const { catalogue } = office
  const { rows: _, histogram, version: __, ...counts } = catalogue.select({})
  const ids = shownTips(office)
  const { columns } = catalogue.table()
  const columnsOf = (id: RecordId) => Object.fromEntries(Object.entries(columns).flatMap(([name, column]) => (name === 'id' ? [] : [[name, String(column[catalogue.rowOf(id)])]])))
  const tips = []
  for (const id of ids) tips.push({ columns: columnsOf(id), ...(await catalogue.record(id)) })
  return { counts, tips, conflicted: catalogue.conflicted, kept: catalogue.select({ bothKept: true }).total, passing: [...histogram.passing], imports: catalogue.recordsOfKind('import'), heads: catalogue.history.graph.heads(), waiting: catalogue.history.graph.waiting }
}
