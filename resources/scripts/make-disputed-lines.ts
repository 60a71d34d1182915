import { readFileSync, writeFileSync } from 'node:fs'
import type { FeatureCollection, LineString, MultiLineString } from 'geojson'
import type { MarkedLine } from './disputed.ts'

/**
 * Makes `resources/borders/disputed-lines.json`: of Natural Earth's 10m land boundary lines those that are not plainly
 * international, and its lines of claims (martynafford/natural-earth-geojson, CC0). Run once, with the folder of the two
 * files: `node resources/scripts/make-disputed-lines.ts FOLDER`. Property names come in both cases.
 */
const KINDS: Readonly<Record<string, MarkedLine['kind']>> = {
  'Disputed (please verify)': 'disputed',
  'Line of control (please verify)': 'line-of-control',
  'Indefinite (please verify)': 'indefinite',
  'Indeterminant frontier': 'indefinite',
  'Claim boundary': 'claim',
  Breakaway: 'claim',
  'Elusive frontier': 'claim',
}

/** Natural Earth's codes that are not ours, by ours; '' where the sides are drawn otherwise at some scale (Cyprus). */
const CODES: Readonly<Record<string, string>> = { PSX: 'PSE', SDS: 'SSD', SOL: 'XSO', SAH: 'ESH', KOS: 'XKX', KAS: 'XSI', FRA: 'GUF', CNM: '', CYN: '', ESB: '' }

const folder = process.argv[2]
if (!folder) throw new Error('say the folder of the Natural Earth files')
const lines: MarkedLine[] = []
for (const file of ['ne_10m_admin_0_boundary_lines_land.json', 'ne_10m_admin_0_boundary_lines_disputed_areas.json']) {
  const { features } = JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')) as FeatureCollection<LineString | MultiLineString, Record<string, string | null>>
  for (const { geometry, properties } of features) {
    const property = (name: string) => properties[name] ?? properties[name.toUpperCase()] ?? ''
    const kind = KINDS[property('featurecla')]
    if (!kind) continue
    const name = property('name') || `${property('adm0_left')} / ${property('adm0_right')}`
    const sides = [property('adm0_a3_l'), property('adm0_a3_r')].map((code) => CODES[code] ?? code).sort()
    const between = sides[0] && sides[0] !== sides[1] ? sides : []
    for (const part of geometry.type === 'LineString' ? [geometry.coordinates] : geometry.coordinates) {
      lines.push({ kind, name, between, line: part.map(([lon, lat]) => [Math.round(lon! * 1e4) / 1e4, Math.round(lat! * 1e4) / 1e4] as const) })
    }
  }
}
writeFileSync(new URL('../borders/disputed-lines.json', import.meta.url), `[\n${lines.map((line) => JSON.stringify(line)).join(',\n')}\n]\n`)
