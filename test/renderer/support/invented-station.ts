import { Catalogue } from '../../../shared/catalogue/catalogue.ts'
import { previewSource, readRows } from '../../../shared/ingest/ingest.ts'
import type { ChangeSet, CommitId, Patch, RecordId } from '../../../shared/model/change.ts'
import { groupsOfRoles } from '../../../shared/model/roles.ts'
import { TellableError } from '../../../shared/model/message.ts'
import { VOCABULARIES } from '../../../shared/model/vocabularies/vocabulary.ts'
import type { Keeping } from '../../../shared/station/keeping/keeping.ts'
import type { PlaceHit, Station, StationEvent, StationStatus } from '../../../shared/station/station.ts'
import { SealedValues } from '../../../shared/station/sealed-values.ts'

/**
 * A station for tests of the window alone: the real catalogue and the real reading of files, over commits that
 * are kept in memory and sealed by nothing. It is never part of the program; nothing outside test/ may import it.
 */
export interface InventedOptions {
  readonly tips: number
  /** A vault that is there already, sealed: its account and passphrase. */
  readonly vault?: { readonly name: string; readonly account: string; readonly passphrase: string }
  readonly now?: () => number
}

/** Numbers in [0, 1) out of a seed (mulberry32): the same tips in every run. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

const PLACES: readonly PlaceHit[] = [
  { name: 'Agadez', region: 'Agadez', country: 'NER', precision: 'settlement', at: [7.9911, 16.9742], population: 124_324 },
  { name: 'Agadez', region: null, country: 'NER', precision: 'region', at: [10.5, 19.2], population: 0 },
  { name: 'Agadir', region: 'Souss-Massa', country: 'MAR', precision: 'settlement', at: [-9.6, 30.42], population: 698_310 },
  { name: 'Zinder', region: 'Zinder', country: 'NER', precision: 'settlement', at: [8.9884, 13.8072], population: 191_424 },
  { name: 'Sabratha', region: 'Zawiya', country: 'LBY', precision: 'settlement', at: [12.4885, 32.7934], population: 102_038 },
  { name: 'Sabha', region: 'Sabha', country: 'LBY', precision: 'settlement', at: [14.4283, 27.0377], population: 130_000 },
  { name: 'Tamanrasset', region: 'Tamanrasset', country: 'DZA', precision: 'settlement', at: [5.5228, 22.785], population: 76_000 },
  { name: 'Gao', region: 'Gao', country: 'MLI', precision: 'settlement', at: [-0.0447, 16.2717], population: 87_000 },
  { name: 'Kufra', region: 'Kufra', country: 'LBY', precision: 'settlement', at: [23.3069, 24.1997], population: 60_000 },
  { name: 'Libya', region: null, country: 'LBY', precision: 'country', at: null, population: 0 },
  { name: 'Niger', region: null, country: 'NER', precision: 'country', at: null, population: 0 },
]
const SAID = [
  'Nine men on two pick-ups north, fares turned into debt, some under 18',
  'They keep 30 of us in a yard, they sell who cannot pay',
  'Bus agency offers “paid ahead” fares to the north',
  'Boat driver pressed from among passengers',
  'Papers kept by employer, no pay for seven months',
  'Boys moved between quarters every Friday to beg at the mosque',
  'Two brothers taken at a checkpoint',
  'Mine at five hours by truck, guards at night, food sold on credit',
  'Advert for hairdressers, same number as last month',
  'فتاة في الثانية عشرة تقريبًا في بيت، لا تُرى خارجه أبدًا',
]

const RECOVERY_KEY = ['k7qf', '3mxa', '9rtw', 'p2de', 'hv8s', 'zc4n', 'b6uy', 'ej5g', 'x1qo', 'd3ka', 'm8tf', 'w9rl']

const idFrom = (random: () => number) => Array.from({ length: 32 }, () => Math.floor(random() * 16).toString(16)).join('') as RecordId

function inventTips(count: number, now: number): Patch[] {
  const random = seeded(20260614)
  const pick = <T>(from: readonly T[]) => from[Math.floor(random() * from.length)]!
  return Array.from({ length: count }, () => {
    const record = idFrom(random)
    const to = Math.floor(now - random() ** 2 * 500 * 86_400)
    const vague = random() < 0.3
    const hit = pick(PLACES)
    const graded = random() < 0.7
    const set = (field: string, value: unknown): Patch => ({ record, kind: 'tip', field, value })
    return [
      set('danger', random() < 0.02 ? 'yes-now' : random() < 0.05 ? 'possibly' : 'no'),
      set('place', { ...(hit.at && { at: [hit.at[0] + random() * 0.2, hit.at[1] + random() * 0.2] }), precision: hit.precision, reason: 'gazetteer', country: hit.country, name: hit.name }),
      set('when', vague ? { words: '', from: Math.floor(to / 86_400) * 86_400, to: Math.floor(to / 86_400) * 86_400 + 86_399 } : { words: '', from: to - 3600, to }),
      set('what', pick(SAID)),
      set('received', to + 3600),
      set('channel', pick(VOCABULARIES.channel)),
      set('surfaced', pick(VOCABULARIES.surfaced)),
      set('form', pick(VOCABULARIES.form.slice(0, 13))),
      ...(graded ? [set('source', pick(VOCABULARIES.source.slice(1))), set('information', pick(VOCABULARIES.information.slice(1)))] : []),
      set('status', random() < 0.2 ? 'untriaged' : 'triaged'),
      ...(random() < 0.1 ? [set('contact', '+22790000000')] : []),
    ]
  }).flat()
}

export function inventedStation({ tips, vault, now = Date.now }: InventedOptions): Station {
  const catalogue = new Catalogue(now)
  const listeners = new Set<(event: StationEvent) => void>()
  const drafts = new Map<string, unknown>()
  const random = seeded(1)
  let sequence = 0
  let heads: readonly CommitId[] = []
  const undoable: CommitId[] = []
  let redoable: CommitId[] = []
  let open: { name: string; account: string; sample: StationStatus['sample'] } | null = null
  let vaults = vault ? [{ vault: '0'.repeat(32), name: vault.name, damaged: false, sample: false, busy: false }] : []
  let failures = 0
  let known = vault

  const status = (): StationStatus => ({
    open: open !== null, name: open?.name ?? null, account: open?.account ?? null, sample: open?.sample ?? null, commits: sequence, tips: open ? catalogue.tips : 0, conflicts: open ? catalogue.conflicted : 0,
    journalBytes: sequence * 1200, journalWhole: true, writable: true, storage: 'database', canUndo: null, canRedo: null, undoable: undoable.length, threshold: 5, recoveryConfirmed: true, recoveryDue: false, room: 'enough', presents: false,
    keys: { groups: groupsOfRoles(['analyst', 'administrator']), administrator: true },
    waiting: 0,
  })
  const emit = (event: StationEvent) => {
    for (const listener of listeners) listener(event)
  }
  /** `note`: keeps the commit where undo or redo finds it, before the window is told. */
  const deliver = (change: ChangeSet, note: (commit: CommitId) => void = () => undefined) => {
    const id = idFrom(random) as string as CommitId
    catalogue.applyPatches({ id, device: 'invented', sequence: ++sequence, seen: heads, hlc: { time: now(), count: 0 }, account: open?.account ?? 'Kestrel', act: change.act, patches: change.patches, ...(change.undoes && { undoes: change.undoes }) })
    heads = [id]
    note(id)
    emit({ type: 'changed', version: catalogue.version, rows: catalogue.rowsVersion })
    emit({ type: 'status', status: status() })
    return { commit: id, sealedAt: now(), leftAlone: [] }
  }
  const fill = () => {
    if (tips > 0) deliver({ act: 'import', patches: inventTips(tips, Math.floor(now() / 1000)) })
  }
  const takeBack = async (from: CommitId[], to: CommitId[], act: string) => {
    const target = from.pop()
    if (!target) return null
    const plan = await catalogue.planUndo(target, act)
    if (!plan?.change) return null
    const undone = catalogue.history.graph.get(target)!.commit
    const receipt = deliver(plan.change, (commit) => to.push(commit))
    return { receipt: { ...receipt, leftAlone: plan.leftAlone }, act: undone.act, undone: target, records: [...new Set(plan.change.patches.map(({ record }) => record))] }
  }
  const notHere = (): never => {
    throw new TellableError('not-here', { key: 'app.fault.unforeseen', values: { kind: 'not in this double' } })
  }

  const sealed = new SealedValues()
  const station: Omit<Station, Exclude<keyof Keeping, 'openSealed' | 'confirmRecovery' | 'freshRecovery'>> = {
    describe: async () => ({ shell: 'node', version: '0.1.0', deviceSecret: 'none', printsPdf: false, choosesPlaces: 'typed', machine: '0'.repeat(32), freeBytes: 212e9, dataFolder: '/home/analyst/.local/share/vigil' }),
    listVaults: async () => vaults,
    found: async (request) => {
      open = { name: request.name, account: request.account, sample: request.sample ?? null }
      if (!request.sample) {
        known = request
        vaults = [{ vault: '0'.repeat(32), name: request.name, damaged: false, sample: false, busy: false }]
      } else fill()
      return { vault: '0'.repeat(32), recoveryKey: RECOVERY_KEY }
    },
    recover: notHere,
    freshRecovery: async () => ({ keyNumber: 1, words: RECOVERY_KEY, shares: [RECOVERY_KEY, RECOVERY_KEY, RECOVERY_KEY] }),
    confirmRecovery: async (typed) => {
      const asked = ('shares' in typed ? [] : typed).flatMap((word, position) => (word === '' ? [] : [{ word, position }]))
      if (asked.length === 0 || asked.some(({ word, position }) => word !== RECOVERY_KEY[position])) throw new TellableError('recovery-words', { key: 'station.recovery-words' })
    },
    open: async ({ account, passphrase }, task) => {
      if (failures > 0) {
        task?.onProgress?.({ done: 0, total: 1000 * 2 ** failures, what: { key: 'station.progress.waiting' } })
        await new Promise((resolve) => setTimeout(resolve, 1000 * 2 ** failures))
      }
      if (!known || account !== known.account || passphrase !== known.passphrase) {
        failures++
        throw new TellableError('wrong-passphrase', { key: 'vault.error.wrong-passphrase.says' }, { remedy: { key: 'vault.fault.wrong-passphrase.remedy' } })
      }
      failures = 0
      open = { name: known.name, account, sample: null }
      if (sequence === 0) fill()
      return { name: known.name, account, commits: sequence, tips: catalogue.tips, notes: [], milliseconds: {} }
    },
    seal: async () => {
      open = null
    },
    takeApart: async (record) => {
      const plan = await catalogue.planTakingApart(record)
      return plan?.change ? { ...deliver(plan.change, (commit) => undoable.push(commit)), leftAlone: plan.leftAlone } : null
    },
    present: notHere,
    acceptLoss: async () => undefined,
    status: async () => status(),
    commit: async (change) => {
      redoable = []
      return deliver(sealed.resolved(change), (commit) => undoable.push(commit))
    },
    undo: () => takeBack(undoable, redoable, 'undo'),
    redo: () => takeBack(redoable, undoable, 'redo'),
    record: async (id) => {
      const record = await catalogue.record(id)
      return record && sealed.withheld(record)
    },
    recordsOfKind: async (kind) => catalogue.recordsOfKind(kind).map((record) => sealed.withheld(record)),
    openSealed: async ({ record, field, token }) => ({ value: sealed.open((await catalogue.record(record))!, field, token) }),
    saveDraft: async (draft, value) => {
      drafts.set(draft, structuredClone(value))
      return { sealedAt: now() }
    },
    drafts: async () => [...drafts].map(([draft, value]) => ({ draft, value })),
    dropDraft: async (draft) => void drafts.delete(draft),
    previewImport: (file) => previewSource(file),
    runImport: async (file, mapping, task) => {
      const reading = readRows(file, mapping, { countryAt: () => undefined, isCountryCentroid: () => false, isRegionCentroid: () => false })
      const patches: Patch[] = []
      for await (const batch of reading) {
        task?.signal?.throwIfAborted()
        for (const row of batch.rows) {
          const record = idFrom(random)
          for (const [field, value] of Object.entries(row.fields)) patches.push({ record, kind: 'tip', field, value })
        }
        task?.onProgress?.(batch.counts)
      }
      const report = reading.report()
      const receipt = patches.length === 0 ? null : deliver({ act: 'import', patches }, (commit) => undoable.push(commit))
      return { importId: idFrom(random), commit: receipt?.commit ?? null, counts: report.counts, refusals: report.refusals, duplicates: report.duplicates, alike: report.alike, doubts: report.doubts, precision: report.precision, cancelled: false }
    },
    restoreDuplicates: notHere,
    table: async () => catalogue.table(),
    select: async (filter) => catalogue.select(filter),
    rows: (rows, fields) => catalogue.rows(rows, fields),
    search: (words, limit) => catalogue.search(words, limit),
    findPlace: async (words, limit) => PLACES.filter((place) => place.name.toLowerCase().startsWith(words.toLowerCase())).slice(0, limit),
    placesNear: async (points) => points.map(() => null),
    assess: notHere,
    plan: notHere,
    composeBriefing: notHere,
    releaseBriefing: notHere,
    saveFile: async (name) => ({ saved: true, where: `Downloads/${name}` }),
    onEvent: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
  // How a vault is kept has no double: a window that asks for it is tested over the real one.
  return new Proxy(station, { get: (target, name) => Reflect.get(target, name) ?? (name === 'then' ? undefined : async () => notHere()) }) as Station
}
