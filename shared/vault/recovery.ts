import { entropyToMnemonic, mnemonicToEntropy } from '@scure/bip39'
import { wordlist } from '@scure/bip39/wordlists/english.js'
import { ByteReader, concatBytes, equalBytes, owned, type Bytes } from './bytes.ts'
import { OpenFault, type Engine } from './engine.ts'
import { agreementKeys, context, hkdf, openUnder, sealUnder, signingKeys, type AgreementKeys, type SigningKeys } from './primitives.ts'

/**
 * The station's recovery key: 256 random bits, written as 24 words of BIP 39's English list, the last of
 * which carries an 8-bit check (list and code: npm @scure/bip39, MIT; the list is in the public BIP).
 * Only the encoding is BIP 39's; no seed is stretched from the words.
 */
export const RECOVERY_WORDS = 24

export function recoveryWords(key: Bytes): string[] {
  return entropyToMnemonic(key, wordlist).split(' ')
}

/** The key in 24 words, or null where a word is not in the list or the check does not hold. */
export function recoveryKeyFrom(words: readonly string[]): Bytes | null {
  const typed = words.map((word) => word.normalize('NFKD').trim().toLowerCase()).filter((word) => word !== '')
  if (typed.length !== RECOVERY_WORDS) return null
  try {
    return owned(mnemonicToEntropy(typed.join(' '), wordlist))
  } catch {
    return null
  }
}

/** Letters that decide a word of the list: no two begin with the same four. */
const DECIDING = 4

/**
 * The words of a recovery key as a person typed them: with or without their numbers, in any case, each by its first
 * four letters or more. `unknown`: places (from 0) of what begins no word of the list; those stay as typed.
 */
export function readRecoveryWords(typed: string): { readonly words: readonly string[]; readonly unknown: readonly number[] } {
  const parts = typed.normalize('NFKD').toLowerCase().split(/[^\p{L}]+/u).filter((part) => part !== '')
  const unknown: number[] = []
  const words = parts.map((part, place) => {
    const word = wordlist.includes(part) ? part : part.length < DECIDING ? undefined : wordlist.find((each) => each.slice(0, DECIDING) === part.slice(0, DECIDING))
    if (word === undefined) unknown.push(place)
    return word ?? part
  })
  return { words, unknown }
}

export interface RecoveryKeys { readonly agreement: AgreementKeys; readonly signing: SigningKeys }

/** Group keys are granted to the one pair; a roster may be signed by the other. */
export function recoveryKeys(vault: Bytes, key: Bytes): RecoveryKeys {
  const zero = new Uint8Array(32)
  return { agreement: agreementKeys(hkdf(key, zero, context('recovery-agreement', vault))), signing: signingKeys(hkdf(key, zero, context('recovery-signing', vault))) }
}

/** What the recovery key trusts the roster by: the root's public key, and the hash of the keys it belongs to, sealed under it. */
export async function sealAnchor(engine: Engine, vault: Bytes, key: Bytes, rosterRoot: Bytes): Promise<Bytes> {
  const keys = recoveryKeys(vault, key)
  return sealUnder(engine, key, context('recovery-anchor', vault), concatBytes(rosterRoot, keys.agreement.publicKey))
}

/** The roster root, or null where this is another recovery key's record. */
export async function openAnchor(engine: Engine, vault: Bytes, key: Bytes, payload: Bytes): Promise<Bytes | null> {
  try {
    const reader = new ByteReader(await openUnder(engine, key, context('recovery-anchor', vault), payload))
    const root = reader.raw(32).slice()
    return equalBytes(reader.raw(32), recoveryKeys(vault, key).agreement.publicKey) ? root : null
  } catch (error) {
    if (error instanceof OpenFault) return null
    throw error
  }
}
