import type { Bytes } from './bytes.ts'
import { randomBytes } from './primitives.ts'

/**
 * Two of three (Shamir, "How to share a secret", CACM 22, 1979) over GF(256) with the polynomial of AES
 * (FIPS 197, 4.2), byte by byte: share n is f(n) of the line f(x) = secret + slope * x, whose slope is random. Any two
 * points tell the line and so the secret, f(0); one tells nothing, because every secret lies on a line through it.
 */
export const SHARE_NUMBERS = [1, 2, 3] as const
export type ShareNumber = (typeof SHARE_NUMBERS)[number]

/** A product in GF(256), without a table or a branch that the secret decides. */
export function times(a: number, b: number): number {
  let product = 0
  let term = a
  for (let bit = 0; bit < 8; bit++) {
    product ^= -((b >> bit) & 1) & term
    term = ((term << 1) ^ (-(term >> 7) & 0x11b)) & 0xff
  }
  return product
}

/** What divides by 1, 2 and 3: the only differences of two share numbers. */
const INVERSE: Readonly<Record<number, number>> = { 1: 0x01, 2: 0x8d, 3: 0xf6 }

/** One slope for all three shares of a secret: shares of another slope do not belong to them. Random, as long as the secret. */
export const newSlope = (length: number): Bytes => randomBytes(length)

export function shareOf(secret: Uint8Array, slope: Uint8Array, number: ShareNumber): Bytes {
  if (secret.length !== slope.length) throw new RangeError('a slope is as long as its secret')
  return Uint8Array.from(secret, (byte, at) => byte ^ times(slope[at]!, number))
}

/** The secret of two shares: f(0) by Lagrange. @throws RangeError for one share twice */
export function combineShares(one: { readonly number: ShareNumber; readonly bytes: Uint8Array }, other: { readonly number: ShareNumber; readonly bytes: Uint8Array }): Bytes {
  const inverse = INVERSE[one.number ^ other.number]
  if (inverse === undefined || one.bytes.length !== other.bytes.length) throw new RangeError('two shares of one secret are needed')
  return Uint8Array.from(one.bytes, (byte, at) => times(inverse, times(other.number, byte) ^ times(one.number, other.bytes[at]!)))
}
