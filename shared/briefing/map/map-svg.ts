import { geoArea, geoCircle, geoDistance, geoGraticule, geoPath, type GeoPath } from 'd3-geo'
import { cellToBoundary, cellToLatLng } from 'h3-js'
import type { LngLat } from '../../model/units.ts'
import { EARTH_RADIUS } from '../../geo/sphere.ts'
import { markup, type Written } from '../markup.ts'
import type { DrawnSegment, MapDrawing, SaidOnMap } from './drawing.ts'
import { boxAround, Room, textWidth, type Box } from './labels.ts'
import { drawLegend } from './legend.ts'
import { PathString } from './path-string.ts'
import { fitProjection, type Fitted } from './projection.ts'
import { certaintyOf, rateStep } from '../../analysis/scale.ts'
import { DASHES, EMBER, MAP_FONT, PAPER } from './scales.ts'

const WIDTH = 720
/** A cell smaller than this is drawn this large, and the legend says so. */
const SMALLEST_CELL = 2.6
const DEGREES = 180 / Math.PI

/**
 * The briefing's map as SVG: the same in the window, without one and in print. Border segments by rate (colour
 * and width) and certainty (dash), hotspots as H3 cells, teams with their reach at true size. Segments and
 * hotspots under `threshold` reports show no rate, because expected counts are public and a rate would give the
 * count back. Presentation is in attributes, so it needs no style sheet and no script.
 */
export function drawMap(drawing: MapDrawing, said: SaidOnMap, threshold: number): Written {
  const fitted = fitProjection(drawing, threshold, WIDTH)
  const { projection, width, height } = fitted
  const sink = new PathString()
  const path = geoPath(projection, sink)
  const line = (points: readonly LngLat[]) => drawn(path, sink, { type: 'LineString', coordinates: points as unknown as [number, number][] })
  const room = new Room(width, height)
  const inArea = new Set(drawing.area)

  const land: Record<'on' | 'off', string> = { on: '', off: '' }
  const middles: { code: string; x: number; y: number; box: [[number, number], [number, number]]; area: number }[] = []
  const measure = geoPath(projection)
  for (const code of drawing.ground.countries) {
    const polygons = drawing.ground.polygons(code).map(rightWay)
    const shape = { type: 'MultiPolygon' as const, coordinates: polygons as unknown as [number, number][][][] }
    const d = drawn(path, sink, shape)
    if (!d) continue
    land[inArea.has(code) || inArea.size === 0 ? 'on' : 'off'] += d
    let largest: { area: number; at: [number, number]; box: [[number, number], [number, number]] } | null = null
    for (const rings of polygons) {
      const part = { type: 'Polygon' as const, coordinates: rings as unknown as [number, number][][] }
      const area = measure.area(part)
      if (area > (largest?.area ?? 0)) largest = { area, at: measure.centroid(part), box: measure.bounds(part) }
    }
    if (largest) middles.push({ code, x: largest.at[0], y: largest.at[1], box: largest.box, area: largest.area })
  }
  let coast = ''
  let border = ''
  let disputed = ''
  for (const each of drawing.ground.lines()) {
    const d = line(each.line)
    if (each.class === 'coast') coast += d
    else if (each.kind === 'international') border += d
    else disputed += d
  }

  const span = (WIDTH * fitted.metresPerUnit) / 111_195
  const step = [1, 2, 5, 10, 20, 30].find(each => span / each < 9) ?? 30
  const graticule = drawn(path, sink, geoGraticule().step([step, step]).extentMinor([[-180, -80.0001], [180, 80.0001]])())

  const cells = drawHotspots(drawing, fitted, threshold)
  const rated = drawing.segments.filter(segment => segment.reports >= threshold).sort((a, b) => a.rate - b.rate)
  let thin = ''
  for (const segment of drawing.segments) if (segment.reports > 0 && segment.reports < threshold) thin += line(segment.line)
  const segments = rated.map(segment => {
    const d = line(segment.line)
    if (!d) return null
    const level = rateStep(segment.rate) - 1
    const dash = DASHES[certaintyOf(segment.low, segment.high)]
    const thick = 2.6 + level * 0.45
    return markup`<path d="${d}" stroke="${PAPER.page}" stroke-width="${(thick + 2).toFixed(1)}"/><path d="${d}" stroke="${PAPER.ink}" stroke-width="0.5"/><path d="${d}" stroke="${EMBER[level]}" stroke-width="${thick.toFixed(2)}"${dash ? markup` stroke-dasharray="${dash}"` : null}/>`
  })

  const reach = drawing.teams.map(team => {
    const d = drawn(path, sink, geoCircle().center([team.at[0], team.at[1]]).radius((team.reach / EARTH_RADIUS) * DEGREES).precision(4)())
    return markup`<path d="${d}"/>`
  })
  const teams = drawing.teams.map(team => {
    const at = visible(fitted, team.at)
    if (!at) return null
    const mark = said.legend.team(said.number(team.number))
    const half = 3 + mark.length * 2.8
    room.take(boxAround(at[0], at[1], half + 7, 13))
    return markup`<g><rect x="${(at[0] - half).toFixed(1)}" y="${(at[1] - 6).toFixed(1)}" width="${(2 * half).toFixed(1)}" height="12" rx="1.5" fill="${PAPER.ink}" stroke="${PAPER.page}"/><text x="${at[0].toFixed(1)}" y="${(at[1] + 3).toFixed(1)}" text-anchor="middle" fill="${PAPER.page}" font-size="8.5" font-weight="620">${mark}</text></g>`
  })
  const badges = drawBadges(rated, fitted, room, said)
  const scale = drawScale(fitted, room, said)
  const names = drawNames(middles, inArea, fitted, room, said)
  const places = drawPlaces(drawing, fitted, room)

  const legend = drawLegend(said, width, {
    segments: rated.length > 0,
    under: thin !== '',
    hotspots: drawing.hotspots.length > 0,
    enlarged: cells.enlarged,
    teams: drawing.teams.length > 0,
    disputed: disputed !== '',
  })
  const total = height + 8 + legend.height
  return markup`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${total}" role="img" aria-label="${said.alt}" direction="${said.direction}" font-family="${MAP_FONT}" fill="none" stroke-linejoin="round"><title>${said.alt}</title><rect width="${width}" height="${height}" fill="${PAPER.sea}"/><path d="${graticule}" stroke="${PAPER.graticule}" stroke-width="0.6"/><path d="${land.off}" fill="${PAPER.off}"/><path d="${land.on}" fill="${PAPER.page}"/><path d="${coast}" stroke="${PAPER.line}" stroke-width="0.5"/><path d="${border}" stroke="${PAPER.line}" stroke-width="0.7"/><path d="${disputed}" stroke="${PAPER.line}" stroke-width="0.9" stroke-dasharray="3 2"/><g direction="ltr">${names}</g>${cells.svg}<g>${thin ? markup`<path d="${thin}" stroke="${PAPER.ink2}" stroke-width="1"/>` : null}${segments}</g><g stroke="${PAPER.reach}" stroke-width="1.1" fill="${PAPER.reach}" fill-opacity="0.05">${reach}</g><g direction="ltr">${places}${teams}${badges}${scale}</g><rect x="0.25" y="0.25" width="${width - 0.5}" height="${height - 0.5}" stroke="${PAPER.line}" stroke-width="0.75"/><g transform="translate(0 ${height + 4})">${legend.svg}</g></svg>`
}

/** A sliver of an islet that winds the wrong way would be the whole globe but for itself. */
function rightWay(rings: readonly (readonly LngLat[])[]): readonly (readonly LngLat[])[] {
  const [outer] = rings
  if (!outer || outer.length > 8 || geoArea({ type: 'Polygon', coordinates: [outer as unknown as [number, number][]] }) < 2 * Math.PI) return rings
  return rings.map(ring => [...ring].reverse())
}

function drawn(path: GeoPath, sink: PathString, shape: Parameters<GeoPath>[0]): string {
  path(shape)
  return sink.take()
}

/** Where a point stands on the map, or null outside it. */
function visible({ projection, width, height }: Fitted, at: LngLat): [number, number] | null {
  const spot = projection([at[0], at[1]])
  if (!spot || spot[0] < 0 || spot[1] < 0 || spot[0] > width || spot[1] > height) return null
  const back = projection.invert?.(spot)
  return back && geoDistance([back[0], back[1]], [at[0], at[1]]) < 0.01 ? spot : null
}

/** Colour is the rate, size how sure it is: the adjusted q under 0.001, under 0.01, or under 0.05. */
function drawHotspots(drawing: MapDrawing, fitted: Fitted, threshold: number): { svg: Written; enlarged: boolean } {
  let enlarged = false
  const cells = drawing.hotspots.map(hotspot => {
    const [lat, lon] = cellToLatLng(hotspot.cell)
    const middle = visible(fitted, [lon, lat])
    if (!middle) return null
    const corners = cellToBoundary(hotspot.cell, true).map(corner => fitted.projection([corner[0] ?? 0, corner[1] ?? 0]) ?? middle)
    const radius = Math.hypot((corners[0]?.[0] ?? 0) - middle[0], (corners[0]?.[1] ?? 0) - middle[1])
    const grow = Math.max(1, SMALLEST_CELL / radius)
    if (grow > 1) enlarged = true
    const sure = (hotspot.q <= 0.001 ? 1 : hotspot.q <= 0.01 ? 0.78 : 0.58) * grow
    const d = `M${corners.map(([x, y]) => `${(middle[0] + (x - middle[0]) * sure).toFixed(1)},${(middle[1] + (y - middle[1]) * sure).toFixed(1)}`).join('L')}Z`
    const fill = hotspot.reports < threshold ? PAPER.hair : EMBER[rateStep(hotspot.rate) - 1]
    return markup`<path d="${d}" fill="${fill}"/>`
  })
  return { svg: markup`<g stroke="${PAPER.ink}" stroke-width="0.5" fill-opacity="0.9">${cells}</g>`, enlarged }
}

/** Numbers of the listed segments, each beside its line with a leader, where there is room. */
function drawBadges(rated: readonly DrawnSegment[], fitted: Fitted, room: Room, said: SaidOnMap): Written[] {
  const badges: Written[] = []
  const listed = rated.filter(segment => segment.rank !== undefined).sort((a, b) => (a.rank ?? 0) - (b.rank ?? 0))
  for (const segment of listed) {
    const middle = segment.line[segment.line.length >> 1]
    const at = middle && visible(fitted, middle)
    if (!at) continue
    const spots = [17, 26, 38, 52].flatMap(far => Array.from({ length: 12 }, (_, i) => [at[0] + far * Math.cos((i * Math.PI) / 6 - Math.PI / 2), at[1] + far * Math.sin((i * Math.PI) / 6 - Math.PI / 2)] as const))
    const chosen = spots[room.takeFirst(spots.map(([x, y]) => boxAround(x, y, 17, 17)))]
    if (!chosen) continue
    const [x, y] = chosen
    const length = Math.hypot(x - at[0], y - at[1])
    const edge = [x - ((x - at[0]) / length) * 8, y - ((y - at[1]) / length) * 8] as const
    badges.push(markup`<path d="M${at[0].toFixed(1)},${at[1].toFixed(1)}L${edge[0].toFixed(1)},${edge[1].toFixed(1)}" stroke="${PAPER.ink}" stroke-width="0.75"/><circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="8" fill="${PAPER.page}" stroke="${PAPER.ink}"/><text x="${x.toFixed(1)}" y="${(y + 3.3).toFixed(1)}" text-anchor="middle" fill="${PAPER.ink}" font-size="9.5" font-weight="600">${said.number(segment.rank ?? 0)}</text>`)
  }
  return badges
}

function drawScale(fitted: Fitted, room: Room, said: SaidOnMap): Written {
  const km = fitted.metresPerUnit / 1000
  const length = [10, 20, 50, 100, 200, 300, 500, 1000, 2000, 3000, 5000].findLast(each => each / km <= 130) ?? 10
  const units = length / km
  const y = fitted.height - 12
  room.take({ x0: 6, y0: y - 16, x1: units + 20, y1: y + 8 })
  return markup`<path d="M10,${y - 4}V${y}H${(10 + units).toFixed(1)}V${y - 4}" stroke="${PAPER.page}" stroke-width="3"/><path d="M10,${y - 4}V${y}H${(10 + units).toFixed(1)}V${y - 4}" stroke="${PAPER.ink2}" stroke-width="1"/><text x="${(10 + units / 2).toFixed(1)}" y="${y - 5}" text-anchor="middle" font-size="9" fill="${PAPER.ink2}" stroke="${PAPER.page}" stroke-width="2.5" paint-order="stroke">${said.legend.kilometres(said.number(length))}</text>`
}

function drawNames(middles: readonly { code: string; x: number; y: number; box: [[number, number], [number, number]]; area: number }[], inArea: ReadonlySet<string>, fitted: Fitted, room: Room, said: SaidOnMap): Written[] {
  const names: Written[] = []
  const order = [...middles].sort((a, b) => Number(inArea.has(b.code)) - Number(inArea.has(a.code)) || b.area - a.area)
  for (const { code, x, y, box, area } of order) {
    if (area < 500) break
    const name = said.countryName(code)
    const spaced = !/[\u0600-\u06ff\u4e00-\u9fff]/u.test(name)
    const text = spaced ? name.toUpperCase() : name
    const track = spaced ? 1.6 : 0
    const size = 9
    const wide = textWidth(text, size, track)
    if (wide > (box[1][0] - box[0][0]) * 1.15) continue
    const spots = [0, -14, 14, -28, 28, -44, 44].flatMap(dy => [0, -24, 24, -56, 56].map(dx => boxAround(x + dx, y + dy, wide + 4, 13)))
    const chosen = spots[room.takeFirst(spots)]
    if (!chosen) continue
    names.push(markup`<text x="${((chosen.x0 + chosen.x1) / 2).toFixed(1)}" y="${((chosen.y0 + chosen.y1) / 2 + 3).toFixed(1)}" text-anchor="middle" font-size="${size}"${track ? markup` letter-spacing="${track}"` : null} font-weight="500" fill="${PAPER.ink3}" stroke="${PAPER.page}" stroke-width="2.5" paint-order="stroke">${text}</text>`)
  }
  return names
}

/** The largest settlements that find room, a dozen at most. */
function drawPlaces(drawing: MapDrawing, fitted: Fitted, room: Room): Written[] {
  const places: Written[] = []
  const size = 8.5
  for (const place of [...drawing.settlements].sort((a, b) => b.population - a.population)) {
    if (places.length >= 12) break
    const at = visible(fitted, place.at)
    if (!at) continue
    const wide = textWidth(place.name, size)
    const boxes: Box[] = [{ x0: at[0] - 3, y0: at[1] - 7, x1: at[0] + 7 + wide, y1: at[1] + 6 }, { x0: at[0] - 7 - wide, y0: at[1] - 7, x1: at[0] + 3, y1: at[1] + 6 }]
    const side = room.takeFirst(boxes)
    if (side < 0) continue
    places.push(markup`<circle cx="${at[0].toFixed(1)}" cy="${at[1].toFixed(1)}" r="1.8" fill="${PAPER.ink}"/><text x="${(at[0] + (side === 0 ? 5 : -5)).toFixed(1)}" y="${(at[1] + 3).toFixed(1)}" text-anchor="${side === 0 ? 'start' : 'end'}" font-size="${size}" fill="${PAPER.ink2}" stroke="${PAPER.page}" stroke-width="2.2" paint-order="stroke">${place.name}</text>`)
  }
  return places
}
