import { markup, type Written } from '../markup.ts'
import type { SaidOnMap } from './drawing.ts'
import { RATE_BREAKS } from '../../analysis/scale.ts'
import { DASHES, EMBER, PAPER } from './scales.ts'
import { textWidth } from './labels.ts'

export interface Legend { readonly svg: Written; readonly height: number }

const SIZE = 9.5
const LINE = 14

/**
 * The legend, below the map so that it hides nothing: scale, certainty, signs, and what is not drawn. Laid out
 * from the inline start, so it mirrors right to left; the map above it doesn't.
 */
export function drawLegend(said: SaidOnMap, width: number, shows: { segments: boolean; hotspots: boolean; enlarged: boolean; teams: boolean; disputed: boolean; under: boolean }): Legend {
  const mirrored = said.direction === 'rtl'
  const at = (x: number) => (mirrored ? width - x : x)
  const rows: Written[] = []
  const label = (x: number, y: number, text: string, strong = false) =>
    markup`<text x="${at(x)}" y="${y}" fill="${strong ? PAPER.ink : PAPER.ink2}" font-weight="${strong ? 600 : 420}">${text}</text>`
  const line = (x: number, y: number, length: number, dash: string | null, colour: string, thick: number) =>
    markup`<path d="M${at(x)},${y}H${at(x + length)}" stroke="${colour}" stroke-width="${thick}" fill="none"${dash ? markup` stroke-dasharray="${dash}"` : null}/>`
  const columns = width / 3
  let left = 16
  let middle = 16
  let right = 16
  if (shows.segments) {
    rows.push(label(0, left, said.legend.segments, true))
    const step = Math.min(28, (columns - 24) / EMBER.length)
    EMBER.forEach((colour, i) => rows.push(markup`<rect x="${mirrored ? at(i * step) - step : i * step}" y="${left + 6}" width="${step}" height="8" fill="${colour}"/>`))
    RATE_BREAKS.forEach((value, i) => rows.push(markup`<text x="${at((i + 1) * step)}" y="${left + 25}" text-anchor="middle" fill="${PAPER.ink2}">${said.number(value)}</text>`))
    left += 44
    rows.push(label(columns, middle, said.legend.interval, true))
    middle += LINE
    for (const [dash, text] of [[DASHES.narrow, said.legend.narrow], [DASHES.wide, said.legend.wide], [DASHES['very-wide'], said.legend.veryWide]] as const) {
      rows.push(line(columns, middle - 3, 26, dash, PAPER.ink2, 3.5), label(columns + 32, middle, text))
      middle += LINE
    }
    if (shows.under) {
      rows.push(line(columns, middle - 3, 26, null, PAPER.ink2, 1), label(columns + 32, middle, said.legend.under))
      middle += LINE
    }
  }
  if (!shows.segments && shows.under) {
    rows.push(line(0, left - 3, 26, null, PAPER.ink2, 1), label(32, left, said.legend.under))
    left += LINE
  }
  const hexagon = (x: number, y: number, radius: number) => `M${Array.from({ length: 6 }, (_, i) => `${(x + radius * Math.cos((i * Math.PI) / 3)).toFixed(1)},${(y + radius * Math.sin((i * Math.PI) / 3)).toFixed(1)}`).join('L')}Z`
  if (shows.hotspots) {
    rows.push(label(2 * columns, right, said.legend.hotspots, true))
    right += LINE
    ;[6, 4.6, 3.4].forEach((radius, i) => rows.push(markup`<path d="${hexagon(at(2 * columns + 7 + i * 14), right - 3, radius)}" fill="${EMBER[4]}" stroke="${PAPER.ink}" stroke-width="0.5"/>`))
    rows.push(label(2 * columns + 48, right, said.legend.surer))
    right += LINE
    if (shows.enlarged) {
      rows.push(label(2 * columns + 48, right, said.legend.enlarged))
      right += LINE
    }
  }
  if (shows.teams) {
    rows.push(markup`<circle cx="${at(2 * columns + 13)}" cy="${right - 3}" r="6.5" fill="none" stroke="${PAPER.reach}"/><rect x="${at(2 * columns + 13) - 2.5}" y="${right - 5.5}" width="5" height="5" fill="${PAPER.ink}"/>`, label(2 * columns + 32, right, said.legend.teams))
    right += LINE + 2
  }
  if (shows.disputed) {
    rows.push(line(2 * columns, right - 3, 26, '3 2', PAPER.line, 1), label(2 * columns + 32, right, said.legend.disputed))
    right += LINE
  }
  let y = Math.max(left, middle, right) + 2
  for (const text of said.legend.notDrawn.flatMap(each => wrap(each, width - 8))) {
    rows.push(label(0, y, text))
    y += LINE
  }
  return { svg: markup`<g font-size="${SIZE}">${rows}</g>`, height: y }
}

/** Lines of a text no wider than `room`, broken at spaces. */
function wrap(text: string, room: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    const longer = line ? `${line} ${word}` : word
    if (line && textWidth(longer, SIZE) > room) {
      lines.push(line)
      line = word
    } else line = longer
  }
  return line ? [...lines, line] : lines
}
