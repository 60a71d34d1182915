import { wordlist } from '@scure/bip39/wordlists/english.js'
import type { Bytes } from './bytes.ts'
import { CHECK_WORDS, checkWords } from './check-words.ts'
import { sha256Small } from './engine.ts'
import { context } from './primitives.ts'
import { SHARE_NUMBERS, type ShareNumber } from './shares.ts'

/**
 * A share of the recovery key in words of BIP 39's English list: 25 words of 11 bits, highest bit first, hold 2 bits with the
 * share's number, 17 with the key's number and the 256 of the share; three check words follow (check-words.ts).
 */
export const SHARE_WORDS = 28
const KEY_NUMBER_BITS = 17
const WORD_BITS = 11

/**
 * What a recovery key is called by, on paper and on the screen: 0 to 131071. Made from its public key, so that it tells
 * nothing of the key, and an open vault can say which sheets are of the key in force.
 * @param agreement the X25519 public key
 */
export function recoveryNumber(vault: Bytes, agreement: Bytes): number {
  return numberOf([...sha256Small(context('recovery-number', vault, agreement)).subarray(0, 3)].flatMap((byte) => bitsOf(byte, 8)).slice(0, KEY_NUMBER_BITS))
}

/** A key's number as it stands on its sheets and on the screen: six digits, in two threes. */
export function keyNumberText(keyNumber: number): string {
  const digits = String(keyNumber).padStart(6, '0')
  return `${digits.slice(0, 3)} ${digits.slice(3)}`
}

export interface Share {
  readonly number: ShareNumber
  /** `recoveryNumber` of the key that it is of. */
  readonly keyNumber: number
  /** 32 bytes. */
  readonly bytes: Bytes
}

export function shareWords({ number, keyNumber, bytes }: Share): string[] {
  const bits = [...bitsOf(number, 2), ...bitsOf(keyNumber, KEY_NUMBER_BITS), ...[...bytes].flatMap((byte) => bitsOf(byte, 8))]
  const words = Array.from({ length: bits.length / WORD_BITS }, (_, at) => numberOf(bits.slice(at * WORD_BITS, (at + 1) * WORD_BITS)))
  return [...words, ...checkWords(words)].map((word) => wordlist[word]!)
}

/** The share in words whose check words hold, by their places in the list; null where its number is none. */
export function shareFrom(words: readonly number[]): Share | null {
  const bits = words.slice(0, -CHECK_WORDS).flatMap((word) => bitsOf(word, WORD_BITS))
  const number = SHARE_NUMBERS.find((each) => each === numberOf(bits.slice(0, 2)))
  if (number === undefined) return null
  const from = 2 + KEY_NUMBER_BITS
  return { number, keyNumber: numberOf(bits.slice(2, from)), bytes: Uint8Array.from({ length: 32 }, (_, at) => numberOf(bits.slice(from + at * 8, from + at * 8 + 8))) }
}

const bitsOf = (value: number, count: number): number[] => Array.from({ length: count }, (_, at) => (value >> (count - 1 - at)) & 1)
const numberOf = (bits: readonly number[]): number => bits.reduce((value, bit) => value * 2 + bit, 0)
