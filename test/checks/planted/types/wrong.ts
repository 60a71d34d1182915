// Planted: the checker must find that a length of time is not a number of metres, and that an element may be missing.
export const metres: number = '100 km'
export const first = (numbers: number[]): number => numbers[0]
