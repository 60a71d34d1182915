import type { Message } from '../model/message.ts'
import type { Hotspot, HotspotResult, SegmentRate } from './result.ts'

/** The sentences that stand beside one result, in NUMBERS' words ("On the screen"). Figures are rounded to what they can bear. */

const tenth = (value: number) => Math.round(value * 10) / 10

/** "Reported 2.3 times as often as expected (90%: 1 to 4.1); rank 2 to 24." Without the rank where there is no league table. */
export function saySegment({ rate, low, high, rankLow, rankHigh }: SegmentRate, ranked: boolean): Message {
  const values = { rate: tenth(rate), low: tenth(low), high: tenth(high) }
  return ranked ? { key: 'analysis.segments.rate-and-rank', values: { ...values, rankLow, rankHigh } } : { key: 'analysis.segments.rate', values }
}

/** "Began between March 2026 and June 2026", "Began in March 2026", or "No start can be named". `month` writes "2026-03" in the reader's language. */
export function saySince({ since }: Pick<Hotspot, 'since'>, month: (value: string) => string): Message {
  if (!since) return { key: 'analysis.since.none' }
  if (since.from === since.to) return { key: 'analysis.since.in', values: { month: month(since.from) } }
  return { key: 'analysis.since.between', values: { from: month(since.from), to: month(since.to) } }
}

/** How the figures were made, for the method note of a screen or a briefing. `within` in metres. */
export function sayMethod({ within, cells, segments, hotspots }: { readonly within: number; readonly cells: number; readonly segments: number; readonly hotspots: HotspotResult }): Message[] {
  const says: Message[] = [
    { key: 'analysis.method.counted', values: { distance: Math.round(within / 1000) } },
    { key: 'analysis.method.expected', values: { distance: Math.round(within / 1000) } },
  ]
  if (hotspots.refused) says.push(hotspots.refused)
  else says.push({ key: 'analysis.method.hotspots', values: { count: cells, phi: Math.round(hotspots.phi * 1000) / 1000, psi: Math.round(hotspots.psi * 1000) / 1000 } })
  says.push({ key: 'analysis.method.segments', values: { count: segments } })
  return says
}
