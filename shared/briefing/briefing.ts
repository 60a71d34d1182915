import type { LngLat } from '../model/units.ts'
import type { Message } from '../model/message.ts'
import type { HotspotResult, SegmentResult } from '../analysis/result.ts'
import type { PlanResult } from '../planning/plan.ts'
import type { CodeOf } from '../model/vocabularies/vocabulary.ts'
import type { ToldWords } from './release/told-words.ts'

/** What a briefing is composed from: the current filters, the analysis of them, and the plan, as the analyst sees them. */
export interface BriefingSource {
  readonly title: string
  readonly station: string
  readonly tlp: CodeOf<'tlp'>
  /** Seconds since epoch. */
  readonly composedAt: number
  readonly language: string
  /** Seconds since epoch; null at an end that is open. */
  readonly period: { readonly from: number | null; readonly to: number | null } | null
  /** Years that dated reports are from, but for a few at either end, where no period was set; null: few or none are dated. */
  readonly years: { readonly from: number; readonly to: number } | null
  /** The filters in words. */
  readonly filters: readonly Message[]
  /** Typed by the analyst; made from the results where none are. */
  readonly keyPoints: readonly string[]
  /** Typed; paragraphs parted by empty lines. */
  readonly narrative: string
  /** Countries of the study area. */
  readonly area: readonly string[]
  /** True where it was set, perhaps for its many reports, and is not what the reports' own places make it. */
  readonly areaSet?: boolean
  readonly counts: { readonly tips: number; readonly drawn: number; readonly regionOnly: number; readonly countryOnly: number; readonly noPlace: number }
  /** Reports by country, before suppression; country '' for those that name none. They add up to `counts.tips`. */
  readonly byCountry: readonly { readonly country: string; readonly reports: number; readonly outcomes?: Readonly<Record<string, number>> }[]
  readonly hotspots: HotspotResult
  readonly segments: SegmentResult
  readonly plan: PlanResult | null
  /** What the plan was asked for; null where there is none. Metres. */
  readonly deployment: { readonly teams: number; readonly range: number; readonly detour: number; readonly minimum: Readonly<Record<string, number>> } | null
  readonly method: readonly Message[]
  readonly sources: readonly { readonly name: string; readonly attribution: string }[]
  readonly sample: 'real-standing-in' | 'invented' | null
}

/** Everything the vault knows that a released document must not hold. Made from the kinds' `sensitivity`. */
export interface KnownIdentifiers {
  readonly names: readonly string[]
  readonly contacts: readonly string[]
  readonly identifiers: readonly string[]
  readonly exactPlaces: readonly LngLat[]
  /** What tips say in words; absent where nothing was told. */
  readonly told?: ToldWords
}

/** One thing the release check changed or found. */
export interface ReleaseFinding {
  readonly where: string
  readonly what: 'small-count' | 'complement' | 'coarsened' | 'name' | 'contact' | 'identifier' | 'exact-place' | 'not-drawn' | 'to-read'
  readonly why: Message
  /** `changed`: the document was changed; `stop`: nothing is written until it is gone; `read`: a person must look. */
  readonly effect: 'changed' | 'stop' | 'read'
  /** What was found in a text, as it stands there: for the screen, where what a person lets stand is known by it; never written anywhere. */
  readonly words?: string
}

declare const cleared: unique symbol
/** A value that the release check passed; only `briefing/release` can make one, and exporters accept nothing else. */
export type Cleared<T> = T & { readonly [cleared]: true }
