import { dayNumber, dayParts } from './local-time.ts'

/** What a piece of a spoken time says. Days are numbers of the caller's calendar; minutes may pass midnight. */
export type Piece =
  /** Whole days, both included; `night`: the dark hours that begin on them. */
  | { readonly says: 'days'; readonly from: number; readonly to: number; readonly night?: boolean }
  /** Minutes before now, the earlier first. */
  | { readonly says: 'ago'; readonly from: number; readonly to: number }
  /** A part of a day. */
  | { readonly says: 'hours'; readonly from: number; readonly to: number }
  /** A clock time that does not say which half of the day it is in. */
  | { readonly says: 'hour'; readonly minute: number }
  | { readonly says: 'morning' | 'afternoon' }
  /** From what follows until now. */
  | { readonly says: 'since' }
  | { readonly says: 'about' }
  | { readonly says: 'nothing' }

/** How a language says it: tried in order at the start of what is left. */
export type Rule = readonly [pattern: RegExp, piece: (match: RegExpExecArray, today: number) => Piece | readonly Piece[] | null]

export type Unit = 'minute' | 'hour' | 'day' | 'night' | 'week' | 'month' | 'year'

export const days = (from: number, to = from): Piece => ({ says: 'days', from, to })
export const nightOf = (day: number): Piece => ({ says: 'days', from: day, to: day, night: true })
export const hours = (from: number, to: number): Piece => ({ says: 'hours', from: from * 60, to: to * 60 })

/** Days of a month, `year` or else the latest that has begun. */
export function monthDays(month: number, today: number, year?: number): Piece {
  const now = dayParts(today)
  const of = year ?? (month <= now.month ? now.year : now.year - 1)
  return days(dayNumber(of, month, 1), dayNumber(of, month + 1, 1) - 1)
}

/** A day and month, of `year` or else the latest that has come; null where there is no such day. */
export function dayOfMonth(day: number, month: number, today: number, year?: number): Piece | null {
  const latest = dayParts(today).year
  for (let of = year ?? latest; of > (year ?? latest) - 5; of--) {
    const found = dayNumber(of, month, day)
    const real = dayParts(found)
    if (real.month === month && real.day === day && (year !== undefined || found <= today)) return days(found)
    if (year !== undefined) return null
  }
  return null
}

/** The latest such weekday before today (0 is Sunday). */
export function lastWeekday(weekday: number, today: number): Piece {
  const back = (dayParts(today).weekday - weekday + 7) % 7
  return days(today - (back === 0 ? 7 : back))
}

/** A number of units before now, as loosely as people mean it: weeks to half a week, months and years whole. */
export function ago(count: number, unit: Unit, today: number): Piece {
  const now = dayParts(today)
  switch (unit) {
    case 'minute':
      return { says: 'ago', from: Math.ceil(count * 1.25), to: Math.floor(count * 0.75) }
    case 'hour':
      return { says: 'ago', from: count * 60 + 30, to: Math.max(0, count * 60 - 30) }
    case 'day':
      return days(today - count)
    case 'night':
      return nightOf(today - count)
    case 'week':
      return days(today - count * 7 - 3, today - count * 7 + 3)
    case 'month': {
      const month = now.year * 12 + now.month - 1 - count
      return monthDays((month % 12) + 1, today, Math.floor(month / 12))
    }
    case 'year':
      return days(dayNumber(now.year - count, 1, 1), dayNumber(now.year - count + 1, 1, 1) - 1)
  }
}

/** A vague number of units before now ("a few days ago"). */
export function agoBetween(least: number, most: number, unit: Unit, today: number): Piece {
  const near = ago(least, unit, today)
  const far = ago(most, unit, today)
  if (near.says === 'days' && far.says === 'days') return { ...far, to: near.to }
  return near.says === 'ago' && far.says === 'ago' ? { says: 'ago', from: far.from, to: near.to } : far
}

/** The last so many units up to now. */
export function lastUnits(count: number, unit: Unit, today: number): readonly Piece[] {
  const start = ago(count, unit, today)
  if (start.says === 'ago') return [{ says: 'ago', from: unit === 'hour' ? count * 60 : count, to: 0 }]
  if (unit === 'week') return [{ says: 'since' }, days(today - count * 7)]
  if (unit === 'month' || unit === 'year') {
    const now = dayParts(today)
    const months = now.year * 12 + now.month - 1 - (unit === 'month' ? count : count * 12)
    return [{ says: 'since' }, days(dayNumber(Math.floor(months / 12), (months % 12) + 1, now.day))]
  }
  return start.says === 'days' ? [{ says: 'since' }, days(start.from)] : []
}

/** The week (Monday first) so many weeks before this one. */
export function week(back: number, today: number): Piece {
  const monday = today - ((dayParts(today).weekday + 6) % 7) - back * 7
  return days(monday, monday + 6)
}

/** The first to fourth seven days of a month, or its last seven. */
export function weekOfMonth(which: 0 | 1 | 2 | 3 | 'last', month: Piece): Piece {
  if (month.says !== 'days') return month
  return which === 'last' ? days(month.to - 6, month.to) : days(month.from + 7 * which, month.from + 7 * which + 6)
}

export function thirdOfMonth(third: 0 | 1 | 2, month: Piece): Piece {
  if (month.says !== 'days') return month
  return third === 0 ? days(month.from, month.from + 9) : third === 1 ? days(month.from + 10, month.from + 19) : days(month.from + 20, month.to)
}
