import { marksOf } from './marks.ts'
import type { Stored, Written } from './written.ts'

/** One way in which stored bytes may come to be other ones. */
export interface Spoilt {
  /** What was done, for who reads of a case that failed. */
  readonly told: string
  readonly stored: Stored
  readonly targets: readonly string[]
  readonly ways: readonly Way[]
}
const WAYS = ['flip', 'zero', 'noise', 'cut', 'delete', 'double', 'swap', 'exchange', 'gone', 'older', 'older-part'] as const
export type Way = (typeof WAYS)[number]

const KINDS = ['journal', 'keys', 'keys.previous', 'root', 'root.previous', 'head', 'head.previous', 'drafts/', 'segments/', 'records/'] as const

/** Spoils one or two stored things, by numbers from 0 to 1. The same numbers do the same to vaults of the same sizes. */
export function spoil({ stored, before }: Written, random: () => number): Spoilt {
  const spoilt = new Map(stored)
  const told: string[] = []
  const targets: string[] = []
  const ways: Way[] = []
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!
  for (let left = random() < 0.7 ? 1 : 2; left > 0; left--) {
    const kind = pick(KINDS)
    const target = pick([...stored.keys()].filter((name) => name === kind || (kind.endsWith('/') && name.startsWith(kind))))
    const bytes = spoilt.get(target)
    if (!bytes || bytes.length === 0) continue
    const way = pick(WAYS)
    const others = [...stored.keys()].filter((name) => name !== target && name.split('/')[0]!.split('.')[0] === target.split('/')[0]!.split('.')[0])
    const older = pick(before).get(target)
    const [from, to] = range(bytes, target, random)
    const result = changed(way, bytes, from, to, { random, older: older ?? null, other: others.length > 0 ? pick(others) : null, spoilt, target })
    told.push(`${way} ${target} ${from}-${to} of ${bytes.length}`)
    targets.push(target)
    ways.push(way)
    if (result) spoilt.set(target, result)
    else spoilt.delete(target)
  }
  return { told: told.join(' and '), stored: spoilt, targets, ways }
}

interface Means { readonly random: () => number; readonly older: Uint8Array | null; readonly other: string | null; readonly spoilt: Map<string, Uint8Array>; readonly target: string }

/** The bytes after it; null where the file is gone. */
function changed(way: Way, bytes: Uint8Array, from: number, to: number, { random, older, other, spoilt, target }: Means): Uint8Array | null {
  const joined = (...parts: readonly Uint8Array[]) => Uint8Array.from(parts.flatMap((part) => [...part]))
  const copy = bytes.slice()
  switch (way) {
    case 'flip':
      copy[from]! ^= 1 << Math.floor(random() * 8)
      return copy
    case 'zero':
      return copy.fill(0, from, to)
    case 'noise':
      for (let at = from; at < to; at++) copy[at] = Math.floor(random() * 256)
      return copy
    case 'cut':
      return copy.slice(0, from)
    case 'delete':
      return joined(copy.subarray(0, from), copy.subarray(to))
    case 'double':
      return joined(copy.subarray(0, to), copy.subarray(from))
    case 'swap': {
      const [next, end] = range(bytes, target, random)
      const [a, b] = from < next ? [[from, to], [next, end]] as const : [[next, end], [from, to]] as const
      if (a[1] > b[0]) return joined(copy.subarray(0, a[0]), copy.subarray(a[1]), copy.subarray(a[0], a[1]))
      return joined(copy.subarray(0, a[0]), copy.subarray(b[0], b[1]), copy.subarray(a[1], b[0]), copy.subarray(a[0], a[1]), copy.subarray(b[1]))
    }
    case 'exchange': {
      const theirs = other === null ? undefined : spoilt.get(other)
      if (!theirs) return copy
      spoilt.set(other!, bytes)
      return theirs
    }
    case 'gone':
      return null
    case 'older':
      return older?.slice() ?? copy
    case 'older-part':
      if (older) copy.set(older.subarray(from, to), from)
      return copy
  }
}

/** A range within: half the time from one mark of its own structure to another (frames, records), else anywhere, mostly short. */
function range(bytes: Uint8Array, target: string, random: () => number): [number, number] {
  const marks = random() < 0.5 ? marksOf(bytes, target) : []
  if (marks.length > 1) {
    const at = Math.floor(random() * (marks.length - 1))
    return [marks[at]!, marks[Math.min(marks.length - 1, at + 1 + Math.floor(random() ** 3 * 4))]!]
  }
  const from = Math.floor(random() * bytes.length)
  return [from, Math.min(bytes.length, from + Math.max(1, Math.floor(bytes.length ** random())))]
}
