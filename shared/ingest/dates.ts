import { plainDigits } from './number-text.ts'

/** A stretch of time, seconds since epoch, both ends included: a month is a month long. */
export interface TimeSpan {
  readonly from: number
  readonly to: number
}

export type DateOrder = 'ymd' | 'dmy' | 'mdy'

/** What a cell says of time: a span, and whether its day and month could also be read the other way round. */
export interface DateReading extends TimeSpan {
  readonly ambiguous: boolean
  /** It only fits the order opposite to the column's. */
  readonly againstOrder: boolean
}

const MONTH_NAMES: Readonly<Record<string, number>> = Object.fromEntries(
  [
    ['january', 'jan', 'janvier', 'enero', 'janeiro', 'يناير', 'كانون الثاني', 'января', 'январь'],
    ['february', 'feb', 'février', 'fevrier', 'febrero', 'فبراير', 'شباط', 'февраля', 'февраль'],
    ['march', 'mar', 'mars', 'marzo', 'مارس', 'آذار', 'марта', 'март'],
    ['april', 'apr', 'avril', 'abril', 'أبريل', 'ابريل', 'نيسان', 'апреля', 'апрель'],
    ['may', 'mai', 'mayo', 'مايو', 'أيار', 'мая', 'май'],
    ['june', 'jun', 'juin', 'junio', 'يونيو', 'حزيران', 'июня', 'июнь'],
    ['july', 'jul', 'juillet', 'julio', 'يوليو', 'تموز', 'июля', 'июль'],
    ['august', 'aug', 'août', 'aout', 'agosto', 'أغسطس', 'آب', 'августа', 'август'],
    ['september', 'sep', 'sept', 'septembre', 'septiembre', 'سبتمبر', 'أيلول', 'сентября', 'сентябрь'],
    ['october', 'oct', 'octobre', 'octubre', 'أكتوبر', 'اكتوبر', 'تشرين الأول', 'октября', 'октябрь'],
    ['november', 'nov', 'novembre', 'noviembre', 'نوفمبر', 'تشرين الثاني', 'ноября', 'ноябрь'],
    ['december', 'dec', 'décembre', 'decembre', 'diciembre', 'ديسمبر', 'كانون الأول', 'декабря', 'декабрь'],
  ].flatMap((names, month) => names.map((name) => [name, month + 1])),
)

/** Number of a month by its name in the languages read here, or null. */
export function monthNamed(name: string): number | null {
  const key = name.trim().toLowerCase().replace(/\.$/, '')
  return Object.hasOwn(MONTH_NAMES, key) ? MONTH_NAMES[key]! : null
}

const EARLIEST_YEAR = 1900
const LATEST_YEAR = 2100
const DAY = 86_400

const secondsAt = (year: number, month: number, day: number) => Date.UTC(year, month - 1, day) / 1000
const isYear = (year: number) => year >= EARLIEST_YEAR && year <= LATEST_YEAR

function isDay(year: number, month: number, day: number): boolean {
  return isYear(year) && month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate()
}

export const yearSpan = (year: number): TimeSpan | null => (isYear(year) ? { from: secondsAt(year, 1, 1), to: secondsAt(year + 1, 1, 1) - 1 } : null)
export const monthSpan = (year: number, month: number): TimeSpan | null =>
  isYear(year) && month >= 1 && month <= 12 ? { from: secondsAt(year, month, 1), to: secondsAt(year, month + 1, 1) - 1 } : null
const daySpan = (year: number, month: number, day: number): TimeSpan | null =>
  isDay(year, month, day) ? { from: secondsAt(year, month, day), to: secondsAt(year, month, day) + DAY - 1 } : null

/** A clock time after a date: "14:05", "14:05:30.25", "2:05 pm", with a zone ("Z", "+03:00") or without (UTC). */
const CLOCK = /^[T\s,]+(\d{1,2})(?::|h)(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*([ap])?\.?m?\.?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?$/i

function withClock(day: TimeSpan | null, rest: string): TimeSpan | null {
  if (!day || rest.trim() === '') return day
  const match = CLOCK.exec(rest)
  if (!match) return null
  let hour = Number(match[1])
  const half = match[4]?.toLowerCase()
  if (half !== undefined) {
    if (hour < 1 || hour > 12) return null
    hour = (hour % 12) + (half === 'p' ? 12 : 0)
  }
  const minute = Number(match[2])
  const second = Number(match[3] ?? 0)
  if (hour > 24 || minute > 59 || second > 60) return null
  const zone = match[5]
  const offset = zone === undefined || !/^[+-]/.test(zone) ? 0 : (zone.startsWith('-') ? -1 : 1) * (Number(zone.slice(1, 3)) * 3600 + Number(zone.slice(-2)) * 60)
  const from = day.from + hour * 3600 + minute * 60 + second - offset
  // A midnight that a program wrote for "no time given" leaves the day a day long.
  if (hour === 0 && minute === 0 && second === 0 && half === undefined) return { from: day.from - offset, to: day.to - offset }
  return { from, to: from + (match[3] === undefined ? 59 : 0) }
}

const ISO = /^(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?(.*)$/s
const NUMERIC = /^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})(?!\d)(.*)$/s
const DAY_MONTH_NAME = /^(?:\p{L}+,?\s+)?(\d{1,2})(?:st|nd|rd|th|er|º|\.)?(?:\s+(?:of|de))?[\s-]+(\p{L}[\p{L}.]*(?:\s(?:الثاني|الأول))?)(?:\s+de)?[\s,-]+(\d{4}|\d{2})(?!\d)(.*)$/su
const MONTH_NAME_DAY = /^(?:\p{L}+,\s+)?(\p{L}[\p{L}.]*)\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?!\d)(.*)$/su
const MONTH_NAME_YEAR = /^(\p{L}[\p{L}.]*(?:\s(?:الثاني|الأول))?)(?:\s+(?:of|de))?[\s,/-]+(\d{4}|'\d{2})$/u
const YEAR_MONTH_NAME = /^(\d{4})[\s,/-]+(\p{L}[\p{L}.]*)$/u
const MONTH_SLASH_YEAR = /^(\d{1,2})[-/.](\d{4})$/
const COMPACT = /^(\d{4})(\d{2})(\d{2})$/
const YEAR = /^(\d{4})(?:\.0+)?$/
const WHOLE_NUMBER = /^\d{5}(?:\.\d+)?$|^\d{10}$|^\d{13}$/

/** Two-digit years from 70 are in the last century, as spreadsheets read them from 30 on; files here are recent. */
const fullYear = (text: string) => (text.length === 2 ? Number(text) + (Number(text) >= 70 ? 1900 : 2000) : Number(text))

const plain = (span: TimeSpan | null): DateReading | 'impossible' => (span ? { ...span, ambiguous: false, againstOrder: false } : 'impossible')

/**
 * Reads a date in the styles that files bring: ISO, day/month/year and month/day/year by the column's `order`,
 * "12 March 2024", a month and a year, a year, spreadsheet serial days, seconds or milliseconds since 1970.
 * `impossible`: a date that cannot be (31 February, month 13). Null: not a date. Without a zone it is UTC.
 */
export function readDate(text: string, order: DateOrder): DateReading | 'impossible' | null {
  const value = plainDigits(text).trim()
  if (value === '') return null
  let match = ISO.exec(value)
  if (match) {
    const [year, second, third] = [Number(match[1]), Number(match[2]), match[3]]
    if (third === undefined) return match[4]!.trim() === '' ? plain(monthSpan(year, second)) : null
    return plain(withClock(daySpan(year, second, Number(third)), match[4]!))
  }
  match = NUMERIC.exec(value)
  if (match) {
    const [first, second, year] = [Number(match[1]), Number(match[2]), fullYear(match[3]!)]
    const dayFirst = order !== 'mdy'
    const asRead = withClock(dayFirst ? daySpan(year, second, first) : daySpan(year, first, second), match[4]!)
    const otherwise = dayFirst ? daySpan(year, first, second) : daySpan(year, second, first)
    if (asRead) return { ...asRead, ambiguous: otherwise !== null && first !== second, againstOrder: false }
    const turned = withClock(otherwise, match[4]!)
    return turned ? { ...turned, ambiguous: false, againstOrder: true } : 'impossible'
  }
  match = DAY_MONTH_NAME.exec(value)
  if (match && monthNamed(match[2]!) !== null) return plain(withClock(daySpan(fullYear(match[3]!), monthNamed(match[2]!)!, Number(match[1])), match[4]!))
  match = MONTH_NAME_DAY.exec(value)
  if (match && monthNamed(match[1]!) !== null) return plain(withClock(daySpan(Number(match[3]), monthNamed(match[1]!)!, Number(match[2])), match[4]!))
  match = MONTH_NAME_YEAR.exec(value)
  if (match && monthNamed(match[1]!) !== null) return plain(monthSpan(fullYear(match[2]!.replace("'", '')), monthNamed(match[1]!)!))
  match = YEAR_MONTH_NAME.exec(value)
  if (match && monthNamed(match[2]!) !== null) return plain(monthSpan(Number(match[1]), monthNamed(match[2]!)!))
  match = MONTH_SLASH_YEAR.exec(value)
  if (match) return plain(monthSpan(Number(match[2]), Number(match[1])))
  match = COMPACT.exec(value)
  if (match) return plain(daySpan(Number(match[1]), Number(match[2]), Number(match[3])))
  match = YEAR.exec(value)
  if (match) return plain(yearSpan(Number(match[1])))
  if (WHOLE_NUMBER.test(value)) return fromCount(value)
  return null
}

/** Spreadsheet serial days (1 is 1 January 1900, with the 29 February that never was), or seconds or milliseconds since 1970. */
function fromCount(value: string): DateReading | 'impossible' {
  const number = Number(value)
  if (value.length >= 10 && !value.includes('.')) {
    const seconds = value.length === 13 ? Math.floor(number / 1000) : number
    return plain(isYear(new Date(seconds * 1000).getUTCFullYear()) ? { from: seconds, to: seconds } : null)
  }
  const days = Math.floor(number) - 25_569
  const from = days * DAY
  return plain(isYear(new Date(from * 1000).getUTCFullYear()) ? { from, to: from + DAY - 1 } : null)
}

/** Counts, over a column's cells, the dates that only one order of day and month can read. */
export class DateOrderJudge {
  private dayFirst = 0
  private monthFirst = 0
  private either = 0

  see(text: string): void {
    const match = NUMERIC.exec(text.trim())
    if (!match) return
    const [first, second] = [Number(match[1]), Number(match[2])]
    if (first > 12 && second <= 12) this.dayFirst++
    else if (second > 12 && first <= 12) this.monthFirst++
    else if (first !== second) this.either++
  }

  /** The order, and whether the column proves it. A column without such dates needs no proof. */
  get verdict(): { readonly order: DateOrder; readonly proven: boolean } {
    const { dayFirst, monthFirst, either } = this
    if (dayFirst === 0 && monthFirst === 0) return { order: 'dmy', proven: either === 0 }
    return { order: monthFirst > dayFirst ? 'mdy' : 'dmy', proven: dayFirst === 0 || monthFirst === 0 }
  }
}
