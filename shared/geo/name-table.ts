import { countryIndex, countryOfAlpha2 } from '../model/countries.ts'
import type { LngLat } from '../model/units.ts'
import { distance } from './sphere.ts'
import { encode, hasWord, type WordMatcher } from './spelling.ts'

const SPACE = 32
const decoder = new TextDecoder()

/**
 * Settlements by folded name, in one block of bytes: entry i's name is bytes starts[i] to starts[i + 1], entries are in the
 * order of their names; later words ("juarez" of "ciudad juarez") are in buckets by their first two bytes.
 */
export class NameTable {
  readonly count: number
  readonly people: Uint32Array
  /** log10(people + 100): what a settlement's size is worth in a ranking. */
  readonly size: Float32Array
  /** Index of COUNTRIES. */
  readonly country: Uint16Array
  /** Position in `regionKeys`, plus one; 0 is none. */
  readonly region: Uint16Array
  readonly regionKeys: readonly string[]
  readonly #grid: number
  readonly #lon: Int32Array
  readonly #lat: Int32Array
  readonly #bytes: Uint8Array
  readonly #starts: Uint32Array
  /** Where the written name begins and ends in the file; 0 where it is the folded one with capitals. */
  readonly #written: Uint32Array
  readonly #writtenEnd: Uint32Array
  readonly #file: Uint8Array
  readonly #later: LaterWords
  #letters: Letters | undefined
  #skeletons: Map<string, number[]> | undefined
  #rows: { readonly starts: Uint32Array; readonly ids: Uint32Array } | undefined

  /** @throws RangeError where the file is cut short */
  constructor(file: Uint8Array) {
    this.#file = file
    let p = 0
    const varint = (): number => {
      let value = file[p++]!
      if (value < 128) return value
      value &= 127
      for (let shift = 7; ; shift += 7) {
        const byte = file[p++]
        if (byte === undefined) throw new RangeError('gazetteer cut short')
        value |= (byte & 127) << shift
        if (byte < 128) return value >>> 0
      }
    }
    this.#grid = varint()
    this.regionKeys = Array.from({ length: varint() }, () => {
      const length = varint()
      p += length
      return decoder.decode(file.subarray(p - length, p))
    })
    const regionCountry = Uint16Array.from(this.regionKeys, (key) => countryIndex(countryOfAlpha2(key.slice(0, 2))))
    const count = varint()
    this.count = count
    this.people = new Uint32Array(count)
    this.size = new Float32Array(count)
    this.country = new Uint16Array(count)
    this.region = new Uint16Array(count)
    this.#lon = new Int32Array(count)
    this.#lat = new Int32Array(count)
    this.#starts = new Uint32Array(count + 1)
    this.#written = new Uint32Array(count)
    this.#writtenEnd = new Uint32Array(count)
    let bytes = new Uint8Array(1 << 22)
    let at = 0
    for (let i = 0; i < count; i++) {
      const shared = varint()
      const more = varint()
      if (at + shared + more > bytes.length) {
        const grown = new Uint8Array(bytes.length * 2)
        grown.set(bytes)
        bytes = grown
      }
      const before = i ? this.#starts[i - 1]! : 0
      this.#starts[i] = at
      for (let k = 0; k < shared; k++) bytes[at++] = bytes[before + k]!
      for (let k = 0; k < more; k++) bytes[at++] = file[p++]!
      const written = varint()
      if (written) {
        this.#written[i] = p
        this.#writtenEnd[i] = p += written
      }
      const region = varint()
      this.region[i] = region
      this.country[i] = region ? regionCountry[region - 1]! : varint()
      const lon = varint()
      const lat = varint()
      this.#lon[i] = (lon >>> 1) ^ -(lon & 1)
      this.#lat[i] = (lat >>> 1) ^ -(lat & 1)
      this.people[i] = varint()
      this.size[i] = Math.log10(this.people[i]! + 100)
    }
    this.#starts[count] = at
    this.#bytes = bytes.subarray(0, at)
    this.#later = laterWords(this.#bytes, this.#starts)
  }

  folded(index: number): string {
    return decoder.decode(this.#bytes.subarray(this.#starts[index]!, this.#starts[index + 1]!))
  }

  name(index: number): string {
    if (this.#written[index]) return decoder.decode(this.#file.subarray(this.#written[index], this.#writtenEnd[index]))
    return this.folded(index).replace(/(^| )(\p{L})/gu, (_, space: string, letter: string) => space + letter.toUpperCase())
  }

  at(index: number): LngLat {
    return [this.#lon[index]! / this.#grid, this.#lat[index]! / this.#grid]
  }

  regionKey(index: number): string {
    return this.region[index] ? this.regionKeys[this.region[index]! - 1]! : ''
  }

  /** Whether the whole folded name is these bytes. */
  isNamed(index: number, bytes: Uint8Array): boolean {
    return this.#starts[index + 1]! - this.#starts[index]! === bytes.length && compare(this.#bytes, this.#starts[index]!, this.#starts[index + 1]!, bytes) === 0
  }

  /** Whether any word of the name begins as a matcher wants. */
  hasWord(index: number, matcher: WordMatcher): boolean {
    return hasWord(this.#bytes, matcher, this.#starts[index]!, this.#starts[index + 1]!)
  }

  /** The most populous settlement of exactly this folded name in a country, or -1. */
  largestNamed(folded: string, country: number): number {
    const bytes = encode(folded)
    let best = -1
    for (let i = this.#first(bytes); i < this.count && this.isNamed(i, bytes); i++) if (this.country[i] === country && (best < 0 || this.people[i]! > this.people[best]!)) best = i
    return best
  }

  /**
   * Every settlement with a word that begins as a matcher wants, if `worth` says that its size is worth a look; `later` is
   * whether it is not the first word, `wrong` how many letters differ. Without edits by binary search and buckets, else by
   * looking at all whose letters can fit.
   */
  eachNamed(matcher: WordMatcher, worth: (index: number) => boolean, visit: (index: number, later: boolean, wrong: number) => void): void {
    const { bytes, edits } = matcher
    const { entry, byte } = this.#later
    if (edits === 0) {
      for (let i = this.#first(bytes); i < this.count && compare(this.#bytes, this.#starts[i]!, this.#starts[i + 1]!, bytes) === 0; i++) if (worth(i)) visit(i, false, 0)
      const [from, to] = this.#later.bucket(bytes)
      for (let k = from; k < to; k++) if (worth(entry[k]!) && compare(this.#bytes, byte[k]!, this.#starts[entry[k]! + 1]!, bytes) === 0) visit(entry[k]!, true, 0)
      return
    }
    const letters = this.#lettersOfWords()
    const wanted = lettersIn(bytes, 0, bytes.length)
    const shortest = bytes.length - edits
    for (let i = 0; i < this.count; i++) {
      if (letters.firstLength[i]! < shortest || bitCount(wanted & ~letters.first[i]!) > edits || !worth(i)) continue
      const wrong = matcher.distanceAt(this.#bytes, this.#starts[i]!, this.#starts[i + 1]!)
      if (wrong <= edits) visit(i, false, wrong)
    }
    for (let k = 0; k < entry.length; k++) {
      if (letters.laterLength[k]! < shortest || bitCount(wanted & ~letters.later[k]!) > edits) continue
      const i = entry[k]!
      if (!worth(i)) continue
      const wrong = matcher.distanceAt(this.#bytes, byte[k]!, this.#starts[i + 1]!)
      if (wrong <= edits) visit(i, true, wrong)
    }
  }

  /** Settlements by the consonants of their names; made when first asked for. */
  bySkeleton(skeletonOf: (name: string) => string): Map<string, number[]> {
    if (this.#skeletons) return this.#skeletons
    this.#skeletons = new Map()
    for (let i = 0; i < this.count; i++) {
      const skeleton = skeletonOf(this.folded(i))
      const there = this.#skeletons.get(skeleton)
      if (there) there.push(i)
      else this.#skeletons.set(skeleton, [i])
    }
    return this.#skeletons
  }

  /** Index of the settlement nearest to a point within a distance in metres, or -1. */
  nearest([lon, lat]: LngLat, within: number): number {
    const { starts, ids } = this.#byRow()
    let [best, least] = [-1, within]
    const reach = within / 111_000 + 0.01
    for (let row = Math.max(0, Math.floor(lat - reach) + 90); row <= Math.min(179, Math.floor(lat + reach) + 90); row++) {
      for (let k = starts[row]!; k < starts[row + 1]!; k++) {
        const i = ids[k]!
        if (Math.abs(this.#lat[i]! / this.#grid - lat) > reach) continue
        const d = distance(lon, lat, this.#lon[i]! / this.#grid, this.#lat[i]! / this.#grid)
        if (d < least) [best, least] = [i, d]
      }
    }
    return best
  }

  #first(bytes: Uint8Array): number {
    let [low, high] = [0, this.count]
    while (low < high) {
      const middle = (low + high) >> 1
      if (compare(this.#bytes, this.#starts[middle]!, this.#starts[middle + 1]!, bytes) < 0) low = middle + 1
      else high = middle
    }
    return low
  }

  #lettersOfWords(): Letters {
    if (this.#letters) return this.#letters
    const { entry, byte } = this.#later
    const letters: Letters = { first: new Uint32Array(this.count), firstLength: new Uint8Array(this.count), later: new Uint32Array(entry.length), laterLength: new Uint8Array(entry.length) }
    const word = (from: number, end: number, masks: Uint32Array, lengths: Uint8Array, at: number) => {
      let to = from
      while (to < end && this.#bytes[to] !== SPACE) to++
      masks[at] = lettersIn(this.#bytes, from, to)
      lengths[at] = Math.min(255, to - from)
    }
    for (let i = 0; i < this.count; i++) word(this.#starts[i]!, this.#starts[i + 1]!, letters.first, letters.firstLength, i)
    for (let k = 0; k < entry.length; k++) word(byte[k]!, this.#starts[entry[k]! + 1]!, letters.later, letters.laterLength, k)
    this.#letters = letters
    return letters
  }

  #byRow(): { readonly starts: Uint32Array; readonly ids: Uint32Array } {
    if (this.#rows) return this.#rows
    const row = (i: number) => Math.min(179, Math.floor(this.#lat[i]! / this.#grid) + 90)
    const starts = new Uint32Array(181)
    for (let i = 0; i < this.count; i++) starts[row(i) + 1]!++
    for (let r = 0; r < 180; r++) starts[r + 1]! += starts[r]!
    const ids = new Uint32Array(this.count)
    const at = starts.slice()
    for (let i = 0; i < this.count; i++) ids[at[row(i)]!++] = i
    this.#rows = { starts, ids }
    return this.#rows
  }
}

/** Which letters words have (`lettersIn`) and how long they are, in bytes. */
interface Letters { readonly first: Uint32Array; readonly firstLength: Uint8Array; readonly later: Uint32Array; readonly laterLength: Uint8Array }

interface LaterWords {
  /** Entry and first byte of every word but the first of its name, by their first two bytes. */
  readonly entry: Uint32Array
  readonly byte: Uint32Array
  /** Positions, from and to, of those that can begin with these bytes. */
  bucket(bytes: Uint8Array): readonly [number, number]
}

function laterWords(bytes: Uint8Array, starts: Uint32Array): LaterWords {
  const count = starts.length - 1
  const buckets = new Uint32Array(65537)
  const each = (visit: (entry: number, byte: number, bucket: number) => void) => {
    for (let i = 0; i < count; i++) {
      const end = starts[i + 1]!
      for (let p = starts[i]! + 1; p < end; p++) if (bytes[p - 1] === SPACE) visit(i, p, (bytes[p]! << 8) | (p + 1 < end ? bytes[p + 1]! : 0))
    }
  }
  each((_, __, bucket) => buckets[bucket + 1]!++)
  for (let b = 0; b < 65536; b++) buckets[b + 1]! += buckets[b]!
  const entry = new Uint32Array(buckets[65536]!)
  const byte = new Uint32Array(buckets[65536]!)
  const at = buckets.slice()
  each((i, p, bucket) => {
    entry[at[bucket]!] = i
    byte[at[bucket]!++] = p
  })
  return {
    entry,
    byte,
    bucket(prefix) {
      const low = (prefix[0]! << 8) | (prefix[1] ?? 0)
      return [buckets[low]!, buckets[(prefix.length > 1 ? low : low | 255) + 1]!]
    },
  }
}

/** Order of the bytes from `from` on against a prefix: 0 where they begin with it. */
function compare(bytes: Uint8Array, from: number, end: number, prefix: Uint8Array): number {
  for (let i = 0; i < prefix.length; i++) {
    if (from + i >= end) return -1
    const d = bytes[from + i]! - prefix[i]!
    if (d) return d
  }
  return 0
}

/** One bit a letter (by its low five bits), to pass over words that cannot fit. */
function lettersIn(bytes: Uint8Array, from: number, to: number): number {
  let mask = 0
  for (let i = from; i < to; i++) mask |= 1 << (bytes[i]! & 31)
  return mask
}

function bitCount(value: number): number {
  value -= (value >>> 1) & 0x55555555
  value = (value & 0x33333333) + ((value >>> 2) & 0x33333333)
  return Math.imul((value + (value >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}
