import { plainDigits } from './number-text.ts'

/** One coordinate read from text. */
export interface Coordinate {
  /** Degrees; not finite where the text says so ("Infinity", "1e999"). */
  readonly degrees: number
  /** Decimals as written: what the digits can promise. Minutes count as 2, seconds as 4. */
  readonly decimals: number
  /** Which way the text itself says it runs, by a letter; null where it doesn't. */
  readonly axis: 'lat' | 'lon' | null
}

const PLAIN = /^[+-]?\d{1,10}(?:\.(\d*))?$/
const DECIMAL_COMMA = /^[+-]?\d{1,3},(\d+)$/
const ENDLESS = /^[+-]?(?:inf(?:inity)?|nan|∞)$/i
const EXPONENT = /^[+-]?\d+(?:\.(\d+))?e([+-]?\d+)$/i
const LETTERED = /^(?:([NSEWO])\s*)?([+-]?\d{1,3}(?:[.,]\d+)?)\s*[°º]?\s*(?:([NSEWO]))?$/i
const SEXAGESIMAL = /^(?:([NSEWO])\s*)?(-?\d{1,3})\s*[°º\s]\s*(\d{1,2}(?:[.,]\d+)?)\s*['′’]?\s*(?:(\d{1,2}(?:[.,]\d+)?)\s*(?:["″”]|''))?\s*([NSEWO])?$/i

const TENTHS = Array.from({ length: 16 }, (_, power) => 10 ** power)

/**
 * A plain decimal number of up to 15 digits, null for anything else. A whole number below 2^53 divided by an exact
 * power of ten is rounded once, as the text's own value is: the same number as Number(text) gives.
 */
function plainDecimal(text: string, from = 0, to = text.length): Coordinate | null {
  const first = text.charCodeAt(from)
  const start = first === 45 || first === 43 ? from + 1 : from
  if (to - start > 16 || to <= start) return null
  let digits = 0
  let mark = -1
  for (let at = start; at < to; at++) {
    const digit = text.charCodeAt(at) - 48
    if (digit >= 0 && digit <= 9) digits = digits * 10 + digit
    else if (digit === -2 && mark < 0) mark = at
    else return null
  }
  if (mark === start || (mark < 0 && to - start > 15)) return null
  const decimals = mark < 0 ? 0 : to - mark - 1
  const size = digits / TENTHS[decimals]!
  return { degrees: first === 45 ? -size : size, decimals, axis: null }
}

const decimalsOf = (text: string) => {
  const mark = Math.max(text.indexOf('.'), text.indexOf(','))
  return mark < 0 ? 0 : text.length - mark - 1
}

/** A latitude or longitude as text, in decimal degrees or degrees, minutes and seconds; null where it is none. */
export function coordinateFromText(text: string): Coordinate | null {
  const quick = plainDecimal(text)
  if (quick) return quick
  let match: RegExpExecArray | null
  const plain = plainDigits(text).trim()
  match = PLAIN.exec(plain)
  if (match) return { degrees: Number(plain), decimals: match[1]?.length ?? 0, axis: null }
  match = DECIMAL_COMMA.exec(plain)
  if (match) return { degrees: Number(plain.replace(',', '.')), decimals: match[1]!.length, axis: null }
  if (ENDLESS.test(plain)) return { degrees: plain.startsWith('-') ? -Infinity : Infinity, decimals: 0, axis: null }
  match = EXPONENT.exec(plain)
  if (match) return { degrees: Number(plain), decimals: Math.max(0, (match[1]?.length ?? 0) - Number(match[2])), axis: null }
  match = LETTERED.exec(plain)
  if (match && (match[1] || match[3] || plain.includes('°'))) return lettered(Number(match[2]!.replace(',', '.')), decimalsOf(match[2]!), match[1] ?? match[3])
  match = SEXAGESIMAL.exec(plain)
  if (match) {
    const minutes = Number(match[3]!.replace(',', '.'))
    const seconds = match[4] === undefined ? 0 : Number(match[4].replace(',', '.'))
    if (minutes >= 60 || seconds >= 60) return null
    const degrees = Number(match[2])
    const size = Math.abs(degrees) + minutes / 60 + seconds / 3600
    return lettered(match[2]!.startsWith('-') ? -size : size, match[4] === undefined ? 2 + decimalsOf(match[3]!) : 4 + decimalsOf(match[4]), match[1] ?? match[5])
  }
  return null
}

function lettered(degrees: number, decimals: number, letter: string | undefined): Coordinate {
  const side = letter?.toUpperCase()
  const axis = side === 'N' || side === 'S' ? 'lat' : side === undefined ? null : 'lon'
  // O is west in French, Spanish and Italian.
  return { degrees: side === 'S' || side === 'W' || side === 'O' ? -Math.abs(degrees) : degrees, decimals, axis }
}

const WKT_POINT = /^POINT\s*Z?\s*\(\s*(\S+)\s+(\S+)(?:\s+\S+)?\s*\)$/i

/** Latitude and longitude out of one cell ("31.65, -110.36", "31,65; -110,36", "31.65 N 110.36 W", "POINT(-110.36 31.65)"). */
export function pairFromText(text: string): { readonly lat: Coordinate; readonly lon: Coordinate } | null {
  const comma = text.indexOf(',')
  if (comma > 0 && text.charCodeAt(comma + 1) === 32) {
    // "31.650259, -110.366453", the commonest by far.
    const lat = plainDecimal(text, 0, comma)
    const lon = lat && plainDecimal(text, comma + 2)
    if (lon) return { lat, lon }
  }
  if (comma > 0 && text.indexOf(',', comma + 1) < 0) {
    const lat = coordinateFromText(text.slice(0, comma).trim())
    const lon = coordinateFromText(text.slice(comma + 1).trim())
    if (lat && lon && !looksDecimalComma(text, comma)) return inOrder(lat, lon)
  }
  const plain = plainDigits(text).trim().replace(/^[([{]\s*|\s*[)\]}]$/g, '')
  const point = WKT_POINT.exec(plain.endsWith(')') ? plain : `${plain})`)
  if (point) {
    const lon = coordinateFromText(point[1]!)
    const lat = coordinateFromText(point[2]!)
    return lat && lon ? { lat, lon } : null
  }
  for (const [first, second] of splits(plain)) {
    const lat = coordinateFromText(first)
    const lon = coordinateFromText(second)
    if (lat && lon) return inOrder(lat, lon)
  }
  return null
}

/** "31,65" alone is one number with a decimal comma, not a pair. */
function looksDecimalComma(text: string, comma: number): boolean {
  return text[comma + 1] !== ' ' && !text.includes('.') && /^\s*-?\d+,\d+\s*$/.test(text) && text.length - comma > 4
}

function inOrder(first: Coordinate, second: Coordinate): { lat: Coordinate; lon: Coordinate } {
  return first.axis === 'lon' || second.axis === 'lat' ? { lat: second, lon: first } : { lat: first, lon: second }
}

function* splits(text: string): Generator<readonly [string, string]> {
  for (const separator of [';', '/', '|', ', ', ',', '\n']) {
    const parts = text.split(separator).map((part) => part.trim()).filter((part) => part !== '')
    if (parts.length === 2) yield [parts[0]!, parts[1]!]
  }
  // "31,65,-110,36": four numbers are two with decimal commas.
  const quarters = text.split(',').map((part) => part.trim())
  if (quarters.length === 4) yield [`${quarters[0]},${quarters[1]}`, `${quarters[2]},${quarters[3]}`]
  const letter = /^(.*?[NS])[\s,;]*(.*[EWO])$/i.exec(text) ?? /^([NS].*?)[\s,;]*([EWO].*)$/i.exec(text)
  if (letter) yield [letter[1]!.trim(), letter[2]!.trim()]
  const words = text.split(/\s+/)
  if (words.length === 2) yield [words[0]!, words[1]!]
}
