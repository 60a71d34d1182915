import { PathStyleExtension, type PathStyleExtensionProps } from '@deck.gl/extensions'
import { PathLayer } from '@deck.gl/layers'
import { certaintyOf, rateStep, type Certainty } from '../../../shared/analysis/scale.ts'
import type { SegmentRate } from '../../../shared/analysis/result.ts'
import type { LngLat } from '../../../shared/model/units.ts'
import type { MapTheme, Rgba } from '../theme.ts'

export interface DrawnSegment {
  readonly rate: SegmentRate
  readonly line: readonly LngLat[]
}

const DASH: Readonly<Record<Certainty, [number, number]>> = { narrow: [0, 0], wide: [2.4, 0.9], 'very-wide': [0.9, 1] }
/** Pixels by step: rate is width as well as colour, so that it reads without colour. */
const WIDTH = [2, 2.75, 3.5, 4.25, 5, 5, 5.5] as const

type Pairs = [number, number][]
const path = ({ line }: DrawnSegment) => line as unknown as Pairs
const step = ({ rate }: DrawnSegment) => rateStep(rate.rate) - 1

/** Border segments by reports against expected; dash says how wide the 90% interval is. A hairline carries the edge of pale steps and runs on through the dashes. */
export function segmentLayers(segments: readonly DrawnSegment[], selected: string | null, theme: MapTheme, visible: boolean) {
  const chosen = segments.filter((segment) => segment.rate.id === selected)
  const band = (id: string, token: string, extra: number) =>
    new PathLayer<DrawnSegment>({ id, visible, data: chosen, getPath: path, getColor: theme.rgba(token), getWidth: (segment) => (WIDTH[step(segment)] as number) + extra, widthUnits: 'pixels', capRounded: true, jointRounded: true, updateTriggers: { getColor: [theme] } })
  const ground = new PathLayer<DrawnSegment>({
    id: 'segments-ground',
    visible,
    data: segments as DrawnSegment[],
    getPath: path,
    getColor: theme.rgba('--c-map-land'),
    getWidth: (segment) => (WIDTH[step(segment)] as number) + 1.5,
    widthUnits: 'pixels',
    jointRounded: true,
    updateTriggers: { getColor: [theme] },
  })
  const hair = new PathLayer<DrawnSegment>({
    id: 'segments-hair',
    visible,
    data: segments as DrawnSegment[],
    getPath: path,
    getColor: theme.rgba('--c-map-casing', theme.contrast ? 1 : 0.7),
    getWidth: theme.contrast ? 1.25 : 0.75,
    widthUnits: 'pixels',
    jointRounded: true,
    updateTriggers: { getColor: [theme], getWidth: [theme.contrast] },
  })
  const lines = new PathLayer<DrawnSegment, PathStyleExtensionProps<DrawnSegment>>({
    id: 'segments',
    visible,
    data: segments as DrawnSegment[],
    getPath: path,
    getColor: (segment): Rgba => theme.ember[step(segment)] as Rgba,
    getWidth: (segment) => WIDTH[step(segment)] as number,
    widthUnits: 'pixels',
    jointRounded: true,
    getDashArray: ({ rate }) => DASH[certaintyOf(rate.low, rate.high)],
    pickable: true,
    autoHighlight: true,
    highlightColor: theme.rgba('--c-accent', 0.8),
    extensions: [new PathStyleExtension({ dash: true, highPrecisionDash: true })],
    updateTriggers: { getColor: [theme], getWidth: [segments] },
  })
  return [ground, hair, band('segment-selected', '--c-accent', 7.5), band('segment-selected-in', '--c-map-land', 4), lines]
}
