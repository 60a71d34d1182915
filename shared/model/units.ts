/** Numbers that carry their unit, so that metres never meet degrees by accident. */
declare const unit: unique symbol
type Unit<Base, Name extends string> = Base & { readonly [unit]: Name }

/** A length on the ground, in metres. */
export type Metres = Unit<number, 'metres'>
/** Longitude then latitude, WGS 84, in degrees. */
export type LngLat = readonly [longitude: number, latitude: number]
/** Seconds since 1970-01-01T00:00:00Z. */
export type EpochSeconds = Unit<number, 'epoch-seconds'>
/** Whole minutes since 1970-01-01T00:00Z, the resolution that columns keep. `NO_MINUTE` where unknown. */
export type EpochMinutes = Unit<number, 'epoch-minutes'>
/** Whole months since January 1970 (0 = 1970-01). `NO_MONTH` where unknown. */
export type EpochMonth = Unit<number, 'epoch-month'>
/** Degrees times ten million, as a 32-bit integer: about one centimetre. `NO_E7` where unknown. */
export type DegreesE7 = Unit<number, 'degrees-e7'>

export const NO_MINUTE = -0x8000_0000 as EpochMinutes
export const NO_E7 = -0x8000_0000 as DegreesE7
export const NO_MONTH = 0xffff as EpochMonth

export const metres = (value: number) => value as Metres
export const epochSeconds = (value: number) => value as EpochSeconds
export const toE7 = (degrees: number) => Math.round(degrees * 1e7) as DegreesE7
export const fromE7 = (e7: number) => e7 / 1e7
export const toEpochMinutes = (seconds: number) => Math.floor(seconds / 60) as EpochMinutes
export const fromEpochMinutes = (minutes: number) => (minutes * 60) as EpochSeconds

/** Month of an instant, in UTC. */
export function epochMonth(seconds: number): EpochMonth {
  const date = new Date(seconds * 1000)
  return ((date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth()) as EpochMonth
}
