import { distance } from '../geo/from-analysis.ts'
export const place = distance
