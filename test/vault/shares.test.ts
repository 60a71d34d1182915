import { wordlist } from '@scure/bip39/wordlists/english.js'
import fc from 'fast-check'
import { combine } from 'shamir-secret-sharing'
import { beforeAll, describe, expect, it } from 'vitest'
import { checkWords, findMisread } from '../../shared/vault/check-words.ts'
import { concatBytes, type Bytes } from '../../shared/vault/bytes.ts'
import { sodiumReady } from '../../shared/vault/engine.ts'
import { randomBytes } from '../../shared/vault/primitives.ts'
import { recoveryKeys, recoveryWords } from '../../shared/vault/recovery.ts'
import { recoveryNumber, SHARE_WORDS, shareWords } from '../../shared/vault/share-words.ts'
import { combineShares, newSlope, SHARE_NUMBERS, shareOf, times, type ShareNumber } from '../../shared/vault/shares.ts'
import { findMisreadWord, readShare, readTypedRecovery } from '../../shared/vault/typed-recovery.ts'

beforeAll(() => sodiumReady)

const secret = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => new Uint8Array(bytes) as Bytes)
const PAIRS = SHARE_NUMBERS.flatMap((one) => SHARE_NUMBERS.filter((other) => other !== one).map((other) => [one, other] as const))

describe('the field of the shares', () => {
  it('multiplies as FIPS 197 says in its own examples (4.2, 4.2.1)', () => {
    expect(times(0x57, 0x83)).toBe(0xc1)
    expect([0x02, 0x04, 0x08, 0x10, 0x13].map((by) => times(0x57, by))).toEqual([0xae, 0x47, 0x8e, 0x07, 0xfe])
  })
})

describe('shares of a secret', () => {
  it('give it back, any two of them in any order', () => {
    fc.assert(fc.property(secret, secret, (key, slope) => {
      for (const [one, other] of PAIRS) expect(combineShares({ number: one, bytes: shareOf(key, slope, one) }, { number: other, bytes: shareOf(key, slope, other) })).toEqual(key)
    }), { numRuns: 200 })
  })

  it('are put together by another implementation too (npm shamir-secret-sharing, audited)', async () => {
    const [key, slope] = [randomBytes(32), newSlope(32)]
    const theirs = (number: ShareNumber) => concatBytes(shareOf(key, slope, number), Uint8Array.of(number))
    for (const [one, other] of PAIRS) expect(await combine([theirs(one), theirs(other)])).toEqual(new Uint8Array(key))
  })

  it('tell nothing, one alone: for every secret there is exactly one slope that gives this very share', () => {
    for (const number of SHARE_NUMBERS) {
      for (const seen of [0x00, 0x01, 0x7f, 0xff]) {
        const slopes = Array.from({ length: 256 }, (_, possible) => Array.from({ length: 256 }, (_unused, slope) => shareOf(Uint8Array.of(possible), Uint8Array.of(slope), number)[0]).filter((share) => share === seen).length)
        expect(new Set(slopes)).toEqual(new Set([1]))
      }
    }
    // As a control: two shares leave one secret of 256.
    const possible = Array.from({ length: 256 }, (_, at) => at).filter((key) => Array.from({ length: 256 }, (_, slope) => slope).some((slope) => shareOf(Uint8Array.of(key), Uint8Array.of(slope), 1)[0] === 9 && shareOf(Uint8Array.of(key), Uint8Array.of(slope), 2)[0] === 77))
    expect(possible).toHaveLength(1)
  })

  it('are spread evenly, whatever the secret: each byte of a share takes each value as often', () => {
    const counts = Array.from({ length: 256 }, () => 0)
    const rounds = 2000
    for (let round = 0; round < rounds; round++) for (const byte of shareOf(new Uint8Array(32), newSlope(32), 2)) counts[byte]! += 1
    const expected = (rounds * 32) / 256
    // Chi-squared of 255 degrees of freedom: beyond 380 once in a million.
    const spread = (each: readonly number[]) => each.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
    expect(spread(counts)).toBeLessThan(380)
    expect(spread(counts.map((count, at) => (at === 0 ? count + 400 : count)))).toBeGreaterThan(380)
  })

  it('are not made of one share twice', () => {
    const share = { number: 2, bytes: shareOf(randomBytes(32), newSlope(32), 2) } as const
    expect(() => combineShares(share, share)).toThrow(RangeError)
  })
})

describe('check words', () => {
  const words = fc.array(fc.integer({ min: 0, max: 2047 }), { minLength: 25, maxLength: 25 }).map((data) => [...data, ...checkWords(data)])
  const place = fc.integer({ min: 0, max: 27 })

  it('name the one word that is wrong, wherever it stands', () => {
    fc.assert(fc.property(words, place, fc.integer({ min: 1, max: 2047 }), (right, at, by) => {
      expect(findMisread(right)).toEqual({ what: 'nothing' })
      expect(findMisread(right.with(at, right[at]! ^ by))).toEqual({ what: 'word', place: at })
    }))
  })

  it('name two neighbours that changed places', () => {
    fc.assert(fc.property(words, fc.integer({ min: 0, max: 26 }), (right, at) => {
      fc.pre(right[at] !== right[at + 1])
      expect(findMisread(right.with(at, right[at + 1]!).with(at + 1, right[at]!))).toEqual({ what: 'swapped', place: at })
    }))
  })

  it('never take two wrong words for right, nor for one', () => {
    fc.assert(fc.property(words, place, place, fc.integer({ min: 1, max: 2047 }), fc.integer({ min: 1, max: 2047 }), (right, one, other, by, also) => {
      fc.pre(one !== other)
      expect(['several', 'swapped']).toContain(findMisread(right.with(one, right[one]! ^ by).with(other, right[other]! ^ also)).what)
    }))
  })
})

describe('what is typed', () => {
  const vault = new Uint8Array(16).fill(0xa0)
  const written = (key: Bytes, slope = newSlope(32)) => {
    const keyNumber = recoveryNumber(vault, recoveryKeys(vault, key).agreement.publicKey)
    return SHARE_NUMBERS.map((number) => shareWords({ number, keyNumber, bytes: shareOf(key, slope, number) }))
  }

  it('of two shares is the whole key, by four letters of each word, numbered or not', () => {
    const key = randomBytes(32)
    const [first, , third] = written(key) as [string[], string[], string[]]
    expect(first).toHaveLength(SHARE_WORDS)
    expect(readTypedRecovery({ shares: [first.join(' '), third.map((word, at) => `${at + 1}. ${word.slice(0, 4).toUpperCase()}`).join('\n')] })).toEqual({ words: recoveryWords(key) })
  })

  it('says which word of which share is wrong, before anything is put together', () => {
    const [first, second] = written(randomBytes(32)) as [string[], string[], string[]]
    const another = wordlist[(wordlist.indexOf(second[6]!) + 1) % 2048]!
    expect(readTypedRecovery({ shares: [first.join(' '), second.with(6, another).join(' ')] })).toEqual({ fault: { what: 'word', field: 1, place: 6 } })
    expect(readTypedRecovery({ shares: [first.with(3, 'qqqq').join(' '), second.join(' ')] })).toEqual({ fault: { what: 'unknown', field: 0, place: 3 } })
    expect(readTypedRecovery({ shares: [first.slice(1).join(' '), second.join(' ')] })).toEqual({ fault: { what: 'count', field: 0, count: 27, of: 28 } })
  })

  it('tells a share typed twice from shares of two keys, and a share from a whole key', () => {
    const key = randomBytes(32)
    const [first, second] = written(key) as [string[], string[], string[]]
    let other = randomBytes(32)
    while (recoveryNumber(vault, recoveryKeys(vault, other).agreement.publicKey) === recoveryNumber(vault, recoveryKeys(vault, key).agreement.publicKey)) other = randomBytes(32)
    const [, strange] = written(other) as [string[], string[], string[]]
    expect(readTypedRecovery({ shares: [second.join(' '), second.join(' ')] })).toEqual({ fault: { what: 'same-share', field: 1, number: 2 } })
    expect(readTypedRecovery({ shares: [first.join(' '), strange.join(' ')] })).toMatchObject({ fault: { what: 'two-keys', field: 1 } })
    expect(readTypedRecovery({ words: first.join(' ') })).toEqual({ fault: { what: 'a-share', field: 0 } })
    expect(readTypedRecovery({ shares: [recoveryWords(key).join(' '), first.join(' ')] })).toEqual({ fault: { what: 'a-whole-key', field: 0 } })
  })

  it('of a number that no share has is not believed', () => {
    const numbered = shareWords({ number: 1, keyNumber: 5, bytes: randomBytes(32) }).map((word) => wordlist.indexOf(word))
    const none = [numbered[0]! & 0x1ff, ...numbered.slice(1, 25)]
    expect(readShare([...none, ...checkWords(none)].map((word) => wordlist[word]).join(' '), 0)).toEqual({ what: 'several', field: 0 })
  })

  it('of a whole key with one word wrong is traced to that word, by whether the vault knows the key', async () => {
    const words = recoveryWords(randomBytes(32))
    let asked = 0
    const fits = (tried: readonly string[]) => (asked++, tried.join(' ') === words.join(' '))
    const wrong = words.with(17, wordlist[(wordlist.indexOf(words[17]!) + 700) % 2048]!)
    expect(await findMisreadWord(wrong, fits)).toEqual({ what: 'word', place: 17 })
    // One in 256 of the keys that differ by a word.
    expect(asked).toBeLessThan(400)
    const at = words.findIndex((word, index) => word !== words[index + 1])
    expect(await findMisreadWord(words.with(at, words[at + 1]!).with(at + 1, words[at]!), fits)).toEqual({ what: 'swapped', place: at })
    expect(await findMisreadWord([...words].reverse(), fits)).toBeNull()
  })
})
