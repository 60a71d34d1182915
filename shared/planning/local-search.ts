import { listOf } from './cover.ts'
import type { CoverProblem } from './cover.ts'

/** A plan by site positions, and what it covers. */
export interface Placement {
  readonly open: readonly number[]
  readonly covered: number
}

/**
 * The site that adds most, one after the other, keeping room for what the requirements still need; null where they can't
 * be met. `first` is taken before. The special requirement is not looked at.
 */
export function greedy(problem: CoverProblem, first: readonly number[] = []): Placement | null {
  const { weight, teams, group, least, sites, reach } = problem
  const done = new Uint8Array(weight.length)
  const taken = new Uint8Array(sites.length)
  const has = new Int32Array(least.length)
  const open: number[] = []
  let covered = problem.base
  const gainOf = (site: number) => {
    let gain = 0
    for (const i of listOf(reach, site)) if (done[i] === 0) gain += weight[i]!
    return gain
  }
  const take = (site: number) => {
    for (const i of listOf(reach, site)) {
      if (done[i] === 1) continue
      done[i] = 1
      covered += weight[i]!
    }
    taken[site] = 1
    if (group[site]! >= 0) has[group[site]!]!++
    open.push(site)
  }
  for (const site of first) take(site)
  while (open.length < teams) {
    const owed = least.reduce((sum, many, g) => sum + Math.max(0, many - has[g]!), 0)
    const room = teams - open.length
    if (owed > room) return null
    let best = -1
    let most = -1
    for (let site = 0; site < sites.length; site++) {
      if (taken[site] === 1) continue
      const g = group[site]!
      if (owed === room && !(g >= 0 && has[g]! < least[g]!)) continue
      const gain = gainOf(site)
      if (gain > most) {
        most = gain
        best = site
      }
    }
    if (best < 0) break
    // A team that adds nothing and that nobody requires stays at home.
    if (most <= 0 && owed === 0) break
    take(best)
  }
  return has.every((many, g) => many >= least[g]!) ? { open, covered } : null
}

/** Swaps one site for another, the best swap first, until none helps (Teitz & Bart 1968); requirements stay kept. */
export function improveBySwaps(problem: CoverProblem, start: readonly number[], check: () => void = () => {}): Placement {
  const { weight, group, least, special, sites, reach } = problem
  const open = [...start]
  const times = new Int32Array(weight.length)
  const taken = new Uint8Array(sites.length)
  const has = new Int32Array(least.length)
  let specials = 0
  let covered = problem.base
  const enter = (site: number) => {
    taken[site] = 1
    if (group[site]! >= 0) has[group[site]!]!++
    if (special?.[site] === 1) specials++
    for (const i of listOf(reach, site)) if (times[i]!++ === 0) covered += weight[i]!
  }
  const leave = (site: number) => {
    taken[site] = 0
    if (group[site]! >= 0) has[group[site]!]!--
    if (special?.[site] === 1) specials--
    for (const i of listOf(reach, site)) if (--times[i]! === 0) covered -= weight[i]!
  }
  for (const site of open) enter(site)
  const { starts, items } = reach
  // Swaps that gain no more than rounding would go round in circles.
  const floor = 1e-12 * (1 + covered)
  for (;;) {
    check()
    let most = floor
    let outAt = -1
    let into = -1
    for (let k = 0; k < open.length; k++) {
      const out = open[k]!
      let loss = 0
      for (const i of listOf(reach, out)) if (--times[i]! === 0) loss += weight[i]!
      const needed = group[out]! >= 0 && has[group[out]!]! <= least[group[out]!]!
      const lastSpecial = special?.[out] === 1 && specials === 1
      for (let site = 0; site < sites.length; site++) {
        if (taken[site] === 1 || (needed && group[site] !== group[out]) || (lastSpecial && special[site] !== 1)) continue
        let gain = -loss
        for (let at = starts[site]!; at < starts[site + 1]!; at++) if (times[items[at]!] === 0) gain += weight[items[at]!]!
        if (gain > most) {
          most = gain
          outAt = k
          into = site
        }
      }
      for (const i of listOf(reach, out)) times[i]!++
    }
    if (outAt < 0) break
    leave(open[outAt]!)
    enter(into)
    open[outAt] = into
  }
  return { open, covered }
}
