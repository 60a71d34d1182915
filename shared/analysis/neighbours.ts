/**
 * Which cells touch which, as compressed rows: the ring of cell i is ids[starts[i]] to ids[starts[i + 1] - 1], the cell
 * itself not listed, each touching pair listed both ways.
 */
export interface Neighbours {
  readonly starts: Uint32Array
  readonly ids: Uint32Array
}

/** Compressed rows out of one list of touching cells a cell. */
export function packNeighbours(rings: readonly (readonly number[])[]): Neighbours {
  const starts = new Uint32Array(rings.length + 1)
  rings.forEach((ring, i) => (starts[i + 1] = starts[i]! + ring.length))
  const ids = new Uint32Array(starts[rings.length]!)
  rings.forEach((ring, i) => ids.set(ring, starts[i]!))
  return { starts, ids }
}

/** Numbers from 1 for cells that pass, the same where they touch, in order of first cell; 0 elsewhere. */
export function groupTouching(passes: (cell: number) => boolean, neighbours: Neighbours): Int32Array {
  const { starts, ids } = neighbours
  const groups = new Int32Array(starts.length - 1)
  let group = 0
  for (let first = 0; first < groups.length; first++) {
    if (groups[first] !== 0 || !passes(first)) continue
    groups[first] = ++group
    const open = [first]
    for (let cell = open.pop(); cell !== undefined; cell = open.pop()) {
      for (let at = starts[cell]!; at < starts[cell + 1]!; at++) {
        const next = ids[at]!
        if (groups[next] === 0 && passes(next)) {
          groups[next] = group
          open.push(next)
        }
      }
    }
  }
  return groups
}
