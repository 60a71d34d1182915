import { rate } from '../analysis/rate.ts'
export const distance = rate
