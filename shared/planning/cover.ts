/** Lists packed one after the other: list i is items[starts[i]] to items[starts[i + 1] - 1]. */
export interface Lists {
  readonly starts: Int32Array
  readonly items: Int32Array
}

/**
 * A maximal covering problem (Church & ReVelle 1974): at most `teams` of the sites are taken, every demand counts once
 * if a taken site reaches it. Requirements: of each group's sites at least `least` are taken, and of the `special` ones,
 * where there are any, at least one.
 */
export interface CoverProblem {
  /** What each site was called before reductions. */
  readonly sites: Int32Array
  /** Demand that each site reaches, and sites that reach each demand. */
  readonly reach: Lists
  readonly reachedBy: Lists
  readonly weight: Float64Array
  readonly teams: number
  /** Group of each site; -1: none. */
  readonly group: Int32Array
  readonly least: Int32Array
  readonly special: Uint8Array | null
  /** Covered already, by teams that are settled. */
  readonly base: number
  /** By how much a better plan is better at the least: 1 where all weights are whole, else 0. */
  readonly unit: number
}

export function pack(lists: readonly ArrayLike<number>[]): Lists {
  const starts = new Int32Array(lists.length + 1)
  lists.forEach((list, i) => (starts[i + 1] = starts[i]! + list.length))
  const items = new Int32Array(starts[lists.length]!)
  lists.forEach((list, i) => items.set(list, starts[i]!))
  return { starts, items }
}

/** The same pairs from the other side. */
export function transpose({ starts, items }: Lists, size: number): Lists {
  const into = new Int32Array(size + 1)
  for (const item of items) into[item + 1]!++
  for (let i = 0; i < size; i++) into[i + 1]! += into[i]!
  const at = into.slice()
  const back = new Int32Array(items.length)
  for (let i = 0; i + 1 < starts.length; i++) for (let k = starts[i]!; k < starts[i + 1]!; k++) back[at[items[k]!]!++] = i
  return { starts: into, items: back }
}

export const listOf = ({ starts, items }: Lists, i: number) => items.subarray(starts[i]!, starts[i + 1]!)

/** What these sites (positions) cover together, counted from the problem alone. */
export function coveredBy(problem: CoverProblem, open: ArrayLike<number>): number {
  const seen = new Uint8Array(problem.weight.length)
  let covered = problem.base
  for (let k = 0; k < open.length; k++) {
    for (const i of listOf(problem.reach, open[k]!)) {
      if (seen[i] === 1) continue
      seen[i] = 1
      covered += problem.weight[i]!
    }
  }
  return covered
}

/** Whether these sites (positions) keep every requirement. */
export function keepsRequirements({ teams, group, least, special }: CoverProblem, open: ArrayLike<number>): boolean {
  if (open.length > teams || new Set(Array.from(open)).size !== open.length) return false
  const has = new Int32Array(least.length)
  let specials = 0
  for (let k = 0; k < open.length; k++) {
    const g = group[open[k]!]!
    if (g >= 0) has[g]!++
    if (special?.[open[k]!] === 1) specials++
  }
  return has.every((many, g) => many >= least[g]!) && (!special || specials > 0)
}

interface Settled {
  /** Sites kept, by position. */
  readonly keep: (site: number) => boolean
  /** Sites taken for good. */
  readonly taken?: readonly number[]
}

/**
 * The problem that is left once some sites are out and some are taken: demand with the same sites becomes one, demand that
 * is covered or can't be reached goes.
 */
export function reduce(problem: CoverProblem, { keep, taken = [] }: Settled): CoverProblem {
  const isTaken = new Uint8Array(problem.sites.length)
  for (const site of taken) isTaken[site] = 1
  const left: number[] = []
  const positionOf = new Int32Array(problem.sites.length).fill(-1)
  for (let site = 0; site < problem.sites.length; site++) {
    if (isTaken[site] === 1 || !keep(site)) continue
    positionOf[site] = left.length
    left.push(site)
  }
  const alike = new Map<string, number>()
  const lists: number[][] = []
  const weight: number[] = []
  let base = problem.base
  for (let i = 0; i < problem.weight.length; i++) {
    const sites = listOf(problem.reachedBy, i)
    if (sites.some((site) => isTaken[site] === 1)) {
      base += problem.weight[i]!
      continue
    }
    const list: number[] = []
    for (const site of sites) if (positionOf[site]! >= 0) list.push(positionOf[site]!)
    if (list.length === 0) continue
    const key = list.join()
    const same = alike.get(key)
    if (same !== undefined) weight[same]! += problem.weight[i]!
    else {
      alike.set(key, lists.length)
      lists.push(list)
      weight.push(problem.weight[i]!)
    }
  }
  const least = problem.least.slice()
  for (const site of taken) if (problem.group[site]! >= 0) least[problem.group[site]!] = Math.max(0, least[problem.group[site]!]! - 1)
  const specialMet = !problem.special || taken.some((site) => problem.special![site] === 1)
  const reachedBy = pack(lists)
  return {
    sites: Int32Array.from(left, (site) => problem.sites[site]!),
    reach: transpose(reachedBy, left.length),
    reachedBy,
    weight: Float64Array.from(weight),
    teams: problem.teams - taken.length,
    group: Int32Array.from(left, (site) => problem.group[site]!),
    least,
    special: specialMet ? null : Uint8Array.from(left, (site) => problem.special![site]!),
    base,
    unit: problem.unit,
  }
}

/**
 * Leaves out sites that no best plan needs: those whose demand another site reaches too, and that count for no
 * requirement the other does not count for. As many sites stay in each group as it must have teams, so that a plan which
 * held both can put the idle team elsewhere in the group.
 */
export function withoutDominated(problem: CoverProblem): CoverProblem {
  const { reach, reachedBy, group, least, special } = problem
  const sites = problem.sites.length
  const words = Math.ceil(problem.weight.length / 32)
  const bits = new Uint32Array(sites * words)
  for (let j = 0; j < sites; j++) for (const i of listOf(reach, j)) bits[j * words + (i >> 5)]! |= 1 << (i & 31)
  const required = (j: number) => group[j]! >= 0 && least[group[j]!]! > 0
  const size = (j: number) => reach.starts[j + 1]! - reach.starts[j]!
  const mayStandFor = (k: number, j: number) => (!required(j) || group[k] === group[j]) && (special?.[j] !== 1 || special[k] === 1)
  const contains = (k: number, j: number) => {
    for (let w = 0; w < words; w++) if ((bits[j * words + w]! & ~bits[k * words + w]!) !== 0) return false
    return true
  }
  const gone = new Uint8Array(sites)
  for (let j = 0; j < sites; j++) {
    if (size(j) === 0) {
      if (!required(j) && special?.[j] !== 1) gone[j] = 1
      continue
    }
    // Whoever reaches all that j reaches also reaches its demand with the fewest sites.
    let rare = -1
    let fewest = Infinity
    for (const i of listOf(reach, j)) {
      const many = reachedBy.starts[i + 1]! - reachedBy.starts[i]!
      if (many < fewest) {
        fewest = many
        rare = i
      }
    }
    for (const k of listOf(reachedBy, rare)) {
      if (k === j || gone[k] === 1 || size(k) < size(j) || (size(k) === size(j) && k > j) || !mayStandFor(k, j) || !contains(k, j)) continue
      gone[j] = 1
      break
    }
  }
  const stay = new Int32Array(least.length)
  for (let j = 0; j < sites; j++) if (gone[j] === 0 && group[j]! >= 0) stay[group[j]!]!++
  for (let j = 0; j < sites; j++) {
    const g = group[j]!
    if (gone[j] === 1 && g >= 0 && stay[g]! < least[g]!) {
      gone[j] = 0
      stay[g]!++
    }
  }
  return reduce(problem, { keep: (site) => gone[site] === 0 })
}
