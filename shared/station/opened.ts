import { Catalogue } from '../catalogue/catalogue.ts'
import { endsOf, type Filter } from '../catalogue/filter.ts'
import type { ImportCounts, ImportMapping, SourceFile } from '../ingest/contract.ts'
import { WITHIN } from '../geo/exposure.ts'
import type { SpanValue } from '../model/column-values.ts'
import type { ChangeSet, CommitId, Patch, Receipt, RecordId } from '../model/change.ts'
import type { GroupId } from '../model/compartment.ts'
import { ALIAS_FIELD } from '../model/history/alias.ts'
import type { Commit } from '../model/history/commit.ts'
import { fieldOf } from '../model/kinds/kinds.ts'
import { tip } from '../model/kinds/tip.ts'
import { TellableError, type Message } from '../model/message.ts'
import type { Erased } from '../model/payload/erase-patches.ts'
import { decodePatches, joinParts, type PartGroup } from '../model/payload/patches.ts'
import type { PlaceValue } from '../model/place.ts'
import { validateChange } from '../model/schema.ts'
import { epochMonth } from '../model/units.ts'
import { SegmentFault, SegmentStoreError, type OpenVault } from '../vault/vault.ts'
import { changeEvent, encodeEvents, type AccessEvent } from './access-event.ts'
import { AccessLog } from './access-log.ts'
import type { Assistance } from './assistance.ts'
import { deriveOne } from './derive.ts'
import { eraseInVault } from './erasing/erase.ts'
import { findErased, joinFound, type FoundErased } from './erasing/find.ts'
import { applyCommit, bearsChanges, coldOf, foldTail, openFolded, readCommit } from './fold.ts'
import { patchParts, runImport } from './import-run.ts'
import { waitingFor } from './keeping/accounts.ts'
import { rehearsalNote } from './keeping/recovery.ts'
import { knownRecords, patchesOfDuplicates } from './known-records.ts'
import type { ErasureReport } from './keeping/erasure.ts'
import type { StationPorts } from './ports.ts'
import { ReadingProgress } from './reading-progress.ts'
import type { AssessRequest, Assessment, Deployment, DeploymentRequest, ImportReport, OpenReport, StationEvent, StationStatus, Task, UndoReport } from './station.ts'
import { watchRoom, type Room } from './room.ts'
import { Trail } from './trail.ts'
import { SealedValues } from './sealed-values.ts'
import { stands, UndoStack } from './undo-stack.ts'

/** Commits after the last fold that make folding worth its while. */
const FOLD_AFTER = 500
/** Groups whose block keys are made ahead, so that the session's first commit takes two fsyncs like every other. */
const PREPARED_GROUPS = ['casework', 'geography', 'identities', 'directory']
/** Free space that must be left beside an import, bytes: sealed rows take less than the file, their segments as much again. */
const ROOM_LEFT = 100_000_000
/** Largest draft, bytes. */
const DRAFT_LIMIT = 512 * 1024

const encoder = new TextEncoder()
const decoder = new TextDecoder()

/**
 * A station while its vault is open: what is in the catalogue came from the journal and nowhere else, and every
 * act goes to the journal before the catalogue shows it.
 */
export class OpenStation {
  readonly vault: OpenVault
  readonly catalogue: Catalogue
  readonly sample: StationStatus['sample']
  readonly presents: boolean
  /** What is seen and done here, for the audit trail. */
  readonly access: AccessLog
  readonly trail: Trail
  /** Values that leave the station only when they are opened. */
  readonly sealed = new SealedValues()
  readonly #ports: StationPorts
  readonly #geo: Assistance
  readonly #emit: (event: StationEvent) => void
  readonly #undo = new UndoStack()
  readonly #ending = new AbortController()
  #threshold = 5
  #room: Room = 'enough'
  #storage: StationStatus['storage'] = 'database'
  #unfolded = 0
  #folding: Promise<void> | null = null
  /** True while what goes is looked for: a fold would end among it, and the texts of rows that stay would open elsewhere. */
  #erasing: Promise<void> | null = null
  readonly #forgetting = new Set<() => void>()
  /** Imports that run: a fold would end among their chunks, so it waits for the last of them; sealing stops them. */
  readonly #imports = new Set<Promise<unknown>>()
  #writing: Promise<unknown> = Promise.resolve()
  #verifying: Promise<void> = Promise.resolve()
  /** Records that are sealed for a group of their own. */
  readonly #restricted = new Map<RecordId, GroupId>()
  #assessed: { readonly key: string; readonly assessment: Assessment } | null = null
  #planned: { readonly key: string; readonly deployment: Deployment } | null = null

  /** `presents`: opened for the wall, with the keys that show geography alone; nothing is written. */
  constructor(vault: OpenVault, ports: StationPorts, geo: Assistance, sample: StationStatus['sample'], emit: (event: StationEvent) => void, presents = false) {
    this.vault = vault
    this.presents = presents
    this.#ports = ports
    this.#geo = geo
    this.sample = sample
    this.#emit = emit
    this.catalogue = new Catalogue(ports.now)
    this.access = new AccessLog(vault, ports.now, emit)
    this.trail = new Trail(vault)
    void watchRoom(ports.platform, this.#ending.signal, (room) => {
      this.#room = room
      this.#emit({ type: 'status', status: this.status() })
    })
  }

  /** Brings the catalogue up to the journal: folded segments first, then what came after them. */
  async load(task: Task = {}): Promise<Omit<OpenReport, 'milliseconds'> & { readonly milliseconds: Record<string, number> }> {
    const milliseconds: Record<string, number> = {}
    const notes: Message[] = []
    let start = performance.now()
    let from = 0
    let unfit = false
    const own = this.vault.describe().account.id
    try {
      const folded = await this.vault.segments.load()
      if (folded) {
        for (const commit of await openFolded(this.vault, folded, this.catalogue)) this.#take(commit, own)
        from = folded.position
      }
    } catch {
      // Segments are disposable: whatever is wrong with them, the journal tells everything.
      this.catalogue.clear()
      this.#undo.clear()
      from = 0
      unfit = true
      await this.vault.segments.clear().catch(() => (this.#storage = 'memory-only'))
    }
    milliseconds['segments'] = performance.now() - start
    start = performance.now()
    const end = this.vault.position
    const rebuilding = from === 0
    let unreadable = 0
    const progress = new ReadingProgress({ from, end, what: { key: rebuilding ? 'station.progress.rebuilding' : 'station.progress.reading' } }, task)
    for await (const journaled of this.vault.commits(from, task.signal, (position) => progress.found(position))) {
      if (!bearsChanges(journaled)) {
        this.#unfolded++
        continue
      }
      const read = await readCommit(journaled, () => unreadable++, (share) => progress.opening(share))
      applyCommit(this.catalogue, read)
      this.#take(read.commit, own)
      this.#unfolded += Math.max(1, read.chunks.length * 100)
      progress.opened(journaled.position)
    }
    milliseconds['journal'] = performance.now() - start
    // With no fold at all the next opening could not tell a small vault from one whose segments are gone.
    if (rebuilding) this.#unfolded = Math.max(this.#unfolded, FOLD_AFTER)
    if (unreadable > 0) notes.push({ key: 'station.note.unreadable', values: { count: unreadable } })
    const { waiting } = this.catalogue.history.graph
    if (waiting > 0) {
      // The journal is read to its end: what is not here is damaged, and what is whole must be seen without it.
      this.catalogue.release()
      notes.push({ key: 'station.note.waiting', values: { count: waiting } })
    }
    await this.#passOverNothing()
    this.#readPolicy()
    const { name, account, commits, writable, notes: all } = this.vault.describe()
    const found = this.#ports.segmentsLast === false ? all.filter(({ code }) => code !== 'segments-missing') : all
    if (unfit && !all.some(({ code }) => code.startsWith('segments-'))) notes.push({ key: 'station.note.rebuilt' })
    if (!writable && !this.presents) notes.push({ key: 'station.note.read-only' })
    this.#later()
    this.#verifying = this.#verify()
    return { name, account: account.name, commits, tips: this.catalogue.tips, notes: [...found.map(({ says }) => says), ...notes], milliseconds }
  }

  /** Whether chunks of an import are going into the journal. */
  get importing(): boolean {
    return this.#imports.size > 0
  }

  status(): StationStatus {
    const { name, account, commits, journalBytes, journalWhole, writable, recoveryConfirmed, groups } = this.vault.describe()
    const said = (id: CommitId | undefined): Message | null => (id === undefined ? null : { key: `acts.did.${this.#undo.actOf(id)}` })
    return {
      open: true, name, account: account.name, sample: this.sample, commits, tips: this.catalogue.tips, conflicts: this.catalogue.conflicted, journalBytes, journalWhole, writable, storage: this.#storage,
      canUndo: said(this.#undo.nextUndo?.id), canRedo: said(this.#undo.nextRedo?.id), undoable: this.#undo.depth, threshold: this.#threshold, recoveryConfirmed, recoveryDue: this.sample === null && rehearsalNote(this.vault, this.#ports.now()) !== null, room: this.#room,
      presents: this.presents, keys: { groups, administrator: account.administrator && !this.presents }, waiting: this.presents ? 0 : waitingFor(this.vault),
    }
  }

  /** Checks a change, adds the geography that follows from it, seals and applies it. One after another. @param more what it comes to beside the change, for the audit trail */
  commit(change: ChangeSet, more: readonly AccessEvent[] = []): Promise<Receipt> {
    return this.#inTurn(() => this.#commit(change, [], more))
  }

  async #commit(change: ChangeSet, leftAlone: Receipt['leftAlone'], more: readonly AccessEvent[] = []): Promise<Receipt> {
    if (this.#room === 'none') throw new TellableError('disk-full', { key: 'station.disk-full' }, { kept: { key: 'station.disk-full-kept' }, remedy: { key: 'station.disk-full-remedy' } })
    const faults = validateChange(change, (record) => !this.catalogue.history.has(record) && this.catalogue.rowOf(record) < 0)
    const [fault] = faults
    if (fault) {
      throw new TellableError('invalid-change', { key: 'station.invalid-change', values: { field: fault.field } }, { kept: fault.message, remedy: { key: 'station.invalid-change-remedy' } })
    }
    this.#requireMergeable(change.patches)
    const parts = patchParts([...change.patches.map((patch) => this.#sealedFor(patch)), ...(await this.#derived(change.patches))])
    // What the session goes on with is what the journal holds, read back: an opening must find the same.
    const patches = joinParts(new Map(parts.map(({ group, bytes }) => [group as PartGroup, decodePatches(bytes)])))
    const seen = this.access.take()
    const access = encodeEvents([...seen, changeEvent(change.act, change.patches, Math.floor(this.#ports.now() / 1000)), ...more])
    const receipt = await this.vault.commit({ act: change.act, parts, access, ...(change.undoes && { undoes: change.undoes }) }).catch((error: unknown) => {
      this.access.giveBack(seen)
      throw error
    })
    const { account, device } = this.vault.describe()
    const commit: Commit = {
      id: receipt.id as CommitId, device, sequence: receipt.sequence, seen: receipt.seen as readonly CommitId[], hlc: receipt.hlc, account: account.id, act: change.act, patches,
      ...(change.undoes && { undoes: change.undoes }),
    }
    this.#show(commit)
    this.#take(commit, account.id)
    await this.#passOverNothing()
    this.#unfolded++
    this.#changed()
    return { commit: commit.id, sealedAt: receipt.sealedAt, leftAlone }
  }

  /** A record can be another name only of one that is there, and of its own kind. */
  #requireMergeable(patches: readonly Patch[]): void {
    for (const { record, field, value, beside = [] } of patches) {
      if (field !== ALIAS_FIELD || value === undefined) continue
      const kinds = new Set([record, value as RecordId, ...(beside as readonly RecordId[])].map((one) => this.catalogue.kindOf(one)))
      if (kinds.size > 1 || kinds.has(undefined)) throw new TellableError('not-mergeable', { key: 'station.not-mergeable' }, { kept: { key: 'station.not-mergeable-kept' } })
    }
  }

  /** A record that was sealed for a group of its own stays so, whoever changes it next. */
  #sealedFor(patch: Patch): Patch {
    const group = patch.group ?? this.#restricted.get(patch.record)
    return group === undefined ? patch : { ...patch, group }
  }

  /** From now on this record is sealed for a group of its own. */
  restrict(record: RecordId, group: GroupId): void {
    this.#restricted.set(record, group)
  }

  /** Geography of every tip whose place or time changes: what a planner's keys may open, and no more. */
  async #derived(patches: readonly Patch[]): Promise<Patch[]> {
    const touched = new Set(patches.filter(({ kind, field }) => kind === 'tip' && (field === 'place' || field === 'when')).map(({ record }) => record))
    const derived: Patch[] = []
    for (const record of touched) {
      const before = await this.catalogue.fieldsOf(record)
      const after = (field: string) => {
        const patch = patches.find((one) => one.record === record && one.field === field)
        return patch ? patch.value : before[field]
      }
      const geography = deriveOne(this.#geo.ground.nearest, after('place') as PlaceValue | undefined, after('when') as SpanValue | undefined)
      // Written with what it follows from, also where it is as before: of two kept places, the one that is shown must have its own cell.
      for (const [from, fields] of [['place', ['segment', 'cell']], ['when', ['month']]] as const) {
        if (!patches.some((one) => one.record === record && one.field === from)) continue
        for (const field of fields) {
          const value = geography[field]
          if (value !== undefined || before[field] !== undefined || this.catalogue.history.cell(record, field)) derived.push({ record, kind: 'tip', field, ...(value !== undefined && { value }) })
        }
      }
    }
    return derived
  }

  /** Takes back a commit: the one that is named, or the account's last act. */
  undo(commit?: CommitId): Promise<UndoReport | null> {
    return this.#inTurn(() => this.#takeBack(commit ?? this.#undo.nextUndo?.id, 'undo'))
  }

  redo(): Promise<UndoReport | null> {
    return this.#inTurn(() => this.#takeBack(this.#undo.nextRedo?.id, 'redo'))
  }

  async #takeBack(target: CommitId | undefined, act: 'undo' | 'redo'): Promise<UndoReport | null> {
    if (target === undefined || stands(this.catalogue.history.graph.get(target)?.commit.act ?? '')) return null
    const plan = await this.catalogue.planUndo(target, act)
    const about = this.#undo.actOf(target)
    // What follows from place and time is worked out again, never copied, and nobody set it.
    const patches = plan?.change?.patches.filter(({ kind, field }) => !isDerived(kind, field)) ?? []
    const leftAlone = plan?.leftAlone.filter(({ record, field }) => !isDerived(this.catalogue.history.kind(record), field)) ?? []
    if (patches.length === 0) {
      this.#undo.drop(target)
      this.#changed()
      return plan ? { receipt: { commit: target, sealedAt: this.#ports.now(), leftAlone }, act: about, undone: target, records: [] } : null
    }
    const receipt = await this.#commit({ act, patches, undoes: target }, leftAlone)
    return { receipt, act: about, undone: target, records: [...new Set(patches.map(({ record }) => record))] }
  }

  /** Takes a merged record apart from the one that stands for it, by a commit of its own; null where it was not merged. */
  takeApart(record: RecordId): Promise<Receipt | null> {
    return this.#inTurn(async () => {
      const plan = await this.catalogue.planTakingApart(record)
      return plan?.change ? this.#commit(plan.change, plan.leftAlone) : null
    })
  }

  async saveDraft(draft: string, value: unknown): Promise<{ sealedAt: number }> {
    const bytes = encoder.encode(JSON.stringify(value))
    if (bytes.length > DRAFT_LIMIT) throw new TellableError('draft-too-large', { key: 'station.draft-too-large' })
    return this.vault.drafts.write(draft, bytes)
  }

  async drafts(): Promise<readonly { draft: string; value: unknown }[]> {
    const found: { draft: string; value: unknown }[] = []
    const told = this.vault.describe().notes.length
    for (const draft of await this.vault.drafts.list()) {
      const bytes = await this.vault.drafts.read(draft)
      if (!bytes) continue
      try {
        found.push({ draft, value: JSON.parse(decoder.decode(bytes)) })
      } catch {
        // A draft that another version wrote is left where it is.
      }
    }
    for (const { says } of this.vault.describe().notes.slice(told)) this.#emit({ type: 'fault', says })
    return found
  }

  /** Rows are sealed as they are read; acts and drafts go on meanwhile. */
  importFile(file: SourceFile, mapping: ImportMapping, task: Task<ImportCounts>): Promise<ImportReport> {
    const running = this.#import(file, mapping, { ...task, signal: task.signal ? AbortSignal.any([task.signal, this.#ending.signal]) : this.#ending.signal })
    this.#imports.add(running)
    const over = () => {
      this.#imports.delete(running)
      this.#later()
    }
    running.then(over, over)
    return running
  }

  /** An import that will not fit is refused before it starts: a full disk in the middle helps nobody. */
  async #requireRoom({ name, size }: SourceFile): Promise<void> {
    const { freeBytes } = (await this.#ports.platform.call('describe', {})).answer
    if (freeBytes === null || freeBytes > size + ROOM_LEFT) return
    const megabytes = (bytes: number) => Math.ceil(bytes / 1e6)
    throw new TellableError('no-room', { key: 'station.no-room', values: { name, needed: megabytes(size + ROOM_LEFT), free: megabytes(freeBytes) } }, { kept: { key: 'station.no-room-kept' }, remedy: { key: 'station.no-room-remedy' } })
  }

  async #import(file: SourceFile, mapping: ImportMapping, task: Task<ImportCounts>): Promise<ImportReport> {
    await this.#requireRoom(file)
    await this.#erasing
    await this.#folding
    const outcome = await runImport(
      { vault: this.vault, catalogue: this.catalogue, nearest: this.#geo.ground.nearest, knowledge: this.#geo.knowledge, known: await knownRecords(this.catalogue, mapping), now: this.#ports.now },
      file,
      mapping,
      task,
    )
    if (outcome.done) {
      this.#show(outcome.done.commit)
      this.#remember(outcome.done.commit, outcome.done.commit.account)
      this.#unfolded += FOLD_AFTER
      this.#changed()
    }
    return outcome.report
  }

  /** Hears when something was erased: whatever was made of it before is to be forgotten. */
  onErased(forget: () => void): void {
    this.#forgetting.add(forget)
  }

  /**
   * Erases for good: looks for every place that tells of it while work goes on, then takes it out of the journal and of what is
   * open, and enters in the journal that it was done. Cancelled before that, or failing, it leaves everything as it was.
   * @throws TellableError `erasure-while-importing`
   */
  async erase(erased: Erased, entry: (found: FoundErased) => ChangeSet, task: Task = {}): Promise<FoundErased & { readonly milliseconds: ErasureReport['milliseconds'] }> {
    if (this.#erasing || this.#imports.size > 0) throw new TellableError('erasure-while-importing', { key: 'erasure.fault.busy' }, { kept: { key: 'erasure.fault.busy-kept' }, remedy: { key: 'erasure.fault.busy-remedy' } })
    let over = () => {}
    this.#erasing = new Promise((resolve) => (over = resolve))
    try {
      await this.indexed()
      await this.#folding
      const signal = task.signal ? AbortSignal.any([task.signal, this.#ending.signal]) : this.#ending.signal
      const begun = performance.now()
      const before = await findErased(this.vault, erased, 0, { ...task, signal })
      signal.throwIfAborted()
      return await this.#inTurn(async () => {
        const start = performance.now()
        const found = joinFound(before, await findErased(this.vault, erased, before.position))
        await this.#takeOut(erased, found)
        await this.#commit(entry(found), [])
        return { ...found, milliseconds: { found: start - begun, blocked: performance.now() - start } }
      })
    } finally {
      this.#erasing = null
      over()
      this.#later()
    }
  }

  async #takeOut(erased: Erased, found: FoundErased): Promise<void> {
    const { vault } = this
    const from = vault.position
    try {
      await eraseInVault(vault, found, erased)
      for await (const journaled of vault.commits(from)) this.#show((await readCommit(journaled, () => undefined)).commit)
      this.catalogue.erase(erased, new Map([...found.chunks].map(([envelope, parts]) => [envelope, { cold: coldOf(parts), rows: found.rows.get(envelope) ?? null }])))
    } catch (error) {
      // Some of it may have gone: what is open is read anew, so that it is what the journal says.
      if (vault.position > from && !this.#ending.signal.aborted) {
        this.catalogue.clear()
        this.#undo.clear()
        await this.load()
      }
      throw error
    }
    this.#assessed = this.#planned = null
    for (const forget of this.#forgetting) forget()
    // Folds ended with the erasure.
    this.#unfolded = Math.max(this.#unfolded, FOLD_AFTER)
    await this.#passOverNothing()
  }

  /** Copies of rows that an import held back: identical to the row they repeat, so made from it. */
  async restoreDuplicates(importId: RecordId, rows: readonly number[]): Promise<Receipt> {
    return this.commit({ act: 'restore-duplicates', patches: await patchesOfDuplicates(this.catalogue, importId, rows) })
  }

  /** Hotspots and border rates of what passes; the same question about the same rows is answered from before. */
  async assess(request: AssessRequest, task: Task = {}): Promise<Assessment> {
    const key = JSON.stringify([this.catalogue.rowsVersion, request])
    if (this.#assessed?.key === key) return this.#assessed.assessment
    await this.indexed()
    const { rows } = this.catalogue.select(request.filter)
    const { columns, count } = this.catalogue.table()
    const { segment, cell, month, precision, surfaced, country } = columns
    const { from = null, to = null } = request.filter.period ? endsOf(request.filter.period) : {}
    const months = { from: from === null ? null : epochMonth(from), to: to === null ? null : epochMonth(to) }
    const assessment = await this.#ports.analyst.assess(
      { columns: { segment, cell, month, precision, surfaced, country }, count, rows, area: request.area ?? null, within: request.within ?? WITHIN, months },
      task,
    )
    this.#assessed = { key, assessment }
    return assessment
  }

  /** A plan is made from the rates of its own assessment, which is made first if it is not the last one. */
  async plan(request: DeploymentRequest, task: Task<{ covered: number; bound: number }>): Promise<Deployment> {
    const key = JSON.stringify([this.catalogue.rowsVersion, request])
    if (this.#planned?.key === key) return this.#planned.deployment
    await this.assess(request.assessment, task.signal ? { signal: task.signal } : {})
    const deployment = await this.#ports.analyst.plan(request, task)
    this.#planned = { key, deployment }
    return deployment
  }

  select(filter: Filter) {
    return this.catalogue.select(filter)
  }

  async search(words: string, limit: number) {
    await this.indexed()
    return this.catalogue.search(words, limit)
  }

  /** Goes on with what is whole where acknowledged work is missing; a person decided it. */
  async acceptLoss(): Promise<void> {
    await this.vault.acceptLoss()
    this.#emit({ type: 'status', status: this.status() })
  }

  /** Ends what runs, forgets every opened record, wipes the keys. */
  async seal(): Promise<void> {
    this.#ending.abort()
    // Whatever still reads the journal lets go of it first.
    await this.#verifying
    await this.#folding?.catch(() => undefined)
    await this.#writing.catch(() => undefined)
    await Promise.allSettled(this.#imports)
    await this.access.close()
    this.trail.clear()
    this.sealed.clear()
    this.catalogue.clear()
    this.#undo.clear()
    this.#restricted.clear()
    this.#assessed = this.#planned = null
    this.#ports.analyst.end()
    await this.vault.seal()
  }

  /** What the session must know of a commit, whoever made it. */
  #take(commit: Commit, own: string): void {
    for (const { record, group } of commit.patches) if (group !== undefined) this.#restricted.set(record, group)
    this.#remember(commit, own)
  }

  #remember(commit: Commit, own: string): void {
    if (commit.account !== own) return
    this.#undo.note({ id: commit.id, act: commit.act, ...(commit.undoes && { undoes: commit.undoes }) })
    if (commit.patches.some(({ kind }) => kind === 'station')) this.#readPolicy()
  }

  /** An act that changed nothing is no step to take back: `Z` goes on to the one before it. */
  async #passOverNothing(): Promise<void> {
    for (let next = this.#undo.nextUndo; next && (await this.catalogue.changedNothing(next.id)); next = this.#undo.nextUndo) this.#undo.drop(next.id)
  }

  /** A commit made here: it may build on an entry that is damaged, and must be seen all the same. */
  #show(commit: Commit): void {
    this.catalogue.applyPatches(commit)
    if (this.catalogue.history.graph.waiting > 0) this.catalogue.release()
  }

  #readPolicy(): void {
    const policy = this.catalogue.recordsOfKind('station')[0]?.fields['threshold']
    if (typeof policy === 'number') this.#threshold = policy
  }

  get threshold(): number {
    return this.#threshold
  }

  #changed(): void {
    this.#emit({ type: 'changed', version: this.catalogue.version, rows: this.catalogue.rowsVersion })
    this.#emit({ type: 'status', status: this.status() })
  }

  /** Reads the whole journal once more, behind the work: digests, chain and signatures; what is wrong is told. */
  async #verify(): Promise<void> {
    try {
      if (this.vault.describe().writable) await this.vault.prepare(PREPARED_GROUPS)
      const whole = await this.vault.verify({ signal: this.#ending.signal })
      if (whole || this.#ending.signal.aborted) return
      this.#emit({ type: 'fault', says: { key: 'station.fault.journal' } })
      this.#emit({ type: 'status', status: this.status() })
    } catch {
      // Sealed meanwhile, or a disk that does not answer: the next act that needs it tells.
    }
  }

  /** Words and segments follow in the background, a little at a time. */
  #later(): void {
    void this.indexed().then(() => this.#fold())
  }

  /** Resolves when every row's words are in the index: before, a search might miss some. */
  async indexed(): Promise<void> {
    await this.catalogue.index(() => new Promise((resolve) => setTimeout(resolve)))
  }

  /** Resolves when the journal so far is folded, where that is worth its while, or can't be. */
  async folded(): Promise<void> {
    await this.indexed()
    this.#fold()
    await this.#folding
  }

  #fold(): void {
    if (this.presents || this.#folding || this.#erasing || this.#imports.size > 0 || this.#unfolded < FOLD_AFTER || this.#storage === 'memory-only' || this.#ending.signal.aborted) return
    this.#unfolded = 0
    this.#folding = foldTail(this.vault, this.#ending.signal)
      .catch((error: unknown) => {
        if (this.#ending.signal.aborted) return
        this.#storage = 'memory-only'
        // Only the store's own failure is the browser's; anything else is ours, and must not be blamed on it.
        this.#emit({ type: 'fault', says: { key: error instanceof SegmentStoreError || error instanceof SegmentFault ? 'station.fault.segments' : 'station.fault.fold' } })
        this.#emit({ type: 'status', status: this.status() })
      })
      .finally(() => (this.#folding = null))
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#writing.then(work)
    this.#writing = result.catch(() => undefined)
    return result
  }
}

const isDerived = (kind: string | undefined, field: string): boolean => kind === 'tip' && fieldOf(tip, field)?.derived === true
