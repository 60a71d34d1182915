import type { ZxcvbnFactory } from '@zxcvbn-ts/core'

/** How well a passphrase would stand an attack on a copied vault. `refused` is too weak to found a vault with. */
export type Strength = 'refused' | 'weak' | 'fair' | 'strong'

export interface Judgement {
  readonly strength: Strength
  /** Bits of guessing; for drawn words counted, for others zxcvbn's estimate. */
  readonly bits: number
  readonly drawn: boolean
}

/** Words of the EFF's long list, which zxcvbn-ts ships as its diceware dictionary; 12.9 bits each. */
export const WORDS_DRAWN = 6
const REFUSED_BELOW = 40
const WEAK_BELOW = 55

/**
 * Judges a passphrase. Words drawn here are judged by how they were drawn, because no meter can see chance:
 * zxcvbn gives "correct horse battery staple" and lines of Shakespeare its best mark. So what a person made up
 * is never called better than fair, and the screen says why.
 * @param drawn the words that were drawn here, or null
 */
export function judge(passphrase: string, drawn: string | null, listLength: number, estimateLog10: (passphrase: string) => number): Judgement {
  if (drawn !== null && passphrase === drawn) return { strength: 'strong', bits: Math.floor(WORDS_DRAWN * Math.log2(listLength)), drawn: true }
  const bits = Math.floor(estimateLog10(passphrase) * Math.log2(10))
  return { strength: bits < REFUSED_BELOW ? 'refused' : bits < WEAK_BELOW ? 'weak' : 'fair', bits, drawn: false }
}

/** Phrases that every attacker tries whole, whatever a meter says. */
const FAMOUS = ['correct horse battery staple', 'to be or not to be that is the question', 'the quick brown fox jumps over the lazy dog', 'we hold these truths to be self evident', 'may the force be with you', 'بسم الله الرحمن الرحيم', 'الحمد لله رب العالمين', 'لا اله الا الله محمد رسول الله']
const plain = (text: string) => text.normalize('NFKD').toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
const famous = new Set(FAMOUS.map(plain))

export interface Meter {
  /** `own`: what whoever finds the laptop reads or guesses first: the station's name stands on the lock screen. */
  judge(passphrase: string, drawn: string | null, own?: readonly string[]): Judgement
  drawWords(): string
}

/** A whole number from 0 to `below` - 1, each as likely (rejection sampling over 32 random bits). */
export function drawBelow(below: number, random: () => number = () => crypto.getRandomValues(new Uint32Array(1))[0]!): number {
  const limit = 2 ** 32 - (2 ** 32 % below)
  for (;;) {
    const value = random()
    if (value < limit) return value % below
  }
}

/** Loads the meter with its dictionaries (1.6 MB): only founding and changing a passphrase need it. */
export async function loadMeter(): Promise<Meter> {
  const [{ ZxcvbnFactory: Factory }, common, english] = await Promise.all([import('@zxcvbn-ts/core'), import('@zxcvbn-ts/language-common'), import('@zxcvbn-ts/language-en')])
  const words = (common.dictionary as Record<string, readonly string[]>)['diceware-common']!
  const meter: ZxcvbnFactory = new Factory({ dictionary: { ...common.dictionary, ...english.dictionary }, graphs: common.adjacencyGraphs })
  return {
    judge: (passphrase, drawn, own = []) => judge(passphrase, drawn, words.length, (text) => (famous.has(plain(text)) ? 1 : meter.check(text.slice(0, 128), own.flatMap((name) => [name, ...name.split(/\s+/)])).guessesLog10)),
    drawWords: () => Array.from({ length: WORDS_DRAWN }, () => words[drawBelow(words.length)]!).join(' '),
  }
}
