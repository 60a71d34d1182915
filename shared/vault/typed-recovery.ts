import { wordlist } from '@scure/bip39/wordlists/english.js'
import { findMisread } from './check-words.ts'
import { sha256Small } from './engine.ts'
import { readRecoveryWords, recoveryKeyFrom, recoveryWords, RECOVERY_WORDS } from './recovery.ts'
import { SHARE_WORDS, shareFrom, type Share } from './share-words.ts'
import { combineShares, type ShareNumber } from './shares.ts'

/** A recovery key as a person typed it: its 24 words, or two of its three shares. */
export type TypedRecovery = { readonly words: string } | { readonly shares: readonly [string, string] }

/** What is wrong with it, before any vault is asked. `field`: which of the two shares, from 0; places count from 0. */
export type TypedFault =
  /** A word that is in no list; one that does not fit its neighbours; two that changed places. */
  | { readonly what: 'unknown' | 'word' | 'swapped'; readonly field: 0 | 1; readonly place: number }
  | { readonly what: 'count'; readonly field: 0 | 1; readonly count: number; readonly of: number }
  /** More is wrong than can be named. */
  | { readonly what: 'several'; readonly field: 0 | 1 }
  | { readonly what: 'a-share' | 'a-whole-key'; readonly field: 0 | 1 }
  | { readonly what: 'same-share'; readonly field: 1; readonly number: ShareNumber }
  | { readonly what: 'two-keys'; readonly field: 1; readonly numbers: readonly [number, number] }

export type ReadRecovery = { readonly words: readonly string[]; readonly fault?: never } | { readonly fault: TypedFault }

/** The 24 words of what was typed, or what is wrong with it. */
export function readTypedRecovery(typed: TypedRecovery): ReadRecovery {
  if ('words' in typed) {
    const words = readWords(typed.words, RECOVERY_WORDS, 0)
    return Array.isArray(words) ? { words } : { fault: words as TypedFault }
  }
  const one = readShare(typed.shares[0], 0)
  if ('what' in one) return { fault: one }
  const other = readShare(typed.shares[1], 1)
  if ('what' in other) return { fault: other }
  if (one.keyNumber !== other.keyNumber) return { fault: { what: 'two-keys', field: 1, numbers: [one.keyNumber, other.keyNumber] } }
  if (one.number === other.number) return { fault: { what: 'same-share', field: 1, number: one.number } }
  const key = combineShares(one, other)
  const words = recoveryWords(key)
  for (const bytes of [key, one.bytes, other.bytes]) bytes.fill(0)
  return { words }
}

/** One share as it was typed. */
export function readShare(typed: string, field: 0 | 1): Share | TypedFault {
  const words = readWords(typed, SHARE_WORDS, field)
  if (!Array.isArray(words)) return words as TypedFault
  const numbers = words.map((word) => wordlist.indexOf(word))
  const misread = findMisread(numbers)
  if (misread.what === 'word' || misread.what === 'swapped') return { ...misread, field }
  return (misread.what === 'nothing' && shareFrom(numbers)) || { what: 'several', field }
}

function readWords(typed: string, of: number, field: 0 | 1): readonly string[] | TypedFault {
  const { words, unknown } = readRecoveryWords(typed)
  if (unknown[0] !== undefined) return { what: 'unknown', field, place: unknown[0] }
  if (words.length === of) return words
  if (words.length === SHARE_WORDS) return { what: 'a-share', field }
  if (words.length === RECOVERY_WORDS) return { what: 'a-whole-key', field }
  return { what: 'count', field, count: words.length, of }
}

/**
 * Where 24 words differ from a key that `fits`: the one word (from 0) with which another would, or the first of two
 * neighbours that changed places; null where more is wrong. Each of the 49,152 keys that differ by a word is tried, but `fits` is asked only
 * of those whose check holds, one in 256.
 */
export async function findMisreadWord(words: readonly string[], fits: (words: readonly string[]) => boolean | Promise<boolean>): Promise<{ readonly what: 'word' | 'swapped'; readonly place: number } | null> {
  const numbers = words.map((word) => wordlist.indexOf(word))
  if (numbers.length !== RECOVERY_WORDS || numbers.includes(-1)) return null
  for (let place = 0; place < numbers.length - 1; place++) {
    const swapped = words.with(place, words[place + 1]!).with(place + 1, words[place]!)
    if (recoveryKeyFrom(swapped) && (await fits(swapped))) return { what: 'swapped', place }
  }
  for (let place = 0; place < numbers.length; place++) {
    for (let other = 0; other < wordlist.length; other++) {
      if (other === numbers[place] || !checkHolds(numbers.with(place, other))) continue
      if (await fits(words.with(place, wordlist[other]!))) return { what: 'word', place }
    }
  }
  return null
}

/** BIP 39: the last 8 of 264 bits are the first of the SHA-256 of the others. */
function checkHolds(numbers: readonly number[]): boolean {
  const bytes = new Uint8Array(33)
  let pending = 0
  let bits = 0
  let at = 0
  for (const number of numbers) {
    pending = (pending << 11) | number
    bits += 11
    while (bits >= 8) {
      bits -= 8
      bytes[at++] = pending >> bits
      pending &= (1 << bits) - 1
    }
  }
  return sha256Small(bytes.subarray(0, 32))[0] === bytes[32]
}
