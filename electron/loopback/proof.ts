import { createHmac, timingSafeEqual } from 'node:crypto'

/**
 * A second start asks the first over a port that, once the first was killed, anybody on the machine may have taken.
 * So the secret in the data folder never crosses: each side proves that it knows it (HMAC-SHA-256), and an answer without
 * the proof opens no window. Else the one who took the port could show a gate of their own and be told the passphrase.
 */
export const NONCE_HEADER = 'vigil-nonce'

export function proofOfSecret(secret: string, what: 'ask' | 'answer', message: string): string {
  return createHmac('sha256', secret).update(`${what}\0${message}`).digest('base64url')
}

export function provesSecret(secret: string, what: 'ask' | 'answer', message: string, proof: string): boolean {
  const [right, given] = [Buffer.from(proofOfSecret(secret, what, message)), Buffer.from(proof)]
  return right.length === given.length && timingSafeEqual(right, given)
}
