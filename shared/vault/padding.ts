/**
 * The length a sealed thing is padded to, so that its size says little: the next power of two (at least
 * 64) up to 4 KiB, above that Padmé, whose overhead is under 12% and shrinks with size.
 * Padmé: Nikitin, Barman, Lueks, Underwood, Hubaux, Ford, "Reducing Metadata Leakage from Encrypted Files
 * and Communication with PURBs", PoPETs 2019(4), algorithm 1.
 * @param length in bytes, under 2^48
 */
export function paddedLength(length: number): number {
  if (length <= 64) return 64
  if (length <= 4096) return 2 ** Math.ceil(Math.log2(length))
  const exponent = Math.floor(Math.log2(length))
  const significand = Math.floor(Math.log2(exponent)) + 1
  const step = 2 ** (exponent - significand)
  return Math.ceil(length / step) * step
}

/** Bytes with zeros to their padded length. */
export function padded(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(paddedLength(bytes.length))
  whole.set(bytes)
  return whole
}
