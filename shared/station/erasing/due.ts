import type { Catalogue } from '../../catalogue/catalogue.ts'
import type { RecordId } from '../../model/change.ts'
import type { KindDeclaration } from '../../model/field.ts'
import { columnFields, type Columns } from '../../model/column-values.ts'
import { KINDS } from '../../model/kinds/kinds.ts'
import { tip } from '../../model/kinds/tip.ts'
import { referenceOf } from '../../model/reference.ts'
import { endOfMonths, ruleFor, type RetentionRule } from '../../model/retention.ts'
import { titleOf } from './same-person.ts'

/** A record that is past its time. Times are seconds since epoch. */
export interface DueRecord {
  readonly record: RecordId
  readonly kind: string
  readonly reference: string
  readonly title: string
  /** When its time began, and was over. */
  readonly since: number
  readonly due: number
  readonly rule: RetentionRule
  /** It was kept longer once, until then, and why. */
  readonly held: { readonly until: number; readonly why: string } | null
}

/** What is past its time: how many by each rule, and those that have waited longest. */
export interface DueList { readonly total: number; readonly byRule: readonly number[]; readonly first: readonly DueRecord[] }

/** Records that a review shows at once. */
const SHOWN = 200

/** The field of each kind that says when a record's time begins; of the others it is when the record was made. */
const BEGINS: Readonly<Record<string, string>> = { tip: 'received', case: 'opened', release: 'released', import: 'at', scenario: 'saved', erasure: 'at', answer: 'at' }
/** Kinds that a rule may name: what binds the station itself is kept. */
export const RETAINED: readonly string[] = Object.keys(KINDS).filter((kind) => !['station', 'account', 'hold', 'erasure', 'answer'].includes(kind))

/** Everything past its time by these rules; nothing is erased by it. @param now seconds since epoch */
export async function dueRecords(catalogue: Catalogue, rules: readonly RetentionRule[], now: number): Promise<DueList> {
  const holds = new Map<RecordId, { until: number; why: string }>()
  for (const { fields } of catalogue.recordsOfKind('hold')) {
    const [record, until, why] = [fields['record'] as RecordId, Number(fields['until']), String(fields['why'] ?? '')]
    if (until > (holds.get(record)?.until ?? -Infinity)) holds.set(record, { until, why })
  }
  const due: { record: RecordId; kind: string; title: string; since: number; due: number; rule: RetentionRule; row?: number }[] = []
  const consider = (kind: string, record: RecordId, status: unknown, since: number | undefined, more: { title: string; row?: number }) => {
    const rule = ruleFor(rules, kind, status)
    if (!rule || since === undefined) return
    const end = endOfMonths(since, rule.months)
    if (end <= now && (holds.get(record)?.until ?? -Infinity) <= now) due.push({ record, kind, since, due: end, rule, ...more })
  }
  for (const kind of RETAINED) {
    if (!rules.some((rule) => rule.kind === kind)) continue
    if (kind === tip.name) considerTips(catalogue, (record, row, status, since) => consider(kind, record, status, since, { title: '', row }))
    else {
      const declared = (KINDS as Readonly<Record<string, KindDeclaration>>)[kind]!
      for (const { id, fields, history } of catalogue.recordsOfKind(kind)) consider(kind, id, fields['status'], (fields[BEGINS[kind] ?? ''] as number | undefined) ?? history[0]?.at, { title: titleOf(declared, fields) })
    }
  }
  due.sort((a, b) => a.due - b.due || (a.record < b.record ? -1 : 1))
  const first = due.slice(0, SHOWN)
  const titles = new Map((await catalogue.rows(first.flatMap(({ row }) => (row === undefined ? [] : [row])), ['what', 'place'])).map(({ id, fields }) => [id, fields['what'] || fields['place'] || '']))
  return {
    total: due.length,
    byRule: rules.map((rule) => due.filter((one) => one.rule === rule).length),
    first: first.map(({ record, kind, title, since, due: end, rule }) => ({ record, kind, since, due: end, rule, title: (titles.get(record) ?? title).slice(0, 200), reference: referenceOf((KINDS as Readonly<Record<string, KindDeclaration>>)[kind]!, record), held: holds.get(record) ?? null })),
  }
}

/** Status and time of every tip that is there, straight from the columns. */
function considerTips(catalogue: Catalogue, take: (record: RecordId, row: number, status: unknown, since: number | undefined) => void): void {
  const { columns } = catalogue.table()
  const [status, received] = ['status', 'received'].map((name) => columnFields(tip).find(({ field }) => field === name)!)
  for (const row of catalogue.select({}).rows) take(catalogue.idOf(row), row, status!.unpack(columns as unknown as Columns, row), received!.unpack(columns as unknown as Columns, row) as number | undefined)
}
