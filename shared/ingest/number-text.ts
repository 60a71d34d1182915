const OTHER_DIGITS = /[\u0660-\u0669\u06f0-\u06f9\uff10-\uff19]/g

/** Arabic-Indic, Persian and full-width digits as 0 to 9; Arabic separators and the minus sign likewise. */
export function plainDigits(text: string): string {
  if (!/[^\x20-\x7e]/.test(text)) return text
  return text
    .replace(OTHER_DIGITS, (digit) => {
      const code = digit.charCodeAt(0)
      return String(code - (code >= 0xff10 ? 0xff10 : code >= 0x06f0 ? 0x06f0 : 0x0660))
    })
    .replaceAll('\u066b', '.')
    .replaceAll('\u066c', ',')
    .replaceAll('\u060c', ',')
    .replace(/[\u2212\u2010-\u2013]/g, '-')
    .replace(/[\u00a0\u202f\u2009]/g, ' ')
}

/** Words that stand for "nothing here" in a cell. */
const NOTHING = /^(?:|-+|\?+|n\/?a|null|nil|none|nan|unknown|not known|not stated|not available|undefined|missing|غير معروف|غير معلوم|لا يوجد|inconnu|desconocido)$/i

/** Whether a cell says nothing. */
export function isNothing(text: string): boolean {
  const first = text.charCodeAt(0)
  if (first >= 48 && first <= 57) return false
  return text === '' || (text.length <= 15 && NOTHING.test(text.trim()))
}

const PLAIN = /^[+-]?(?:\d+\.?\d*|\.\d+)$/
const GROUPED_COMMA = /^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/
const GROUPED_POINT = /^[+-]?\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?$|^[+-]?\d{1,3}(?:\.\d{3})+,\d+$/
const GROUPED_SPACE = /^[+-]?\d{1,3}(?:[ '’]\d{3})+(?:[.,]\d+)?$/
const DECIMAL_COMMA = /^[+-]?\d+,\d+$/
const EXPONENT = /^[+-]?\d+(?:\.\d+)?e[+-]?\d{1,3}$/i

/** A number written as text, with the grouping and decimal marks in use; null where it is none. May be infinite. */
export function numberFromText(text: string): number | null {
  const short = shortWhole(text)
  if (short >= 0) return short
  const trimmed = plainDigits(text).trim()
  if (PLAIN.test(trimmed) || EXPONENT.test(trimmed)) return Number(trimmed)
  if (GROUPED_COMMA.test(trimmed)) return Number(trimmed.replaceAll(',', ''))
  if (GROUPED_POINT.test(trimmed)) return Number(trimmed.replaceAll('.', '').replace(',', '.'))
  if (GROUPED_SPACE.test(trimmed)) return Number(trimmed.replace(/[ '’]/g, '').replace(',', '.'))
  if (DECIMAL_COMMA.test(trimmed)) return Number(trimmed.replace(',', '.'))
  return null
}

/** Up to six digits and nothing else, the commonest number by far; -1 otherwise. */
function shortWhole(text: string): number {
  const length = text.length
  if (length === 0 || length > 6) return -1
  let number = 0
  for (let i = 0; i < length; i++) {
    const digit = text.charCodeAt(i) - 48
    if (digit < 0 || digit > 9) return -1
    number = number * 10 + digit
  }
  return number
}
