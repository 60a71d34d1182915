import { z } from 'zod'

/**
 * How long records of a kind are kept after they came in: data that a station sets for itself. A rule for a status holds
 * before one for the whole kind; where none holds, a record is kept.
 */
export const retentionRules = z.array(z.strictObject({ kind: z.string().min(1).max(64), status: z.string().min(1).max(64).exactOptional(), months: z.int().min(1).max(1200) })).max(64)
export interface RetentionRule { readonly kind: string; readonly status?: string; readonly months: number }

/** The rule that holds for a record, if any does. */
export function ruleFor(rules: readonly RetentionRule[], kind: string, status: unknown): RetentionRule | null {
  const own = rules.filter((rule) => rule.kind === kind)
  return own.find((rule) => rule.status !== undefined && rule.status === status) ?? own.find((rule) => rule.status === undefined) ?? null
}

/** When a time that began is over: the same day of a later month, or its last. @param since seconds since epoch, as is the answer */
export function endOfMonths(since: number, months: number): number {
  const from = new Date(since * 1000)
  const [year, month, day] = [from.getUTCFullYear(), from.getUTCMonth() + months, from.getUTCDate()]
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
  return Math.floor(Date.UTC(year, month, Math.min(day, last), from.getUTCHours(), from.getUTCMinutes(), from.getUTCSeconds()) / 1000)
}
