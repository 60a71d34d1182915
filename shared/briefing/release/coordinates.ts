import { distanceBetween } from '../../geo/sphere.ts'
import type { LngLat } from '../../model/units.ts'
import { foldSign } from './fold.ts'

/** A pair of coordinates read from a text; `decimals` is the finer of the two, minutes and seconds counted as what they resolve. */
export interface WrittenPoint { readonly start: number; readonly end: number; readonly readings: readonly LngLat[]; readonly decimals: number }

/** A written point this near an exact place of the vault gives it away, metres. */
export const NEAR = 1000

/** Digits to ASCII, sign by sign so that places in the text stay; decimal commas and Arabic separators to points where they stand between digits. */
function plain(text: string): string {
  let out = ''
  for (const sign of text) {
    const fold = foldSign(sign)
    const same = /^\d$/.test(fold) ? fold : sign === '٫' ? '.' : sign === '،' || sign === '؛' ? ',' : sign === '−' ? '-' : sign === '′' || sign === '’' || sign === 'ʹ' ? "'" : sign === '″' || sign === '”' || sign === '“' ? '"' : sign === 'º' || sign === '˚' ? '°' : sign
    out += same.length === sign.length ? same : sign
  }
  return out
}

const NUMBER = String.raw`[-+]?\d{1,3}(?:[.,]\d{1,12})`
const HEMISPHERE = String.raw`[NSEWnsewشجغق]?`
const GAP = String.raw`[ \r\n\u00a0\u2000-\u200f\u202f\u2066-\u2069]*`
/** "13.8021, 20.1044", "20.1044 N 13.8021 E", "(13,8021; 20,1044)", "lat=… lon=…": two decimals with a little between. */
const DECIMAL_PAIR = new RegExp(String.raw`(?<![\d.,])(${HEMISPHERE})${GAP}(${NUMBER})${GAP}°?${GAP}(${HEMISPHERE})(?:${GAP}[,;/|]?${GAP}|[^\d\n\t]{1,16}?)(${HEMISPHERE})${GAP}(${NUMBER})${GAP}°?${GAP}(${HEMISPHERE})(?![\d])`, 'gu')
/** 20°06'15.8"N, N 20 06.264, 20-06-15N: degrees, minutes, perhaps seconds, with a hemisphere at either end. */
const MEASURES = (n: number) => String.raw`(?<degrees${n}>\d{1,3})${GAP}[°ºd\s:-]${GAP}(?<minutes${n}>\d{1,2}(?:[.,]\d{1,8})?)(?![\d.,]*${GAP}[°º])${GAP}(?:['m\s:-]${GAP}(?<seconds${n}>\d{1,2}(?:[.,]\d{1,6})?)?)?${GAP}(?:"|''|s(?![a-z]))?`
const ANGLE = new RegExp(String.raw`(?<![\d.])(?:(?<before>[NSEWnsew])${GAP}${MEASURES(1)}|${MEASURES(2)}${GAP}(?<after>[NSEWnsew])?)(?![A-Za-z\d])`, 'gu')

const numeric = (written: string) => Number(written.replace(',', '.'))
const decimalsOf = (written: string) => /[.,](\d+)$/.exec(written)?.[1]?.length ?? 0

/** Every pair of coordinates that a text holds, as decimals or as degrees, minutes and seconds, in either order. */
export function writtenPoints(text: string): WrittenPoint[] {
  const source = plain(text)
  const points: WrittenPoint[] = []
  for (const match of source.matchAll(DECIMAL_PAIR)) {
    const [whole, before1, first, after1, before2, second, after2] = match
    if (first === undefined || second === undefined) continue
    const a = signed(numeric(first), before1 || after1)
    const b = signed(numeric(second), before2 || after2)
    const readings: LngLat[] = []
    if (Math.abs(a) <= 90 && Math.abs(b) <= 180) readings.push([b, a])
    if (Math.abs(b) <= 90 && Math.abs(a) <= 180) readings.push([a, b])
    if (readings.length > 0) points.push({ start: match.index, end: match.index + whole.length, readings, decimals: Math.min(decimalsOf(first), decimalsOf(second)) })
  }
  const angles = [...source.matchAll(ANGLE)].flatMap(match => {
    const [whole] = match
    const { before, after, degrees1, degrees2, minutes1, minutes2, seconds1, seconds2 } = match.groups ?? {}
    const [degrees, minutes, seconds] = [degrees1 ?? degrees2, minutes1 ?? minutes2, seconds1 ?? seconds2]
    const hemisphere = (before ?? after ?? '').toUpperCase()
    const marked = /[°º'"]/.test(whole)
    if (degrees === undefined || minutes === undefined || (!hemisphere && !marked) || numeric(minutes) >= 60) return []
    const value = Number(degrees) + numeric(minutes) / 60 + (seconds ? numeric(seconds) / 3600 : 0)
    return [{ start: match.index, end: match.index + whole.length, hemisphere, value: signed(value, hemisphere), decimals: seconds ? 4 : decimalsOf(minutes) > 0 ? 4 : 2 }]
  })
  for (let i = 0; i + 1 < angles.length; i++) {
    const a = angles[i]
    const b = angles[i + 1]
    if (!a || !b || b.start - a.end > 12) continue
    const readings: LngLat[] = []
    const latFirst = /[NS]/.test(a.hemisphere) || /[EW]/.test(b.hemisphere)
    const lonFirst = /[EW]/.test(a.hemisphere) || /[NS]/.test(b.hemisphere)
    if (!lonFirst && Math.abs(a.value) <= 90) readings.push([b.value, a.value])
    if (!latFirst && Math.abs(b.value) <= 90) readings.push([a.value, b.value])
    if (readings.length > 0) points.push({ start: a.start, end: b.end, readings, decimals: Math.max(a.decimals, b.decimals) })
  }
  return points
}

/** South and west (and Arabic جنوب, غرب) are negative. */
function signed(value: number, hemisphere: string | undefined): number {
  return /^[SWswجغ]$/u.test(hemisphere ?? '') ? -Math.abs(value) : value
}

export interface PlaceIndex { readonly near: (point: LngLat, metres?: number) => boolean }

const CELL = 0.02

/** Indexes the vault's exact places on a grid of 0.02 degrees, so that 100,000 cost a look at a few cells each. */
export function indexPlaces(places: readonly LngLat[]): PlaceIndex {
  const cells = new Map<number, LngLat[]>()
  const cellKey = (column: number, row: number) => column * 20_000 + row
  for (const place of places) {
    const key = cellKey(Math.floor((place[0] + 180) / CELL), Math.floor((place[1] + 90) / CELL))
    const held = cells.get(key)
    if (held) held.push(place)
    else cells.set(key, [place])
  }
  return {
    near(point, metres = NEAR) {
      const reachLat = metres / 111_195 / CELL
      const reachLon = reachLat / Math.max(0.02, Math.cos((point[1] * Math.PI) / 180))
      const column = (point[0] + 180) / CELL
      const row = (point[1] + 90) / CELL
      for (let c = Math.floor(column - reachLon); c <= Math.floor(column + reachLon); c++)
        for (let r = Math.floor(row - reachLat); r <= Math.floor(row + reachLat); r++)
          for (const place of cells.get(cellKey(c, r)) ?? []) if (distanceBetween(place, point) <= metres) return true
      return false
    },
  }
}
