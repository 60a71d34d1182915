/**
 * Draws the few Tabler icons the window uses out of the `@tabler/icons` package (MIT) into
 * `resources/icons/tabler.json`: a name and its strokes. Run `node resources/scripts/icons.ts` after
 * adding a name to the list; the file is committed, so a build needs no package of 5,000 pictures.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const NAMES = [
  'alert-triangle', 'arrow-back-up', 'arrow-forward-up', 'arrows-diff', 'arrows-join-2', 'arrows-split-2', 'bell', 'bookmark', 'building-community', 'check', 'chevron-down', 'chevron-right', 'chevron-up',
  'circle-check', 'circle-dashed', 'clock', 'copy', 'current-location', 'database', 'device-floppy', 'download', 'eye', 'eye-off', 'file-import', 'file-text', 'filter', 'flag', 'history',
  'home', 'id', 'inbox', 'key', 'keyboard', 'language', 'list-details', 'lock', 'lock-open', 'mail', 'mail-opened', 'map-2', 'map-off', 'map-pin', 'map-pin-plus', 'message', 'minus', 'moon', 'notes', 'pencil', 'phone',
  'plus', 'presentation', 'printer', 'radar-2', 'refresh', 'scale', 'search', 'settings', 'shield', 'shield-check', 'shield-half', 'shield-lock', 'sun', 'table', 'transfer', 'trash', 'user', 'users', 'wifi-off', 'world', 'x',
]

const packageFolder = new URL('../../node_modules/@tabler/icons/icons/outline/', import.meta.url)
const drawn: Record<string, string[]> = {}
for (const name of NAMES) {
  const svg = readFileSync(new URL(`${name}.svg`, packageFolder), 'utf8')
  const strokes = [...svg.matchAll(/<path\s+d="([^"]+)"/g)].map((match) => match[1]!)
  const shapes = svg.match(/<(circle|rect|line|polyline|polygon|ellipse)\b/)
  if (strokes.length === 0 || shapes) throw new Error(`${name}: drawn with more than paths`)
  drawn[name] = strokes
}
const target = fileURLToPath(new URL('../icons/tabler.json', import.meta.url))
writeFileSync(target, `{\n${Object.entries(drawn).map(([name, strokes]) => `  ${JSON.stringify(name)}: ${JSON.stringify(strokes)}`).join(',\n')}\n}\n`)
process.stdout.write(`${Object.keys(drawn).length} icons\n`)
