import { previewSource } from '../ingest/ingest.ts'
import { TellableError } from '../model/message.ts'
import { newRecordId } from '../model/ids.ts'
import { kindOf } from '../model/kinds/kinds.ts'
import { tip } from '../model/kinds/tip.ts'
import { PlatformError } from '../platform.ts'
import { createVault, memoryStore, openHanded, openVault, peekVault, recoverVault, type OpenVault, type Stretching } from '../vault/vault.ts'
import { loadAssistance, type Assistance } from './assistance.ts'
import { BriefingDesk, NEAREST_WITHIN } from './brief.ts'
import { deferredStore } from './deferred-store.ts'
import { keepingCalls } from './keeping/keeping.ts'
import { rehearsalNote } from './keeping/recovery.ts'
import { recoveryWordsOf } from './keeping/typed-words.ts'
import { nameBases } from './name-bases.ts'
import { OpenStation } from './opened.ts'
import type { StationPorts } from './ports.ts'
import { PRESENTED, type Presenting } from './presenting.ts'
import { withNames } from './named-accounts.ts'
import { SAMPLES } from './samples.ts'
import { hasSealedFields, openFields } from './sealed-values.ts'
import type { FoundRequest, OpenReport, Station, StationEvent, StationStatus } from './station.ts'

const SEALED: StationStatus = {
  open: false, name: null, account: null, sample: null, commits: 0, tips: 0, conflicts: 0, journalBytes: 0, journalWhole: true, writable: true, storage: 'database', canUndo: null, canRedo: null, undoable: 0, threshold: 5, recoveryConfirmed: false, recoveryDue: false, room: 'enough', presents: false,
  keys: { groups: [], administrator: false }, waiting: 0,
}
/** A sample vault is thrown away, and its passphrase is random: stretching it would only keep people waiting. */
const SAMPLE_STRETCHING: Stretching = { memory: 64 * 1024, passes: 3 }
const SAMPLE_ACCOUNT = 'sample'

interface Opened {
  readonly vaultId: string
  readonly station: OpenStation
  readonly desk: BriefingDesk
  readonly passing: boolean
}

/** A station over its ports: the window's worker and the program without a window both run this. */
export function createStation(ports: StationPorts): Station & Presenting {
  const listeners = new Set<(event: StationEvent) => void>()
  const emit = (event: StationEvent) => {
    for (const listener of listeners) listener(event)
  }
  let assistance: Promise<Assistance> | undefined
  const assisted = () => (assistance ??= loadAssistance(ports.readResource).catch((error: unknown) => {
    assistance = undefined
    throw error
  }))
  let opened: Opened | null = null
  /** Grows whenever sealing is asked for: an opening that one overtakes ends sealed. */
  let seals = 0
  const whenOpened: ((station: OpenStation) => void)[] = []
  const beforeSealing: ((station: OpenStation, mayTakeSeconds: boolean) => Promise<void>)[] = []

  const held = (): Opened => {
    if (!opened) throw sealedError()
    return opened
  }
  const hold = async (vaultId: string, vault: OpenVault, sample: StationStatus['sample'], passing: boolean, presents = false): Promise<Opened> => {
    const geo = await assisted()
    const station = new OpenStation(vault, ports, geo, sample, emit, presents)
    return { vaultId, station, desk: new BriefingDesk(station, ports, geo), passing }
  }
  const leaving = (station: OpenStation, mayTakeSeconds: boolean) => Promise.all(beforeSealing.map((finish) => finish(station, mayTakeSeconds).catch(() => undefined)))
  const seal = async (mayTakeSeconds = false) => {
    seals++
    const closing = opened
    // What must go at once goes at once, and ends what an earlier sealing still waits for.
    if (closing) await leaving(closing.station, mayTakeSeconds)
    const was = opened
    opened = null
    if (!was) return
    await was.station.seal()
    if (was.passing) {
      await ports.segmentStore(was.vaultId).clear().catch(() => undefined)
      await ports.platform.call('discardVault', { vault: was.vaultId }).catch(() => undefined)
    }
  }
  ports.platform.onNotice((notice) => {
    const wasOpen = opened !== null
    // Whatever fails on the way, the window is told: what it shows must go.
    void seal().catch(() => undefined).then(() => {
      if (wasOpen) emit({ type: 'sealed', reason: notice === 'screen-locked' ? 'screen-locked' : 'sleep' })
    })
  })

  const station: Station & Presenting = {
    ...keepingCalls({
      ports, held: () => held().station, emit, seal: () => seal(), tell: () => emit({ type: 'status', status: held().station.status() }),
      whenOpened: (begin) => whenOpened.push(begin), beforeSealing: (finish) => beforeSealing.push(finish),
    }),
    describe: async () => (await ports.platform.call('describe', {})).answer,

    async listVaults() {
      const { answer } = await ports.platform.call('listVaults', {})
      const listed = []
      for (const vault of answer.vaults) {
        const { name, sample, damaged } = await peekVault(ports.platform, vault)
        // Samples are thrown away when they are sealed; one that is left over was killed.
        if (sample) await ports.platform.call('discardVault', { vault }).catch(() => undefined)
        else listed.push({ vault, name, damaged, sample, busy: answer.busy.includes(vault) })
      }
      return listed
    },

    async found(request) {
      await seal()
      const { vault, vaultId, recoveryKey } = await foundVault(ports, request)
      try {
        opened = await hold(vaultId, vault, request.sample ?? null, request.sample !== undefined)
        const { station } = opened
        await station.load()
        await station.commit({ act: 'found-station', patches: stationPatches(request) })
        if (request.sample && request.filled !== false) await fillWithSample(station, ports, request.sample)
        else await station.folded()
        for (const begin of whenOpened) begin(station)
      } catch (error) {
        await seal()
        await vault.seal().catch(() => undefined)
        throw error
      }
      return { vault: vaultId, recoveryKey }
    },

    async open(request, task = {}) {
      await seal()
      const start = performance.now()
      const before = seals
      const geo = assisted()
      const vault = await openVault(ports.platform, ports.segmentStore(request.vault), {
        ...request,
        compressor: ports.compressor,
        clock: ports.now,
        ...(ports.engine && { engine: ports.engine }),
        ...(task.signal && { signal: task.signal }),
        onProgress: (progress) => task.onProgress?.({ done: 0, total: progress.what === 'waiting' ? progress.milliseconds : 0, what: { key: `station.progress.${progress.what}` } }),
      })
      const unlocked = performance.now() - start
      try {
        await geo
        const ready = await hold(request.vault, vault, null, false)
        if (seals !== before) throw sealedError()
        opened = ready
        const report = await opened.station.load(task)
        for (const begin of whenOpened) begin(ready.station)
        const note = rehearsalNote(vault, ports.now())
        return { ...report, notes: note ? [...report.notes, note] : report.notes, milliseconds: { unlock: unlocked, ...report.milliseconds } } satisfies OpenReport
      } catch (error) {
        if (opened?.station.vault === vault) opened = null
        await vault.seal().catch(() => undefined)
        throw error
      }
    },

    async recover({ vault, account, passphrase, ends, ...typed }, task = {}) {
      await seal()
      const before = seals
      const words = recoveryWordsOf(typed)
      task.onProgress?.({ done: 0, total: 0, what: { key: 'station.progress.recovering' } })
      await recoverVault(ports.platform, { vault, words, account, passphrase, ...(ends && { ends }), clock: ports.now, ...(ports.engine && { engine: ports.engine }), ...(ports.stretching && { stretching: ports.stretching }) })
      // A screen that was locked meanwhile stays locked: the new passphrase opens it later.
      if (seals !== before) throw sealedError()
      const report = await station.open({ vault, account, passphrase }, task)
      // A working copy is an account's own, and this one is new: that it has none yet is no loss to tell.
      return { ...report, notes: report.notes.filter(({ key }) => key !== 'vault.note.segments-missing') }
    },
    seal: () => seal(true),
    async handOver() {
      const { station, passing } = held()
      await leaving(station, false)
      const handed = { keys: station.vault.handOver(PRESENTED), sample: station.sample, passing }
      // A sample is not thrown away yet: it is shown first.
      opened = null
      seals++
      await station.seal()
      return handed
    },
    async takeOver({ keys, sample, passing }, task = {}) {
      await seal()
      const before = seals
      // Segments are the account's own work, and this opening must neither read nor replace them: all is read from the journal.
      const vault = await openHanded(ports.platform, memoryStore(), keys, { compressor: ports.compressor, clock: ports.now, ...(ports.engine && { engine: ports.engine }) })
      try {
        const ready = await hold(keys.vault, vault, sample, passing, true)
        if (seals !== before) throw sealedError()
        opened = ready
        return await ready.station.load(task)
      } catch (error) {
        if (opened?.station.vault === vault) opened = null
        await vault.seal().catch(() => undefined)
        throw error
      }
    },
    present: async (task = {}) => station.takeOver(await station.handOver(), task),
    acceptLoss: () => held().station.acceptLoss(),
    status: async () => opened?.station.status() ?? SEALED,
    commit: async (change) => {
      const { station } = held()
      return station.commit(station.sealed.resolved(change))
    },
    undo: (commit) => held().station.undo(commit),
    redo: () => held().station.redo(),
    record: async (id) => {
      const { station } = held()
      const record = await station.catalogue.record(id)
      if (!record) return null
      station.access.note({ does: 'see', records: [{ id: record.id, kind: record.kind }] })
      return station.sealed.withheld(withNames(record, (account) => station.vault.accountName(account) ?? ''))
    },
    takeApart: (record) => held().station.takeApart(record),
    recordsOfKind: async (kind) => {
      const { station } = held()
      const records = station.catalogue.recordsOfKind(kind)
      const declared = kindOf(kind)
      if (declared && hasSealedFields(declared) && records.length > 0) station.access.note({ does: 'see', act: kind, count: records.length })
      return records.map((record) => station.sealed.withheld(record))
    },

    saveDraft: (draft, value) => held().station.saveDraft(draft, value),
    drafts: () => held().station.drafts(),
    dropDraft: (draft) => held().station.vault.drafts.drop(draft),

    previewImport: (file) => previewSource(file),
    runImport: (file, mapping, task = {}) => held().station.importFile(file, mapping, task),
    restoreDuplicates: (importId, rows) => held().station.restoreDuplicates(importId, rows),

    table: async () => held().station.catalogue.table(),
    select: async (filter) => {
      const { station } = held()
      if (filter.words !== undefined) await station.indexed()
      return station.select(filter)
    },
    rows: (rows, fields) => held().station.catalogue.rows(rows, openFields(tip, fields)),
    search: async (words, limit) => {
      const { station } = held()
      const hits = await station.search(words, limit)
      station.access.note({ does: 'search', count: hits.length })
      return hits
    },
    async findPlace(words, limit, language) {
      const gazetteer = await (await assisted()).gazetteer()
      return gazetteer.find(words, limit, language).map(({ name, region, country, precision, at, population }) => ({ name, region, country, precision, at, population }))
    },

    async placesNear(points, language) {
      const gazetteer = await (await assisted()).gazetteer()
      return points.map((at) => {
        const found = gazetteer.nearest(at, NEAREST_WITHIN, language)
        return found && { name: found.name, country: found.country }
      })
    },

    assess: (request, task = {}) => held().station.assess(request, task),
    async plan(request, language, task = {}) {
      const deployment = await held().station.plan(request, task)
      return { ...deployment, result: nameBases(deployment.result, await (await assisted()).gazetteer(), language) }
    },
    composeBriefing: (request) => held().desk.draft(request),
    releaseBriefing: (request, task = {}) => held().desk.release(request, task),
    async saveFile(name, bytes) {
      // What leaves is on record before it does; a vault that takes no writes lets go what it must.
      await opened?.station.access.recorded({ does: 'export', bytes: bytes.length, hash: await sha256Of(bytes), format: /\.([\w-]{1,20})$/.exec(name)?.[1] ?? '' })
      try {
        return (await ports.platform.call('saveFile', { name }, bytes)).answer
      } catch (error) {
        if (!(error instanceof PlatformError)) throw error
        throw new TellableError('not-saved', { key: `station.not-saved.${error.code === 'disk-full' ? 'full' : 'failed'}`, values: { name } }, { kept: { key: 'station.not-saved.kept' }, remedy: { key: 'station.not-saved.remedy' }, cause: error })
      }
    },
    onEvent(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
  return station
}

async function sha256Of(bytes: Uint8Array): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array(bytes)))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

const sealedError = () => new TellableError('sealed', { key: 'station.sealed' }, { remedy: { key: 'station.sealed-remedy' } })

async function foundVault(ports: StationPorts, request: FoundRequest): Promise<{ vault: OpenVault; vaultId: string; recoveryKey: readonly string[] }> {
  const passing = request.sample !== undefined
  const passphrase = passing ? Array.from(crypto.getRandomValues(new Uint8Array(24)), (byte) => byte.toString(16).padStart(2, '0')).join('') : request.passphrase
  // The store's name is the vault's id, which founding makes: segments wait for the first fold.
  const store = deferredStore(ports.segmentStore)
  const { vault, recoveryKey } = await createVault(ports.platform, store, {
    name: request.name,
    account: passing ? SAMPLE_ACCOUNT : request.account,
    passphrase,
    sample: passing,
    compressor: ports.compressor,
    clock: ports.now,
    ...(ports.engine && { engine: ports.engine }),
    ...(passing ? { stretching: SAMPLE_STRETCHING } : ports.stretching && { stretching: ports.stretching }),
  })
  const { vault: vaultId } = vault.describe()
  store.belongsTo(vaultId)
  return { vault, vaultId, recoveryKey }
}

function stationPatches({ name, account, threshold }: FoundRequest) {
  const station = newRecordId()
  const person = newRecordId()
  return [
    { record: station, kind: 'station', field: 'name', value: name },
    { record: station, kind: 'station', field: 'threshold', value: threshold ?? 5 },
    { record: person, kind: 'account', field: 'name', value: account || SAMPLE_ACCOUNT },
  ]
}

/** Brings a sample in the way a person would: the same reading, the same checks, the same journal. */
async function fillWithSample(station: OpenStation, ports: StationPorts, sample: 'real' | 'invented'): Promise<void> {
  const { path, name } = SAMPLES[sample]
  const bytes = await ports.readResource(path)
  const file = new Blob([bytes as Uint8Array<ArrayBuffer>])
  const source = { name, size: bytes.length, slice: (start: number, end: number) => file.slice(start, end) }
  const { mapping } = await previewSource(source)
  await station.importFile(source, mapping, {})
}
