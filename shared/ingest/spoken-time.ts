import { plainDigits } from './number-text.ts'
import { ARABIC, foldArabic } from './spoken/arabic.ts'
import { ENGLISH } from './spoken/english.ts'
import { localCalendar } from './spoken/local-time.ts'
import type { LocalCalendar } from './spoken/local-time.ts'
import type { Piece, Rule } from './spoken/phrase.ts'

/** Seconds since epoch, both ends included. */
export interface SpokenSpan {
  readonly from: number
  readonly to: number
}

/** Dark hours, where nothing better is known: six in the evening to six in the morning. */
const NIGHT = { from: 18 * 60, to: 30 * 60 }
/** What "around" a clock time means, either way, in minutes. */
const AROUND = 30

/**
 * What a caller's words for a time mean ("two nights ago after dark", "last Friday", "since Tuesday", "قبل ليلتين"),
 * in English and Arabic, seen from `now` (seconds since epoch) in a time zone (IANA name).
 * Null where any word is not understood: then the words alone are kept, and nobody's guess.
 * Spans end at `now` unless they lie wholly in the future. @throws RangeError for an unknown time zone
 */
export function spokenTime(words: string, now: number, timeZone: string): SpokenSpan | null {
  const text = plainDigits(words).toLowerCase().replace(/[‘’]/g, "'").replace(/[,،؛;!?؟."]+(?=\s|$)/g, ' ').replace(/\s+/g, ' ').trim()
  if (text === '' || text.length > 200) return null
  const calendar = localCalendar(timeZone)
  const today = calendar.locate(now).day
  const pieces = /[\u0600-\u06ff]/.test(text) ? takePieces(foldArabic(text), ARABIC, today) : takePieces(text, ENGLISH, today)
  return pieces === null ? null : compose(pieces, now, calendar)
}

/** The pieces of a text, or null where something in it is no piece. */
function takePieces(text: string, rules: readonly Rule[], today: number): Piece[] | null {
  const pieces: Piece[] = []
  let rest = text
  while (rest !== '') {
    let taken = 0
    for (const [pattern, piece] of rules) {
      const match = pattern.exec(rest)
      if (!match) continue
      const said = piece(match, today)
      if (said === null) continue
      pieces.push(...(Array.isArray(said) ? (said as readonly Piece[]) : [said as Piece]))
      taken = match[0].length
      break
    }
    if (taken === 0) return null
    rest = rest.slice(taken).trimStart()
  }
  return pieces
}

function compose(pieces: readonly Piece[], now: number, calendar: LocalCalendar): SpokenSpan | null {
  const only = <S extends Piece['says']>(says: S) => pieces.filter((piece): piece is Extract<Piece, { says: S }> => piece.says === says)
  const [days, ago, hours, hour] = [only('days'), only('ago'), only('hours'), only('hour')]
  const about = only('about').length > 0
  const since = only('since').length > 0
  if (days.length > 1 || ago.length > 1 || hour.length > 1 || (ago.length > 0 && days.length + hours.length + hour.length > 0)) return null
  if (ago[0]) {
    const { from, to } = ago[0]
    const slack = about ? Math.ceil((from - to) / 2) : 0
    return { from: now - (from + slack) * 60, to: since ? now : now - Math.max(0, to - slack) * 60 }
  }
  const here = calendar.locate(now)
  let part = partOfDay(hours, hour[0], only('morning').length > 0, only('afternoon').length > 0, days[0]?.night === true, about)
  if (part === null) return null
  const day = days[0] ?? (part.length > 0 ? { says: 'days' as const, from: 0, to: 0 } : null)
  if (day === null) return null
  let { from, to } = day
  if (!days[0]) {
    // A clock time alone is the latest that has come.
    const begun = Math.min(part[0]!.from + (about ? AROUND : 0), part[0]!.to) <= here.minute
    from = begun ? here.day : here.day - 1
    to = from
  } else if (about && !day.night && from === to && part.length === 0) {
    from -= 1
    to += 1
  }
  if (day.night && part.length === 0) part = [NIGHT]
  const span = part[0] && from === to ? { from: calendar.instant(from, part[0].from), to: calendar.instant(to, part[0].to) - 1 } : { from: calendar.instant(from, 0), to: calendar.instant(to + 1, 0) - 1 }
  if (since) return span.from <= now ? { from: span.from, to: now } : null
  return span.from <= now ? { from: span.from, to: Math.max(span.from, Math.min(span.to, now)) } : span
}

/** The minutes of the day that are meant: none, one stretch; null where what was said contradicts itself. */
function partOfDay(hours: readonly { from: number; to: number }[], hour: { minute: number } | undefined, morning: boolean, afternoon: boolean, night: boolean, about: boolean): { from: number; to: number }[] | null {
  const slack = about ? AROUND : 0
  if (hour) {
    // "At 3" is known only with "in the afternoon", "at night" or the like beside it.
    const atNight = night || hours.some(({ to }) => to > 1440)
    if (!morning && !afternoon && !atNight) return []
    let minute = hour.minute
    if (afternoon && minute < 720) minute += 720
    else if (atNight && !morning && !afternoon) minute += minute >= 360 && minute < 720 ? 720 : minute < 360 ? 1440 : 0
    return [{ from: minute - slack, to: minute + Math.max(1, slack) }]
  }
  if (hours.length === 0) return []
  let { from, to } = hours[0]!
  for (const other of hours.slice(1)) {
    const shift = to - from <= 1 && other.to > 1440 && from + 1440 <= other.to ? 1440 : 0
    if (to - from <= 1) {
      from += shift
      to += shift
    }
    const start = Math.max(from, other.from)
    const end = Math.min(to, other.to)
    if (start >= end) return null
    ;[from, to] = [start, end]
  }
  if (night && to <= 720) {
    // "Two nights ago at 2:00" is after that night's midnight.
    from += 1440
    to += 1440
  }
  return [{ from: from - (to - from <= 1 ? slack : 0), to: to + (to - from <= 1 ? slack : 0) }]
}
