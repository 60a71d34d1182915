import { unit } from '../model/unit.ts'
export const rate = unit
