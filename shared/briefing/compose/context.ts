import type { BorderSegment } from '../../geo/segment.ts'
import type { LngLat } from '../../model/units.ts'
import type { Words } from '../document.ts'
import type { MapGround, MapSettlement } from '../map/drawing.ts'

/** What a briefing is drawn and named with: the offline geography, in the briefing's language. */
export interface BriefingContext {
  readonly ground: MapGround
  /** For the map's labels: a few thousand of the largest are enough. */
  readonly settlements: readonly MapSettlement[]
  /** Name of the settlement nearest to a point, within about 100 km. */
  readonly nearest: (at: LngLat) => string | null
  /** Out of the register, by its position. */
  readonly segment: (index: number) => BorderSegment
  readonly countryName: (code: string) => string
  /** In figures of the briefing's language. */
  readonly number: (value: number) => string
}

/** "Niger – Libya 06, near Tummo", "Coast of Libya 11, near Zuwara": the number of the register, as the window has it, tells apart what one town is near to. */
export function segmentName(segment: BorderSegment, context: BriefingContext): Words {
  const middle = segment.line[segment.line.length >> 1]
  const place = middle ? context.nearest(middle) : null
  const countries = segment.countries.map(context.countryName)
  const order = Number(segment.id.split(':').at(-1) ?? 0)
  const number = { said: `${order < 10 ? context.number(0) : ''}${context.number(order)}` }
  const values = { a: countries[0] ?? '', b: countries[1] ?? countries[0] ?? '', place: { said: place ?? '' }, number }
  return { message: `briefing.segment.${segment.class}${place ? '-near' : ''}`, values }
}
