import { station } from './station/station.ts'
export const words = station
