import type { Bytes } from './bytes.ts'
import { randomBytes } from './primitives.ts'
import { recoveryKeys, recoveryWords, type RecoveryKeys } from './recovery.ts'
import { recoveryNumber, shareWords } from './share-words.ts'
import { newSlope, SHARE_NUMBERS, shareOf, type ShareNumber } from './shares.ts'

/** What is written down of a recovery key, in either way. Whoever reads it has the key. */
export interface RecoverySheets {
  readonly keyNumber: number
  /** The whole key. */
  readonly words: readonly string[]
  /** Its three shares, of which two are the key. */
  readonly shares: readonly (readonly string[])[]
}

/** A word that a person types back: of the whole key, or of a share; its place from 0. */
export interface RecoveryWord { readonly position: number; readonly word: string; readonly share?: ShareNumber }

/** A recovery key from its making until somebody has shown that it is written down. */
export class FreshRecovery {
  readonly #vault: Bytes
  readonly #key = randomBytes(32)
  readonly #slope = newSlope(32)
  readonly keys: RecoveryKeys

  constructor(vault: Bytes) {
    this.#vault = vault
    this.keys = recoveryKeys(vault, this.#key)
  }
  /** The key's bytes, to seal its anchor under; wiped with it. */
  get key(): Bytes {
    return this.#key
  }
  sheets(): RecoverySheets {
    const keyNumber = recoveryNumber(this.#vault, this.keys.agreement.publicKey)
    return { keyNumber, words: recoveryWords(this.#key), shares: SHARE_NUMBERS.map((number) => shareWords({ number, keyNumber, bytes: shareOf(this.#key, this.#slope, number) })) }
  }
  /** Whether three words of the whole key, or of two shares each, are typed right, and no word is wrong. */
  matches(typed: readonly RecoveryWord[]): boolean {
    const { words, shares } = this.sheets()
    const places = new Set(typed.map(({ share, position }) => `${share ?? 0}/${position}`))
    if (places.size !== typed.length || !typed.every(({ share, position, word }) => (share === undefined ? words : shares[share - 1])?.[position] === plain(word))) return false
    const enough = (of: ShareNumber | undefined) => typed.filter(({ share }) => share === of).length >= LEAST_TYPED
    return enough(undefined) || SHARE_NUMBERS.filter(enough).length >= 2
  }
  wipe(): void {
    for (const secret of [this.#key, this.#slope, this.keys.agreement.secretKey, this.keys.signing.secretKey]) secret.fill(0)
  }
}

const LEAST_TYPED = 3
const plain = (word: string) => word.normalize('NFKD').trim().toLowerCase()
