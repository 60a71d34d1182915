import { digitGroups } from './contacts.ts'
import { writtenPoints } from './coordinates.ts'
import { tokenise } from './fold.ts'

/** Something in typed text that looks like an identifier, though the vault doesn't know it. */
export interface Suspect { readonly start: number; readonly end: number; readonly kind: 'phone' | 'e-mail' | 'web' | 'coordinates' | 'plate' | 'small-number' }

const MAIL = /[\p{L}\p{N}._%+-]{1,64}\s?@\s?[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63})+/giu
const HANDLE = /(?<![\p{L}\p{N}@])@[\p{L}\p{N}_]{3,32}|https?:\/\/\S{3,}|\b(?:t\.me|wa\.me|facebook\.com|fb\.com|instagram\.com)\/\S+/giu
const DATE = /\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}/g
const SMALL_WORDS = new Set(['two', 'three', 'four', 'اثنان', 'اثنين', 'اثنتان', 'اثنتين', 'ثلاث', 'ثلاثه', 'اربع', 'اربعه'])

/** Looks through typed text; figures that the program itself set are not asked about. `k`: numbers under it are for a person to read. */
export function suspects(text: string, k: number): Suspect[] {
  const found: Suspect[] = []
  const masked = text.replaceAll(DATE, date => ' '.repeat(date.length))
  for (const match of text.matchAll(MAIL)) found.push({ start: match.index, end: match.index + match[0].length, kind: 'e-mail' })
  for (const match of text.matchAll(HANDLE)) found.push({ start: match.index, end: match.index + match[0].length, kind: 'web' })
  for (const point of writtenPoints(text)) if (point.decimals > 2) found.push({ start: point.start, end: point.end, kind: 'coordinates' })
  const groups = digitGroups(masked)
  for (let first = 0; first < groups.length; first++) {
    let digits = ''
    let last = first
    for (let i = first; i < groups.length; i++) {
      const group = groups[i]
      const before = groups[i - 1]
      if (!group || (i > first && before && !/^[\s().\-–/]{1,3}$/u.test(masked.slice(before.end, group.start)))) break
      digits += group.digits
      last = i
    }
    const start = groups[first]
    const end = groups[last]
    if (start && end && digits.length >= 7 && digits.length <= 15) found.push({ start: start.start, end: end.end, kind: 'phone' })
    first = last
  }
  for (const token of tokenise(masked)) {
    const letters = token.word.replaceAll(/\d/g, '').length
    const digits = token.word.length - letters
    if (letters >= 1 && digits >= 3 && token.word.length >= 5 && token.word.length <= 12) found.push({ start: token.start, end: token.end, kind: 'plate' })
    if (SMALL_WORDS.has(token.word)) found.push({ start: token.start, end: token.end, kind: 'small-number' })
  }
  // Plates with a gap between letters and digits: "NI 4821", "تونس 1234".
  for (const match of masked.matchAll(/(?<![\p{L}\p{Nd}])\p{Lu}{1,3}[ -]?\p{Nd}{3,6}(?:[ -]?\p{Lu}{1,3})?(?![\p{L}\p{Nd}])/gu)) found.push({ start: match.index, end: match.index + match[0].length, kind: 'plate' })
  for (const group of groups) {
    const value = Number(group.digits)
    const around = masked.slice(Math.max(0, group.start - 1), group.start) + masked.slice(group.end, group.end + 1)
    const part = /[\d.,٫٬/:%-]/.test(masked.slice(Math.max(0, group.start - 1), group.start)) || /^(?:[.,٫٬/:-]\p{Nd}|%|٪)/u.test(masked.slice(group.end, group.end + 2))
    if (value > 0 && value < k && !part && !/\p{L}/u.test(around)) found.push({ start: group.start, end: group.end, kind: 'small-number' })
  }
  return dropInner(found)
}

function dropInner(found: Suspect[]): Suspect[] {
  const sorted = found.sort((a, b) => b.end - b.start - (a.end - a.start))
  const kept: Suspect[] = []
  for (const each of sorted) if (!kept.some(other => other.start <= each.start && other.end >= each.end)) kept.push(each)
  return kept.sort((a, b) => a.start - b.start)
}
