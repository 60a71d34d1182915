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
  personRole: ['not-stated', 'victim', 'suspect', 'convicted', 'witness', 'reporter'],
  caseStatus: ['open', 'closed'],
  tlp: ['TLP:RED', 'TLP:AMBER+STRICT', 'TLP:AMBER', 'TLP:GREEN', 'TLP:CLEAR'],
} as const satisfies Record<string, readonly string[]>

export type VocabularyName = keyof typeof VOCABULARIES
export type CodeOf<V extends VocabularyName> = (typeof VOCABULARIES)[V][number]

/** Index of a code in its list, or -1. */
export function codeIndex(vocabulary: VocabularyName, code: string): number {
  return (VOCABULARIES[vocabulary] as readonly string[]).indexOf(code)
}
