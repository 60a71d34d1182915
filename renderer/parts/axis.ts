/** Round values for an axis from nought that holds `most`: nought and at most `marks` more. */
export function axisOf(most: number, marks = 5): readonly number[] {
  const rough = most / marks
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = ([1, 2, 5, 10].find((each) => each * power >= rough) ?? 10) * power
  return Array.from({ length: Math.floor(most / step + 1e-9) + 1 }, (_, at) => Number((at * step).toPrecision(12)))
}
