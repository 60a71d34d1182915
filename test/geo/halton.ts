/** Numbers between 0 and 1 that fill the space evenly and are the same everywhere (Halton 1960). */
export function* halton(base: number): Generator<number, never> {
  for (let n = 1; ; n++) {
    let [f, r, i] = [1, 0, n]
    while (i > 0) {
      f /= base
      r += f * (i % base)
      i = Math.floor(i / base)
    }
    yield r
  }
}
