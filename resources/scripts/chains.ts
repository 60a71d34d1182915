/** Lines made of lines: arcs of one border or coast joined end to end, in degrees. */
export type Point = readonly [lon: number, lat: number]

/**
 * Joins lines where two (and only two) ends meet. Ends are exact points; a closed line is turned to begin at its
 * northernmost vertex. Longitudes run on past 180 degrees rather than jump. Longest first.
 */
export function chain(lines: readonly (readonly Point[])[], lengthOf: (line: readonly Point[]) => number): Point[][] {
  const ends = new Map<string, number[]>()
  const key = ([lon, lat]: Point) => `${(((lon % 360) + 360) % 360).toFixed(6)},${lat.toFixed(6)}`
  lines.forEach((line, i) => {
    for (const end of [line[0]!, line.at(-1)!]) ends.set(key(end), [...(ends.get(key(end)) ?? []), i])
  })
  const used = new Set<number>()
  const grow = (out: Point[]) => {
    for (;;) {
      const here = key(out.at(-1)!)
      const meeting = ends.get(here)!
      const next = meeting.length === 2 ? meeting.find((i) => !used.has(i)) : undefined
      if (next === undefined) return out
      used.add(next)
      const line = key(lines[next]![0]!) === here ? lines[next]! : [...lines[next]!].reverse()
      out.push(...line.slice(1))
    }
  }
  const chains: Point[][] = []
  const begin = (i: number) => {
    used.add(i)
    const line = grow([...lines[i]!])
    const closed = key(line[0]!) === key(line.at(-1)!)
    chains.push(unwrap(closed ? turned(line) : northFirst(grow(line.reverse()))))
  }
  lines.forEach((_, i) => used.has(i) || begin(i))
  return chains.map((line) => ({ line, length: lengthOf(line) })).sort((a, b) => b.length - a.length || a.line[0]![0] - b.line[0]![0] || a.line[0]![1] - b.line[0]![1]).map(({ line }) => line)
}

function turned(line: Point[]): Point[] {
  let top = 0
  line.forEach((point, i) => {
    if (point[1] > line[top]![1]) top = i
  })
  return [...line.slice(top), ...line.slice(1, top + 1)]
}

function northFirst(line: Point[]): Point[] {
  const [a, b] = [line[0]!, line.at(-1)!]
  return a[1] > b[1] || (a[1] === b[1] && a[0] <= b[0]) ? line : line.reverse()
}

/** Longitudes made continuous: no step of more than 180 degrees. Begins within [-180, 180). */
export function unwrap(line: readonly Point[]): Point[] {
  let turn = -360 * Math.floor((line[0]![0] + 180) / 360)
  return line.map(([lon, lat], i) => {
    if (i > 0) {
      const step = lon - line[i - 1]![0]
      if (step > 180) turn -= 360
      else if (step < -180) turn += 360
    }
    return [lon + turn, lat] as const
  })
}

/** Cuts a line into pieces of equal length, as near to `step` metres as a whole number of them allows. */
export function cut(line: readonly Point[], step: number, between: (a: Point, b: Point) => number): Point[][] {
  const lengths = line.slice(1).map((point, i) => between(line[i]!, point))
  const total = lengths.reduce((sum, length) => sum + length, 0)
  const count = Math.max(1, Math.round(total / step))
  const pieces: Point[][] = [[line[0]!]]
  let walked = 0
  lengths.forEach((length, i) => {
    const [a, b] = [line[i]!, line[i + 1]!]
    while (pieces.length < count && walked + length >= (total / count) * pieces.length - 1e-6) {
      const f = length ? Math.min(1, Math.max(0, ((total / count) * pieces.length - walked) / length)) : 0
      const at: Point = [a[0] + (b[0] - a[0]) * f, a[1] + (b[1] - a[1]) * f]
      pieces.at(-1)!.push(at)
      pieces.push([at])
    }
    walked += length
    pieces.at(-1)!.push(b)
  })
  return pieces
}
