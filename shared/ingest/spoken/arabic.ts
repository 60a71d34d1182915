import { monthNamed, readDate } from '../dates.ts'
import { ago, agoBetween, dayOfMonth, days, hours, lastUnits, lastWeekday, monthDays, nightOf, week } from './phrase.ts'
import type { Piece, Rule, Unit } from './phrase.ts'

/** Letters that are written in several ways, as one: hamza seats, final ya and ta marbuta; vowel marks and stretching gone. */
export function foldArabic(text: string): string {
  return text.replace(/[\u064b-\u0652\u0670\u0640]/g, '').replace(/[أإآٱ]/g, 'ا').replace(/ى/g, 'ي').replace(/ة/g, 'ه').replace(/ؤ/g, 'و').replace(/ئ/g, 'ي')
}

const NUMBERS: Readonly<Record<string, number>> = Object.fromEntries(
  [['واحد', 'واحده'], ['اثنين', 'اثنان', 'اثنتين'], ['ثلاثه', 'ثلاث'], ['اربعه', 'اربع'], ['خمسه', 'خمس'], ['سته', 'ست'], ['سبعه', 'سبع'], ['ثمانيه', 'ثماني', 'ثمان'], ['تسعه', 'تسع'], ['عشره', 'عشر']].flatMap((words, index) => words.map((word) => [word, index + 1])),
)
const NUMBER = `\\d{1,3}|${Object.keys(NUMBERS).sort((a, b) => b.length - a.length).join('|')}`
const numberOf = (word: string) => NUMBERS[word] ?? Number(word)

const UNITS: readonly (readonly [Unit, one: string, two: string, many: string])[] = [
  ['minute', 'دقيقه', 'دقيقتين', 'دقايق|دقيقه'],
  ['hour', 'ساعه', 'ساعتين', 'ساعات|ساعه'],
  ['day', 'يوم', 'يومين', 'ايام|يوما|يوم'],
  ['night', 'ليله', 'ليلتين', 'ليالي|ليال|ليله'],
  ['week', 'اسبوع', 'اسبوعين', 'اسابيع|اسبوعا|اسبوع'],
  ['month', 'شهر', 'شهرين', 'اشهر|شهور|شهرا|شهر'],
  ['year', 'سنه|عام', 'سنتين|عامين', 'سنوات|سنين|اعوام|سنه|عاما'],
]
const WEEKDAYS = ['الاحد', 'الاثنين', 'الثلاثاء', 'الاربعاء', 'الخميس', 'الجمعه', 'السبت']
const WEEKDAY = WEEKDAYS.join('|')
/** Month names as folded text has them, and the month's own name back. */
const MONTHS = ['يناير', 'فبراير', 'مارس', 'أبريل', 'مايو', 'يونيو', 'يوليو', 'أغسطس', 'سبتمبر', 'أكتوبر', 'نوفمبر', 'ديسمبر', 'كانون الثاني', 'شباط', 'آذار', 'نيسان', 'أيار', 'حزيران', 'تموز', 'آب', 'أيلول', 'تشرين الأول', 'تشرين الثاني', 'كانون الأول']
const MONTH_OF = new Map(MONTHS.map((name) => [foldArabic(name), monthNamed(name)!]))
const MONTH = [...MONTH_OF.keys()].sort((a, b) => b.length - a.length).join('|')

const rule = (pattern: string, piece: Rule[1]): Rule => [new RegExp(`^(?:${pattern})(?![\\p{L}\\d])`, 'u'), piece]

const counted: readonly Rule[] = UNITS.flatMap(([unit, one, two, many]): Rule[] => [
  rule(`(?:قبل|منذ|من) (${NUMBER}) (?:${many})`, (match, today) => ago(numberOf(match[1]!), unit, today)),
  rule(`(?:قبل|منذ|من) (?:${two})`, (_, today) => ago(2, unit, today)),
  rule(`(?:قبل|منذ|من) (?:${one})(?: واحده?)?`, (_, today) => ago(1, unit, today)),
  rule(`(?:قبل|منذ|من) (?:عده|بضعه|بضع|كم) (?:${many})`, (_, today) => agoBetween(2, unit === 'minute' ? 20 : 5, unit, today)),
  rule(`(?:في|خلال) ال(${NUMBER}) (?:${many}) الماضيه|(?:في|خلال) ال(?:${many}) ال(${NUMBER}) الماضيه`, (match, today) => lastUnits(numberOf(match[1] ?? match[2]!), unit, today)),
])

function clockPiece(match: RegExpExecArray): Piece | null {
  const hour = Number(match[1])
  const minute = Number(match[2] ?? 0)
  if (hour > 24 || minute > 59) return null
  const at = hour * 60 + minute
  return hour > 12 || hour === 0 || match[2] !== undefined ? { says: 'hours', from: at, to: at + 1 } : { says: 'hour', minute: at }
}

/** Spoken times in Arabic, at their smallest. Text is folded first. */
export const ARABIC: readonly Rule[] = [
  rule('الان|حالا', () => ({ says: 'ago', from: 15, to: 0 })),
  rule('(?:ليله )?(?:اول|قبل) (?:امس|البارحه)|قبل يوم امس', (match, today) => (match[0].startsWith('ليله') ? nightOf(today - 2) : days(today - 2))),
  rule('ليله (?:امس|البارحه)|الليله الماضيه|البارحه ليلا|امس ليلا|امس بالليل|امس في الليل', (_, today) => nightOf(today - 1)),
  rule('الليله|هذه الليله', (_, today) => nightOf(today)),
  rule('(?:يوم )?امس|البارحه|امبارح|مبارح', (_, today) => days(today - 1)),
  rule('اليوم|هذا اليوم', (_, today) => days(today)),
  rule('غدا|بكره', (_, today) => days(today + 1)),
  ...counted,
  rule('(?:منذ|من)', () => ({ says: 'since' })),
  rule('(?:حوالي|تقريبا|نحو|قرابه|ربما|اظن|يمكن)', () => ({ says: 'about' })),
  rule('الاسبوع (?:الماضي|الفايت|اللي فات)', (_, today) => week(1, today)),
  rule('هذا الاسبوع', (_, today) => week(0, today)),
  rule('الشهر (?:الماضي|الفايت|اللي فات)', (_, today) => ago(1, 'month', today)),
  rule('هذا الشهر', (_, today) => ago(0, 'month', today)),
  rule('(?:السنه الماضيه|العام الماضي|العام الفايت|السنه اللي فاتت)', (_, today) => ago(1, 'year', today)),
  rule('(?:هذه السنه|هذا العام)', (_, today) => ago(0, 'year', today)),
  rule(`(?:يوم |في )?(\\d{1,2}) (${MONTH})(?: (\\d{4}))?`, (match, today) => dayOfMonth(Number(match[1]), MONTH_OF.get(match[2]!)!, today, match[3] === undefined ? undefined : Number(match[3]))),
  rule(`(?:في )?(?:شهر )?(${MONTH})(?: (?:عام |سنه )?(\\d{4}))?(?: الماضي)?`, (match, today) => monthDays(MONTH_OF.get(match[1]!)!, today, match[2] === undefined ? undefined : Number(match[2]))),
  rule('((?:\\d{4}[-/.]\\d{1,2}[-/.]\\d{1,2})|(?:\\d{1,2}[-/.]\\d{1,2}[-/.]\\d{4}))', (match) => {
    const read = readDate(match[1]!, 'dmy')
    return read === null || typeof read === 'string' ? null : days(read.from / 86_400)
  }),
  rule(`(?:ليله) (${WEEKDAY})(?: الماضيه?)?`, (match, today) => {
    // The night of Friday, in Arabic, is the one that ends on it.
    const day = lastWeekday(WEEKDAYS.indexOf(match[1]!), today)
    return day.says === 'days' ? nightOf(day.from - 1) : null
  }),
  rule(`(?:في )?(?:يوم )?(${WEEKDAY})(?: (?:الماضيه?|الفايت))?`, (match, today) => lastWeekday(WEEKDAYS.indexOf(match[1]!), today)),
  rule('(?:في )?(?:الصباح الباكر|الفجر)|فجرا|قبل الفجر', () => [{ says: 'morning' }, hours(3, 7)]),
  rule('(?:في )?(?:الصباح|صباحا|الصبح|صباح)', () => [{ says: 'morning' }, hours(5, 12)]),
  rule('بعد الظهر', () => [{ says: 'afternoon' }, hours(12, 18)]),
  rule('(?:في |عند )?(?:الظهر|ظهرا)', () => [{ says: 'afternoon' }, hours(11, 14)]),
  rule('(?:في )?(?:العصر|عصرا)', () => [{ says: 'afternoon' }, hours(14, 18)]),
  rule('(?:في )?(?:المساء|مساء)|بعد العصر', () => [{ says: 'afternoon' }, hours(17, 22)]),
  rule('(?:عند |وقت )?(?:المغرب|الغروب)', () => [{ says: 'afternoon' }, hours(17, 20)]),
  rule('بعد (?:المغرب|الغروب|العشاء|حلول الظلام|الظلام)', () => hours(18, 30)),
  rule('بعد منتصف الليل', () => hours(24, 28)),
  rule('(?:في |عند )?منتصف الليل', () => hours(23, 25)),
  rule('(?:في |ب)?(?:الليل|ليلا)', () => hours(18, 30)),
  rule('(?:في |علي )?(?:الساعه|ساعه) (\\d{1,2})(?:[:.](\\d{2}))?', clockPiece),
  rule('(\\d{1,2}):(\\d{2})', clockPiece),
  rule('(?:في|يوم|كان|حدث|و|علي|وقت)', () => ({ says: 'nothing' })),
]
