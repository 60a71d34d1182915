import type { KindDeclaration } from './field.ts'
import type { RecordId } from './change.ts'

/** Crockford's base 32: no I, L, O or U, so that it survives a bad line and a tired hand (crockford.com/base32.html). */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/**
 * The short reference that people say and write: the kind's prefix and the first 40 bits of the record's id
 * ("TP-4K7Q-F3MX"). Short enough to read out; two of a million share one with probability 0.4, so a
 * reference finds records, the id names one.
 */
export function referenceOf(kind: Pick<KindDeclaration, 'prefix'>, id: RecordId): string {
  const high = parseInt(id.slice(0, 5), 16)
  const low = parseInt(id.slice(5, 10), 16)
  return `${kind.prefix}-${letters(high)}-${letters(low)}`
}

function letters(twentyBits: number): string {
  let word = ''
  for (let shift = 15; shift >= 0; shift -= 5) word += ALPHABET[(twentyBits >> shift) & 31]!
  return word
}

/**
 * What a typed reference says of an id: prefix and the id's first ten hexadecimal digits; null where it is none.
 * Reads lower case, missing or doubled dashes, and O, I, L for 0, 1, 1.
 */
export function readReference(typed: string): { readonly prefix: string; readonly start: string } | null {
  const plain = typed.trim().toUpperCase().replace(/[\s\-‐-―]+/g, '')
  const match = /^([A-Z]{2})([0-9A-Z]{8})$/.exec(plain)
  if (!match) return null
  const body = match[2]!.replace(/O/g, '0').replace(/[IL]/g, '1')
  let start = ''
  for (const half of [body.slice(0, 4), body.slice(4)]) {
    let bits = 0
    for (const letter of half) {
      const value = ALPHABET.indexOf(letter)
      if (value < 0) return null
      bits = (bits << 5) | value
    }
    start += bits.toString(16).padStart(5, '0')
  }
  return { prefix: match[1]!, start }
}
