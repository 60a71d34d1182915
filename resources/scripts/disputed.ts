import { readFileSync } from 'node:fs'
import { distance } from '../../shared/geo/sphere.ts'

/** Standing of a stretch of land border, as Natural Earth classes it; the index is what outlines hold. */
export const LINE_KINDS = ['international', 'disputed', 'line-of-control', 'indefinite'] as const
export type LineKind = (typeof LINE_KINDS)[number]

export interface MarkedLine {
  readonly kind: LineKind | 'claim'
  readonly name: string
  /** The two countries on its sides, sorted; empty where Natural Earth's are not ours. */
  readonly between: readonly string[]
  readonly line: readonly (readonly [number, number])[]
}

/** `resources/borders/disputed-lines.json`, made by `make-disputed-lines.ts` from Natural Earth's two files. */
export function readMarkedLines(): MarkedLine[] {
  return JSON.parse(readFileSync(new URL('../borders/disputed-lines.json', import.meta.url), 'utf8')) as MarkedLine[]
}

/** Says which standing the border of two countries (sorted codes) has at a point: that of their marked line within `tolerance` metres. */
export function disputedLines(tolerance: number): (lon: number, lat: number, between: readonly string[]) => LineKind {
  const marked = readMarkedLines().filter((line) => line.kind !== 'claim') as (MarkedLine & { kind: LineKind })[]
  const cells = new Map<string, { kind: LineKind; between: string; a: readonly [number, number]; b: readonly [number, number] }[]>()
  for (const { kind, line, between } of marked) {
    for (let i = 1; i < line.length; i++) {
      const [a, b] = [line[i - 1]!, line[i]!]
      for (let x = Math.floor(Math.min(a[0], b[0])) - 1; x <= Math.floor(Math.max(a[0], b[0])) + 1; x++) {
        for (let y = Math.floor(Math.min(a[1], b[1])) - 1; y <= Math.floor(Math.max(a[1], b[1])) + 1; y++) {
          const key = `${x},${y}`
          if (!cells.has(key)) cells.set(key, [])
          cells.get(key)!.push({ kind, between: between.join('-'), a, b })
        }
      }
    }
  }
  return (lon, lat, countries) => {
    const pair = countries.join('-')
    let best = tolerance
    let kind: LineKind = 'international'
    for (const { kind: at, between, a, b } of cells.get(`${Math.floor(lon)},${Math.floor(lat)}`) ?? []) {
      if (between && between !== pair) continue
      const c = Math.cos((lat * Math.PI) / 180)
      const [ux, uy] = [(b[0] - a[0]) * c, b[1] - a[1]]
      const q = ux * ux + uy * uy
      const f = q ? Math.max(0, Math.min(1, ((lon - a[0]) * c * ux + (lat - a[1]) * uy) / q)) : 0
      const d = distance(lon, lat, a[0] + (b[0] - a[0]) * f, a[1] + (b[1] - a[1]) * f)
      if (d < best) [best, kind] = [d, at]
    }
    return kind
  }
}
