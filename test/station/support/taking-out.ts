import Papa from 'papaparse'
import { beforeAll, expect, it } from 'vitest'
import { cellAt, cellText } from '../../../shared/geo/cells.ts'
import type { Assessment } from '../../../shared/station/station.ts'
import { bringIn, dataFolder, parsed, passing, textOf } from './stations.ts'

export const POINTS = 'missing-migrants-points-2014-2025.csv'

/** Tests that rows on centroids make no hotspot and rows on a crossing point do, over an area or over the one that the station chooses. */
export function takingOut(area?: readonly string[]): void {
  const folder = dataFolder()
  const TEHRAN = { lat: '35.6891975', lon: '51.3889736' }
  const MILAK = [61.82069052, 30.96704016] as const
  type Row = Record<string, string>
  const isTehran = (row: Row) => row['lat'] === TEHRAN.lat && row['lon'] === TEHRAN.lon
  const isWhole = (row: Row) => Number.isInteger(Number(row['lat'])) && Number.isInteger(Number(row['lon']))
  const isMilak = (row: Row) => Number(row['lon']) === MILAK[0] && Number(row['lat']) === MILAK[1]

  const assessWithout = async (leftOut: (row: Row) => boolean): Promise<{ assessment: Assessment; read: number; cells: Map<string, number> }> => {
    const rows = parsed(textOf(POINTS)).filter((row) => !leftOut(row))
    const { station } = await passing(folder)
    const { counts } = await bringIn(station, Papa.unparse(rows), POINTS)
    const assessment = await station.assess({ filter: {}, ...(area && { area }) })
    const cells = new Map<string, number>()
    const { columns } = await station.table()
    for (const row of (await station.select({})).rows) {
      const cell = columns.cell[row]!
      if (cell !== 0n) cells.set(cellText(cell), (cells.get(cellText(cell)) ?? 0) + 1)
    }
    await station.seal()
    return { assessment, read: counts.read, cells }
  }
  let all: Awaited<ReturnType<typeof assessWithout>>
  beforeAll(async () => {
    all = await assessWithout(() => false)
  }, 180_000)
  const hot = ({ assessment }: typeof all) => assessment.hotspots.hotspots.map(({ cell, kind, reports, areaReports, q, group }) => ({ cell, kind, reports, areaReports, q, group })).sort((a, b) => (a.cell < b.cell ? -1 : 1))

  it('has hotspots, so that there is something to change', () => {
    expect(all.read).toBe(17_845)
    expect(all.assessment.hotspots.refused).toBeNull()
    expect(all.assessment.hotspots.hotspots.length).toBeGreaterThan(20)
  })

  it('the 263 rows at the centre of Tehran make no hotspot, nor any part of one', async () => {
    const without = await assessWithout(isTehran)
    expect(all.read - without.read).toBe(263)
    expect(without.assessment.area).toEqual(all.assessment.area)
    expect(hot(without)).toEqual(hot(all))
  }, 180_000)

  it('the 1,026 rows on whole degrees make none either', async () => {
    const without = await assessWithout(isWhole)
    expect(all.read - without.read).toBe(1026)
    expect(without.assessment.area).toEqual(all.assessment.area)
    expect(hot(without)).toEqual(hot(all))
  }, 180_000)

  it('hundreds of rows that share a named crossing point count, every one of them, in a hotspot', () => {
    const cell = cellText(cellAt(MILAK))
    const shared = parsed(textOf(POINTS)).filter(isMilak)
    const distinct = new Set(shared.map((row) => JSON.stringify(row))).size
    expect(distinct).toBeGreaterThanOrEqual(200)
    expect(all.cells.get(cell)).toBeGreaterThanOrEqual(distinct)
    const hotspot = all.assessment.hotspots.hotspots.find((one) => one.cell === cell)
    expect(hotspot?.reports).toBe(all.cells.get(cell))
  })

  it('as a control, taking that crossing out does change the hotspots: this comparison sees such a thing', async () => {
    const without = await assessWithout(isMilak)
    expect(hot(without)).not.toEqual(hot(all))
  }, 180_000)
}
