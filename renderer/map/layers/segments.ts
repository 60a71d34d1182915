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

const DASH: Readonly<Record<Certainty, [number, number]>> = { narrow: [0, 0], wide: [3, 1.4], 'very-wide': [1, 1.3] }
/** Pixels by step: rate is width as well as colour, so that it reads without colour. */
const WIDTH = [1.5, 2, 2.75, 3.5, 4.25, 5, 6] as const

/** Border segments by reports against expected; dash says how wide the 90% interval is. */
export function segmentLayers(segments: readonly DrawnSegment[], selected: string | null, theme: MapTheme, visible: boolean) {
  const casing = new PathLayer<DrawnSegment>({
    id: 'segment-selected',
    visible,
    data: segments.filter((segment) => segment.rate.id === selected),
    getPath: ({ line }) => line as unknown as [number, number][],
    getColor: theme.rgba('--c-accent'),
    getWidth: ({ rate }) => (WIDTH[rateStep(rate.rate) - 1] as number) + 5,
    widthUnits: 'pixels',
    capRounded: true,
    jointRounded: true,
  })
  const lines = new PathLayer<DrawnSegment, PathStyleExtensionProps<DrawnSegment>>({
    id: 'segments',
    visible,
    data: segments as DrawnSegment[],
    getPath: ({ line }) => line as unknown as [number, number][],
    getColor: ({ rate }): Rgba => theme.ember[rateStep(rate.rate) - 1] as Rgba,
    getWidth: ({ rate }) => WIDTH[rateStep(rate.rate) - 1] as number,
    widthUnits: 'pixels',
    jointRounded: true,
    getDashArray: ({ rate }) => DASH[certaintyOf(rate.low, rate.high)],
    dashJustified: true,
    pickable: true,
    autoHighlight: true,
    highlightColor: theme.rgba('--c-accent', 0.8),
    extensions: [new PathStyleExtension({ dash: true })],
    updateTriggers: { getColor: [theme], getWidth: [segments] },
  })
  return [casing, lines]
}
