import { rate } from '../analysis/rate.ts'
export const allowed = rate
