import { monthNamed, readDate } from '../dates.ts'
import { ago, agoBetween, dayOfMonth, days, hours, lastUnits, lastWeekday, monthDays, nightOf, thirdOfMonth, week, weekOfMonth } from './phrase.ts'
import type { Piece, Rule, Unit } from './phrase.ts'
import { dayNumber, dayParts } from './local-time.ts'

const NUMBERS: Readonly<Record<string, number>> = { a: 1, an: 1, one: 1, two: 2, three: 3, four: 4, five: 5, six: 6, seven: 7, eight: 8, nine: 9, ten: 10, eleven: 11, twelve: 12, 'a couple of': 2, 'couple of': 2, fifteen: 15, twenty: 20, thirty: 30, forty: 40, 'half an': 0.5 }
const NUMBER = `\\d{1,3}|${Object.keys(NUMBERS).sort((a, b) => b.length - a.length).join('|')}`
const numberOf = (word: string) => NUMBERS[word] ?? Number(word)
const UNIT = 'minutes?|mins?|hours?|hrs?|days?|nights?|weeks?|fortnights?|months?|years?'
const unitOf = (word: string): Unit => (word.startsWith('min') ? 'minute' : word.startsWith('h') ? 'hour' : (word.replace(/s$/, '') as Unit))
const WEEKS: Readonly<Record<string, 0 | 1 | 2 | 3 | 'last'>> = { first: 0, '1st': 0, second: 1, '2nd': 1, third: 2, '3rd': 2, fourth: 3, '4th': 3, last: 'last' }
const MONTH = 'jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?'
const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']
const WEEKDAY = 'sun(?:day)?|mon(?:day)?|tue(?:s|sday)?|wed(?:nesday)?|thu(?:r|rs|rsday)?|fri(?:day)?|sat(?:urday)?'
const weekdayOf = (word: string) => WEEKDAYS.findIndex((name) => name.startsWith(word.slice(0, 3)))
const CLOCK = '(\\d{1,2})(?:[:.h](\\d{2}))?\\s*(a\\.?m\\.?|p\\.?m\\.?|hrs|hours|o.?clock)?'

/** Minutes of a clock time, or null; `sure` where it says which half of the day. */
function clock(hourText: string, minuteText: string | undefined, half: string | undefined): { minute: number; sure: boolean } | null {
  let hour = Number(hourText)
  const minute = Number(minuteText ?? 0)
  if (hour > 24 || minute > 59) return null
  const which = half?.[0] === 'a' || half?.[0] === 'p' ? half[0] : null
  if (which !== null) {
    if (hour < 1 || hour > 12) return null
    hour = (hour % 12) + (which === 'p' ? 12 : 0)
  }
  return { minute: hour * 60 + minute, sure: which !== null || hour > 12 || hour === 0 || minuteText !== undefined || half?.startsWith('h') === true }
}

function clockPiece(match: RegExpExecArray, first: number): Piece | null {
  const read = clock(match[first]!, match[first + 1], match[first + 2])
  if (!read) return null
  return read.sure ? { says: 'hours', from: read.minute, to: read.minute + 1 } : { says: 'hour', minute: read.minute }
}

const rule = (pattern: string, piece: Rule[1]): Rule => [new RegExp(`^(?:${pattern})(?![\\p{L}\\d])`, 'iu'), piece]

export const ENGLISH: readonly Rule[] = [
  // Before "last week", which it begins with.
  rule(`(?:in |during )?(?:the )?(first|second|third|fourth|last|1st|2nd|3rd|4th) week (?:of|in) (${MONTH})(?:,? (?:of )?(\\d{4}))?`, (match, today) =>
    weekOfMonth(WEEKS[match[1]!]!, monthDays(monthNamed(match[2]!)!, today, match[3] === undefined ? undefined : Number(match[3])))),
  rule('(?:just |right )?now|a moment ago|just a (?:moment|minute) ago', () => ({ says: 'ago', from: 15, to: 0 })),
  rule('(?:the )?day before yesterday', (_, today) => days(today - 2)),
  rule('(?:the )?night before last', (_, today) => nightOf(today - 2)),
  rule('last night|yesterday (?:at )?night|yesterday after dark|the night of yesterday', (_, today) => nightOf(today - 1)),
  rule('tonight|this night', (_, today) => nightOf(today)),
  rule('yesterday', (_, today) => days(today - 1)),
  rule('today', (_, today) => days(today)),
  rule('tomorrow', (_, today) => days(today + 1)),
  rule('this morning', (_, today) => [days(today), { says: 'morning' }, hours(5, 12)]),
  rule('this afternoon', (_, today) => [days(today), { says: 'afternoon' }, hours(12, 18)]),
  rule('this evening', (_, today) => [days(today), { says: 'afternoon' }, hours(17, 22)]),
  rule(`(${NUMBER}) (${UNIT}) (?:ago|back|before now|earlier)`, (match, today) => {
    const unit = match[2]!
    return unit.startsWith('fortnight') ? ago(numberOf(match[1]!) * 2, 'week', today) : ago(numberOf(match[1]!), unitOf(unit), today)
  }),
  rule(`(?:a )?(?:few|some|several) (${UNIT}) (?:ago|back|earlier)`, (match, today) => agoBetween(2, unitOf(match[1]!) === 'minute' ? 20 : 5, unitOf(match[1]!), today)),
  rule(`(?:in|over|during|within|for) the (?:last|past) (?:(${NUMBER}) )?(${UNIT})`, (match, today) => lastUnits(numberOf(match[1] ?? 'one'), unitOf(match[2]!), today)),
  rule(`for (?:the )?(?:last |past )?(${NUMBER}) (${UNIT})(?: now)?`, (match, today) => lastUnits(numberOf(match[1]!), unitOf(match[2]!), today)),
  rule(`since (${NUMBER}) (${UNIT})(?: ago)?`, (match, today) => lastUnits(numberOf(match[1]!), unitOf(match[2]!), today)),
  rule('(?:since|from|ever since)', () => ({ says: 'since' })),
  rule('(?:about|around|roughly|approximately|approx|circa|maybe|perhaps|probably|i think|more or less|some time|sometime|at about|at around|something like|nearly|almost)', () => ({ says: 'about' })),
  rule('last week', (_, today) => week(1, today)),
  rule('this week', (_, today) => week(0, today)),
  rule('(?:at |over |on )?(?:the |last )week-?end', (_, today) => {
    const sunday = lastWeekday(0, dayParts(today).weekday === 0 ? today + 1 : today)
    return sunday.says === 'days' ? days(sunday.from - 1, sunday.from) : sunday
  }),
  rule('last month', (_, today) => ago(1, 'month', today)),
  rule('this month', (_, today) => ago(0, 'month', today)),
  rule('last year', (_, today) => ago(1, 'year', today)),
  rule('this year', (_, today) => ago(0, 'year', today)),
  rule(`(?:the )?(early|beginning of|start of|mid|middle of|late|end of)[ -]?(?:in )?(${MONTH})(?: (?:of )?(\\d{4}))?`, (match, today) =>
    thirdOfMonth(/^(?:early|beg|start)/.test(match[1]!) ? 0 : match[1]!.startsWith('mid') ? 1 : 2, monthDays(monthNamed(match[2]!)!, today, match[3] === undefined ? undefined : Number(match[3])))),
  rule(`(?:on )?(?:the )?(\\d{1,2})(?:st|nd|rd|th)? (?:of )?(${MONTH})(?:,? (\\d{4}))?`, (match, today) => dayOfMonth(Number(match[1]), monthNamed(match[2]!)!, today, match[3] === undefined ? undefined : Number(match[3]))),
  rule(`(?:on )?(${MONTH}) (?:the )?(\\d{1,2})(?:st|nd|rd|th)?(?:,? (\\d{4}))?(?!\\d)`, (match, today) => dayOfMonth(Number(match[2]), monthNamed(match[1]!)!, today, match[3] === undefined ? undefined : Number(match[3]))),
  rule(`(?:in |during )?(?:last )?(${MONTH})(?:,? (?:of )?(\\d{4}))?`, (match, today) => {
    const month = monthNamed(match[1]!)!
    // "Last March", said in March, is a year ago.
    const year = match[2] !== undefined ? Number(match[2]) : /\blast /.test(match[0]) && month === dayParts(today).month ? dayParts(today).year - 1 : undefined
    return monthDays(month, today, year)
  }),
  rule('(?:on )?((?:\\d{4}[-/.]\\d{1,2}[-/.]\\d{1,2})|(?:\\d{1,2}[-/.]\\d{1,2}[-/.]\\d{4}))', (match) => {
    const read = readDate(match[1]!, 'dmy')
    return read === null || typeof read === 'string' ? null : days(read.from / 86_400)
  }),
  rule('(?:in |during )?((?:19|20)\\d{2})', (match) => days(dayNumber(Number(match[1]), 1, 1), dayNumber(Number(match[1]) + 1, 1, 1) - 1)),
  rule('(?:on )?the (\\d{1,2})(?:st|nd|rd|th)', (match, today) => {
    const now = dayParts(today)
    const month = Number(match[1]) <= now.day ? now.month : now.month - 1
    return month === 0 ? dayOfMonth(Number(match[1]), 12, today, now.year - 1) : dayOfMonth(Number(match[1]), month, today, now.year)
  }),
  rule(`(?:on )?this (${WEEKDAY})`, (match, today) => {
    const back = (dayParts(today).weekday - weekdayOf(match[1]!) + 7) % 7
    return days(today - back)
  }),
  rule(`(${WEEKDAY}) before last`, (match, today) => {
    const last = lastWeekday(weekdayOf(match[1]!), today)
    return last.says === 'days' ? days(last.from - 7) : null
  }),
  rule(`(?:on )?(?:the )?(?:last |past |previous )?(${WEEKDAY})(?: night| after dark)`, (match, today) => {
    const day = lastWeekday(weekdayOf(match[1]!), today)
    return day.says === 'days' ? nightOf(day.from) : null
  }),
  rule(`(?:on )?(?:the )?(?:last |past |previous )?(${WEEKDAY})(?: last week)?`, (match, today) => lastWeekday(weekdayOf(match[1]!), today)),
  rule('(?:in the |at )?(?:very )?early (?:in the )?morning|before (?:dawn|sunrise)|in the small hours', () => [{ says: 'morning' }, hours(2, 7)]),
  rule('(?:at |around )?(?:dawn|sunrise|daybreak|first light)', () => [{ says: 'morning' }, hours(4, 7)]),
  rule('(?:in the |during the )?morning', () => [{ says: 'morning' }, hours(5, 12)]),
  rule('(?:at |around )?(?:noon|midday|mid-day|lunch ?time)', () => hours(11, 13)),
  rule('(?:in the |during the )?(?:late )?afternoon', () => [{ says: 'afternoon' }, hours(12, 18)]),
  rule('(?:in the |during the )?(?:late )?evening', () => [{ says: 'afternoon' }, hours(17, 22)]),
  rule('(?:at |around )?(?:dusk|sunset|nightfall)', () => [{ says: 'afternoon' }, hours(17, 20)]),
  rule('(?:just )?after (?:dark|sunset|nightfall)', () => hours(18, 30)),
  rule('after midnight', () => hours(24, 28)),
  rule('(?:at |around )?midnight', () => hours(23, 25)),
  rule('late (?:at night|in the night)', () => hours(22, 27)),
  rule('(?:at |in the |during the )?night(?: ?time)?', () => hours(18, 30)),
  rule(`(?:between|from) ${CLOCK} (?:and|to|until|till|-) ${CLOCK}`, (match) => {
    const to = clock(match[4]!, match[5], match[6])
    const from = clock(match[1]!, match[2], match[3] ?? match[6])
    return from && to && (to.sure || from.sure) ? { says: 'hours', from: from.minute, to: to.minute > from.minute ? to.minute : to.minute + 1440 } : null
  }),
  rule(`after ${CLOCK}`, (match) => {
    const from = clock(match[1]!, match[2], match[3])
    return from?.sure ? { says: 'hours', from: from.minute, to: 1440 } : null
  }),
  rule(`before ${CLOCK}`, (match) => {
    const to = clock(match[1]!, match[2], match[3])
    return to?.sure ? { says: 'hours', from: 0, to: to.minute } : null
  }),
  rule(`at ${CLOCK}`, (match) => clockPiece(match, 1)),
  rule('(\\d{1,2})[:.h](\\d{2})\\s*(a\\.?m\\.?|p\\.?m\\.?|hrs|hours)?', (match) => clockPiece(match, 1)),
  rule('(\\d{1,2})()\\s*(a\\.?m\\.?|p\\.?m\\.?|hrs|o.?clock)', (match) => clockPiece([match[0], match[1], undefined, match[3]] as unknown as RegExpExecArray, 1)),
  rule('(?:on|at|in|the|of|it|was|happened|during|that|and|early|late|by)', () => ({ says: 'nothing' })),
]
