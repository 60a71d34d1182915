import type { station } from '../station/station.ts'
export type Station = typeof station
