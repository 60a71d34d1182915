import type { RetentionRule } from '../../../shared/model/retention.ts'
import type { Say } from '../../session/language.ts'

/** The code list of a kind's status, where it has one. */
export const STATUS_OF: Readonly<Record<string, 'status' | 'caseStatus'>> = { tip: 'status', case: 'caseStatus' }

/** A rule as a person says it: "Tips, set aside: 2 years." */
export function ruleInWords(say: Say, { kind, status, months }: RetentionRule): string {
  const list = STATUS_OF[kind]
  const what = status && list ? `${say(`kinds.${kind}.plural`)} (${say(`vocabularies.${list}.${status}`)})` : say(`kinds.${kind}.plural`)
  return months % 12 === 0 ? say('erasure.rule-years', { count: months / 12, what }) : say('erasure.rule', { count: months, what })
}
