import { PRECISIONS } from '../place.ts'

/**
 * Code lists that columns hold by index. The order is part of the stored format: append, never reorder,
 * never remove. Labels live in `resources/locales/<language>/vocabularies.json` as `<vocabulary>.<code>`.
 */
export const VOCABULARIES = {
  precision: PRECISIONS,
  /** Channel a tip came by. Codes of the hotline vocabulary, with what imports add. */
  channel: ['not-stated', 'phone', 'sms', 'web-form', 'email', 'paper', 'in-person', 'partner', 'patrol', 'open-data', 'sealed-form', 'chat'],
  /** How it came to light: patrols must not feed the hotspots that send them. */
  surfaced: ['not-stated', 'reported', 'patrol', 'partner'],
  /** Strongest first: a danger always wins a merge. */
  danger: ['yes-now', 'possibly', 'no', 'not-known'],
  /** Form of exploitation (HTCDS exploitation types where one exists), then what standing-in data report. */
  form: ['not-stated', 'sexual-exploitation', 'forced-labour', 'domestic-servitude', 'forced-marriage', 'begging', 'forced-crime', 'armed-group', 'organ-removal', 'child-labour', 'debt-bondage', 'ransom', 'other', 'route-death'],
  /** Admiralty source reliability; index 0 is ungraded. */
  source: ['not-graded', 'A', 'B', 'C', 'D', 'E', 'F'],
  /** Admiralty information credibility; index 0 is ungraded. */
  information: ['not-graded', '1', '2', '3', '4', '5', '6'],
  status: ['untriaged', 'triaged', 'set-aside'],
  /** Doubts that the import or the station raised; shown, never acted on in silence. */
  doubt: ['same-id-other-content', 'date-order-guessed', 'swapped-coordinates', 'country-disagrees', 'crowded-point', 'encoding-guessed', 'date-in-future', 'place-unreadable', 'number-unreadable', 'code-unknown'],
  /** What a named place is used for. */
  placeUse: ['not-stated', 'crossing-point', 'transit', 'origin', 'destination', 'gathering-point'],
  personRole: ['not-stated', 'victim', 'suspect', 'convicted', 'witness', 'reporter'],
  caseStatus: ['open', 'closed'],
  /** What an account's keys open (SECURITY.md, "Roles are keys"). */
  role: ['analyst', 'protection-officer', 'planner', 'ambassador', 'administrator'],
  releaseFormat: ['html', 'pdf'],
  tlp: ['TLP:RED', 'TLP:AMBER+STRICT', 'TLP:AMBER', 'TLP:GREEN', 'TLP:CLEAR'],
} as const satisfies Record<string, readonly string[]>

export type VocabularyName = keyof typeof VOCABULARIES
export type CodeOf<V extends VocabularyName> = (typeof VOCABULARIES)[V][number]

/**
 * The code that stands where nothing is known, in columns and filters. A list without one (a role, a format)
 * is never kept in a column.
 */
const ABSENT: Readonly<Partial<Record<VocabularyName, string>>> = {
  precision: 'none', channel: 'not-stated', surfaced: 'not-stated', danger: 'not-known', form: 'not-stated', source: 'not-graded',
  information: 'not-graded', status: 'untriaged', placeUse: 'not-stated', personRole: 'not-stated', caseStatus: 'open',
}

/** Index that a column holds where a record has no code of this list. */
export function absentIndex(vocabulary: VocabularyName): number {
  const code = ABSENT[vocabulary]
  if (code === undefined) throw new Error(`Vocabulary ${vocabulary} has no code for absence: it cannot be a column`)
  return codeIndex(vocabulary, code)
}

/** Index of a code in its list, or -1. */
export function codeIndex(vocabulary: VocabularyName, code: string): number {
  return (VOCABULARIES[vocabulary] as readonly string[]).indexOf(code)
}
