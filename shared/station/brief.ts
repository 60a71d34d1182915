import type { BriefingSource, ReleaseFinding } from '../briefing/briefing.ts'
import { composeBriefing } from '../briefing/compose/compose.ts'
import type { BriefingContext } from '../briefing/compose/context.ts'
import { createCountryNames } from '../briefing/compose/country-names.ts'
import { createFinder, foldWords, type Finder } from '../briefing/release/find.ts'
import { release, verdictMessage, type ReleaseOutcome } from '../briefing/release/release.ts'
import { writeHtml } from '../briefing/write/html.ts'
import { writeBriefing } from '../briefing/write/write.ts'
import { endsOf } from '../catalogue/filter.ts'
import type { Translator } from '../language.ts'
import type { Patch, RecordId } from '../model/change.ts'
import { COUNTRIES } from '../model/countries.ts'
import { newRecordId } from '../model/ids.ts'
import { TellableError, type Message } from '../model/message.ts'
import { NO_MONTH } from '../model/units.ts'
import type { Assistance } from './assistance.ts'
import { filterWords } from './filter-words.ts'
import { knownIdentifiers } from './known-identifiers.ts'
import type { OpenStation } from './opened.ts'
import type { StationPorts } from './ports.ts'
import type { Assessment, BriefingDraft, BriefingRequest, Deployment, ReleasedFile, ReleaseRequest, Task } from './station.ts'

/** Settlements that a map's labels may choose from. */
const LABEL_SETTLEMENTS = 4000
/** A place is called after the settlement nearest to it within this, metres. */
export const NEAREST_WITHIN = 100_000
const THRESHOLD_LEAST = 2

interface Briefed {
  readonly outcome: ReleaseOutcome
  readonly finder: Finder
  readonly translator: Translator
}

/** Composes briefings from what the station shows and lets them out, if they may go. */
export class BriefingDesk {
  readonly #station: OpenStation
  readonly #ports: StationPorts
  readonly #geo: Assistance
  #known: { readonly version: number; readonly drafts: string; readonly finder: Promise<Finder> } | null = null
  readonly #places: Record<string, Map<string, boolean>> = {}

  constructor(station: OpenStation, ports: StationPorts, geo: Assistance) {
    this.#station = station
    this.#ports = ports
    this.#geo = geo
    station.onErased(() => (this.#known = null))
  }

  /** The page as it would be written, with what was changed and what stops it. */
  async draft(request: BriefingRequest): Promise<BriefingDraft> {
    const { outcome } = await this.#brief(request, '', {})
    const html = await writeHtml(outcome.document ?? outcome.preview, { paper: 'A4', fonts: await this.#ports.pageFonts() })
    return { html, findings: outcome.findings, stops: outcome.stops }
  }

  /**
   * Checks, writes, opens again, searches, and enters the release in the ledger before the bytes are handed over.
   * @throws TellableError `release-stopped`, `found-in-file`
   */
  async release(request: ReleaseRequest, task: Task): Promise<ReleasedFile> {
    const say = (done: number, key: string) => task.onProgress?.({ done, total: 4, what: { key } })
    say(0, 'station.progress.checking')
    const { outcome, finder, translator } = await this.#brief(request, request.reviewer, task)
    task.signal?.throwIfAborted()
    if (!outcome.document) throw new TellableError('release-stopped', { key: 'station.release-stopped', values: { count: outcome.stops } }, { remedy: { key: 'station.release-stopped-remedy' } })
    say(1, 'station.progress.writing')
    const written = await writeBriefing({ document: outcome.document, format: request.format, paper: 'A4', fonts: await this.#ports.pageFonts(), finder, ownWords: outcome.ownWords, platform: this.#ports.platform })
    task.signal?.throwIfAborted()
    say(3, 'station.progress.entering')
    // Words are for the screen they were typed on: neither the ledger nor who called gets them with the file.
    const findings: ReleaseFinding[] = [...outcome.findings, ...written.findings].map(({ where, what, why, effect }) => ({ where, what, why, effect }))
    const pages = (request.countries ?? []).length > 0 ? await this.#page(outcome.document, finder, outcome.ownWords) : ''
    const record = await this.#enter(request, written.bytes, findings, pages)
    say(4, 'station.progress.entering')
    const says: Message[] = [verdictMessage(0, outcome.toRead + written.findings.length, request.reviewer, outcome.told), { key: 'station.reopened', values: { count: written.pages, format: request.format.toUpperCase() } }]
    const day = new Date(this.#ports.now()).toISOString().slice(0, 10)
    return { name: `${fileName(request.title)} ${day} ${translator.translate({ key: `station.file-tlp.${request.tlp.slice(4).toLowerCase().replace('+', '-')}` })}.${request.format}`, bytes: written.bytes, findings, says, release: record }
  }

  async #brief(request: BriefingRequest, reviewer: string, task: Task): Promise<Briefed> {
    const station = this.#station
    const assessment = await station.assess(request.assessment, task)
    // A plan that was made or kept under other filters is made anew: a document's plan is of the reports that it counts.
    const deployment = request.deployment ? await station.plan({ ...request.deployment, assessment: request.assessment }, task.signal ? { signal: task.signal } : {}) : null
    const translator = await this.#ports.translator(request.language)
    const source = this.#source(request, assessment, deployment, translator)
    const threshold = Math.max(THRESHOLD_LEAST, station.threshold)
    const countryName = createCountryNames(translator)
    const draft = composeBriefing(source, await this.#context(request.language, countryName, translator.formats.number), threshold)
    const [finder, gazetteer] = await Promise.all([this.#finder(), this.#geo.gazetteer()])
    const places = (this.#places[request.language] ??= new Map<string, boolean>())
    // A search takes ten milliseconds, and a page is checked anew at every pause in typing.
    const isPlace = (words: string) => {
      const known = places.get(words) ?? gazetteer.find(words, 1, request.language).some(({ name, spelt }) => spelt === 'as-typed' && sameWords(name, words))
      places.set(words, known)
      return known
    }
    return { outcome: release({ draft, threshold, finder, translator, countryName, isPlace, reviewer }), finder, translator }
  }

  #source(request: BriefingRequest, assessment: Assessment, deployment: Deployment | null, translator: Translator): BriefingSource {
    const { catalogue, vault, sample } = this.#station
    const { filter } = request.assessment
    const { rows, total: _, ...counts } = catalogue.select(filter)
    const byCountry = new Map<string, number>()
    const { country } = catalogue.table().columns
    for (const row of rows) {
      const code = COUNTRIES[country[row] as number] ?? ''
      byCountry.set(code, (byCountry.get(code) ?? 0) + 1)
    }
    return {
      title: request.title,
      station: vault.describe().name,
      tlp: request.tlp,
      composedAt: Math.floor(this.#ports.now() / 1000),
      language: request.language,
      period: filter.period ? endsOf(filter.period) : null,
      years: yearsOf(catalogue.table().columns.month, rows, Math.max(THRESHOLD_LEAST, this.#station.threshold)),
      filters: filterWords(filter, translator),
      keyPoints: request.keyPoints,
      narrative: request.narrative,
      area: assessment.area,
      areaSet: request.assessment.area !== undefined,
      counts: { tips: rows.length, drawn: counts.drawn, regionOnly: counts.regionOnly, countryOnly: counts.countryOnly, noPlace: counts.noPlace },
      byCountry: [...byCountry].map(([code, reports]) => ({ country: code, reports })).sort((a, b) => b.reports - a.reports),
      hotspots: assessment.hotspots,
      segments: assessment.segments,
      plan: deployment?.result ?? null,
      deployment: deployment && { teams: deployment.request.teams, range: deployment.request.range, detour: deployment.request.detour, minimum: deployment.request.minimum },
      method: assessment.method,
      sources: this.#ports.sources(sample),
      sample: sample === 'real' ? 'real-standing-in' : sample,
    }
  }

  async #context(language: string, countryName: (code: string) => string, number: (value: number) => string): Promise<BriefingContext> {
    const [gazetteer, ground] = await Promise.all([this.#geo.gazetteer(), this.#geo.outlinesMedium()])
    return {
      ground,
      settlements: gazetteer.largest(LABEL_SETTLEMENTS, language),
      nearest: (at) => gazetteer.nearest(at, NEAREST_WITHIN, language)?.name ?? null,
      segment: (index) => this.#geo.ground.register.segment(index),
      countryName,
      number: (value) => number(value),
    }
  }

  /** Made anew only when a record or a draft has changed. */
  async #finder(): Promise<Finder> {
    const parked = (await this.#station.drafts()).map(({ value }) => value).filter(isCall)
    const { version } = this.#station.catalogue
    const drafts = JSON.stringify(parked)
    if (this.#known?.version !== version || this.#known.drafts !== drafts) this.#known = { version, drafts, finder: knownIdentifiers(this.#station.catalogue, parked).then(createFinder) }
    return this.#known.finder
  }

  /** The page as an ambassador reads it in the window, which has the fonts; searched like every page that leaves. */
  async #page(document: NonNullable<ReleaseOutcome['document']>, finder: Finder, ownWords: ReleaseOutcome['ownWords']): Promise<string> {
    const { bytes } = await writeBriefing({ document, format: 'html', paper: 'A4', fonts: [], finder, ownWords, platform: this.#ports.platform })
    return new TextDecoder().decode(bytes)
  }

  /** The ledger's entry, and a page for each country that it is released to: one commit, so that neither is there without the other. */
  async #enter(request: ReleaseRequest, bytes: Uint8Array, findings: readonly ReleaseFinding[], page: string): Promise<RecordId> {
    const record = newRecordId()
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>))
    const values: Record<string, unknown> = {
      title: request.title, format: request.format, tlp: request.tlp, released: Math.floor(this.#ports.now() / 1000), reviewer: request.reviewer, threshold: this.#station.threshold,
      hash: Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join(''), request: request.assessment, findings: findings.map(({ where, what, effect }) => ({ where, what, effect })),
    }
    const publications = (request.countries ?? []).flatMap((country) => {
      const publication = newRecordId()
      const shown = { title: request.title, tlp: request.tlp, released: values['released'], from: this.#station.vault.describe().name, country, page: { html: page } }
      return Object.entries(shown).map(([field, value]): Patch => ({ record: publication, kind: 'publication', field, value, group: `aggregate/${country}` }))
    })
    await this.#station.commit({ act: 'release', patches: [...Object.entries(values).map(([field, value]): Patch => ({ record, kind: 'release', field, value })), ...publications] }, [
      this.#station.access.stamped({ does: 'export', act: 'release', records: [{ id: record, kind: 'release' }], format: request.format, hash: String(values['hash']), bytes: bytes.length }),
    ])
    return record
  }
}

/** Not what is written for a briefing, which is what is checked, nor the filters that somebody set. */
const isCall = (draft: unknown) => typeof draft === 'object' && draft !== null && 'kind' in draft && draft.kind === 'call'

const sameWords = (one: string, other: string) => [...foldWords([one])].join(' ') === [...foldWords([other])].join(' ')

/** Years that the dated rows are from, but for fewer than `least` at either end: the year of one report alone would tell of it. */
export function yearsOf(month: Uint16Array, rows: Uint32Array, least: number): { readonly from: number; readonly to: number } | null {
  const years = new Map<number, number>()
  for (const row of rows) {
    const at = month[row] as number
    if (at !== NO_MONTH) years.set(1970 + Math.floor(at / 12), (years.get(1970 + Math.floor(at / 12)) ?? 0) + 1)
  }
  const inOrder = [...years].sort(([one], [other]) => one - other)
  const reached = (ordered: readonly (readonly [number, number])[]) => {
    let sum = 0
    return ordered.find(([, count]) => (sum += count) >= least)?.[0] ?? null
  }
  const [from, to] = [reached(inOrder), reached([...inOrder].reverse())]
  return from === null || to === null || from > to ? null : { from, to }
}

/** Letters, digits and spaces of the title, so that any disk takes it. */
function fileName(title: string): string {
  return title.normalize('NFC').replace(/[^\p{L}\p{M}\p{N} -]/gu, '').trim().slice(0, 60) || 'Briefing'
}

