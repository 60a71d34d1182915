import { z } from 'zod'

/** 0 country, 1 settlement or 2 sea, name in English (or as GeoNames has it), in Arabic ('' where not known), longitude, latitude, least zoom, weight. */
const labelRow = z.tuple([z.union([z.literal(0), z.literal(1), z.literal(2)]), z.string(), z.string(), z.number(), z.number(), z.number(), z.number()])
export type LabelRow = z.infer<typeof labelRow>

/** A name on the map (`resources/basemap/labels.json`). */
export interface PlaceLabel {
  readonly text: string
  readonly lon: number
  readonly lat: number
  readonly kind: 'country' | 'settlement' | 'water'
  /** Larger is drawn first. */
  readonly weight: number
  /** Smallest zoom at which it may stand. */
  readonly minZoom: number
}

const KINDS = ['country', 'settlement', 'water'] as const

/**
 * Labels in a language: countries and seas in English or Arabic; settlements in Arabic where that name is known, else in Latin letters.
 * @throws ZodError or SyntaxError where the bytes are not labels
 */
export function loadLabels(bytes: Uint8Array, language: string): PlaceLabel[] {
  const arabic = language.split('-')[0] === 'ar'
  return z.array(labelRow).parse(JSON.parse(new TextDecoder().decode(bytes))).map(([kind, name, inArabic, lon, lat, minZoom, weight]) => ({
    text: arabic && inArabic ? inArabic : name,
    lon,
    lat,
    kind: KINDS[kind],
    // A country's name goes before any settlement's.
    weight: kind === 0 ? weight + 10 : weight,
    minZoom,
  }))
}
