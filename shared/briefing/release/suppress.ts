/**
 * Suppression of small counts with their complements. A count from 1 to k-1 is not printed; where sums that
 * are printed beside it would give it back, or bound it within that range, further counts are withheld,
 * the smallest first, until each hidden count could still be any number from 1 to k-1.
 *
 * That it could be is shown by witnesses: whole sets of hidden counts that satisfy every printed sum and have
 * the count at each value (found by moving units along the sums, as in the network method for complementary
 * suppression: Kelly, Golden and Assad 1992). A witness is proof; where none is found the count is taken for
 * unprotected and one more is withheld, so the search may only withhold too much.
 */
export interface CountSystem {
  readonly counts: ReadonlyMap<string, number>
  /** Each says that the parts make the total. All are counts that the document prints. */
  readonly relations: readonly { readonly total: string; readonly parts: readonly string[] }[]
}

/** `under`: printed as "under k". `withheld`: printed as "not shown", which says nothing of its size. */
export type Hidden = 'under' | 'withheld'

export interface Suppression {
  readonly hidden: ReadonlyMap<string, Hidden>
  /** Those withheld though not small themselves, to protect another. */
  readonly complements: ReadonlySet<string>
}

interface Equation { readonly of: readonly { readonly id: string; readonly sign: 1 | -1 }[] }

/** @throws RangeError where a total is not the sum of its parts: such a document is wrong before it is unsafe */
export function suppress(system: CountSystem, k: number): Suppression {
  const equations: Equation[] = []
  const sumsOf = new Map<string, { index: number; sign: 1 | -1 }[]>()
  const totals = new Set<string>()
  for (const { total, parts } of system.relations) {
    const sum = parts.reduce((all, part) => all + valueOf(system, part), 0)
    if (sum !== valueOf(system, total)) throw new RangeError(`the parts of ${total} make ${sum}, not ${valueOf(system, total)}`)
    totals.add(total)
    const index = equations.push({ of: [{ id: total, sign: -1 }, ...parts.map(id => ({ id, sign: 1 as const }))] }) - 1
    for (const { id, sign } of equations[index]?.of ?? []) {
      const held = sumsOf.get(id)
      if (held) held.push({ index, sign })
      else sumsOf.set(id, [{ index, sign }])
    }
  }

  const hidden = new Map<string, Hidden>()
  const small: string[] = []
  for (const [id, value] of system.counts) {
    if (value <= 0 || value >= k) continue
    // A small total would bound its small parts from above ("under 5" of two parts): it says nothing of its size.
    hidden.set(id, totals.has(id) ? 'withheld' : 'under')
    if (!totals.has(id)) small.push(id)
  }
  const complements = new Set<string>()
  // Withholding more only frees the hidden counts further, so one that is protected stays so.
  const unsure = small.filter(id => sumsOf.has(id))
  for (;;) {
    const stuck = firstStuck({ system, equations, sumsOf, hidden, unsure, k })
    if (stuck === null) return { hidden, complements }
    // Of the sums at which the search ended, withhold the smallest printed count; each round withholds one, so it ends.
    let choice: string | null = null
    for (const index of stuck)
      for (const { id } of equations[index]?.of ?? []) {
        if (hidden.has(id)) continue
        const value = valueOf(system, id)
        if (value >= k && (choice === null || value < valueOf(system, choice))) choice = id
      }
    if (choice === null) choice = anyPrinted(system, hidden, stuck, equations)
    if (choice === null) return { hidden, complements }
    hidden.set(choice, 'withheld')
    complements.add(choice)
  }
}

/** Where no count of k or more is left at these sums, a printed zero must go too. */
function anyPrinted(system: CountSystem, hidden: ReadonlyMap<string, Hidden>, stuck: ReadonlySet<number>, equations: readonly Equation[]): string | null {
  for (const index of stuck) for (const { id } of equations[index]?.of ?? []) if (!hidden.has(id)) return id
  for (const id of system.counts.keys()) if (!hidden.has(id) && equations.some(equation => equation.of.some(each => each.id === id))) return id
  return null
}

interface Audit {
  readonly system: CountSystem
  readonly equations: readonly Equation[]
  readonly sumsOf: ReadonlyMap<string, readonly { readonly index: number; readonly sign: 1 | -1 }[]>
  readonly hidden: ReadonlyMap<string, Hidden>
  /** Small counts not yet shown to be protected; the audit takes out those that are. */
  readonly unsure: string[]
  readonly k: number
}

/** What a reader knows of a hidden count before any sum. */
export function boundsOf(value: number, how: Hidden, k: number): { low: number; high: number } {
  return how === 'under' ? { low: 1, high: k - 1 } : { low: value >= k ? k : 0, high: Number.POSITIVE_INFINITY }
}

/** The sums reached from the first small count that cannot take every value from 1 to k-1; null where all can. */
function firstStuck(audit: Audit): Set<number> | null {
  for (let id = audit.unsure.at(-1); id !== undefined; audit.unsure.pop(), id = audit.unsure.at(-1)) {
    for (const step of [1, -1] as const) {
      const values = new Map<string, number>()
      for (const other of audit.hidden.keys()) values.set(other, valueOf(audit.system, other))
      const goal = step === 1 ? audit.k - 1 : 1
      while (values.get(id) !== goal) {
        const reached = new Set<number>()
        if (!moveByOne(audit, values, id, step, reached)) return reached
      }
    }
  }
  return null
}

/** Changes `id` by one and other hidden counts by one each so that every sum holds again; false where it can't. */
function moveByOne(audit: Audit, values: Map<string, number>, id: string, step: 1 | -1, reached: Set<number>): boolean {
  const trial = new Map(values)
  trial.set(id, (values.get(id) ?? 0) + step)
  const off = new Map<number, number>()
  for (const { index, sign } of audit.sumsOf.get(id) ?? []) off.set(index, sign * step)
  for (let next = off.entries().next(); !next.done; next = off.entries().next()) {
    const [index, rest] = next.value
    off.delete(index)
    if (!settle(audit, trial, id, index, rest > 0 ? 1 : -1, off, reached)) return false
  }
  for (const [other, value] of trial) values.set(other, value)
  return true
}

/**
 * Brings one sum back that is off by `rest`: the shortest chain of hidden counts, each of which passes the unit
 * on to the other sum it stands in, until a count that stands in no other, or a sum that is off the other way.
 * A count in three sums or more passes nothing on (the search then withholds more; it never withholds less).
 */
function settle(audit: Audit, trial: Map<string, number>, fixed: string, from: number, rest: 1 | -1, off: Map<number, number>, reached: Set<number>): boolean {
  interface Step { readonly index: number; readonly rest: 1 | -1; readonly via: { readonly step: Step; readonly id: string; readonly by: number } | null }
  const start: Step = { index: from, rest, via: null }
  const queue = [start]
  const seen = new Set([from * 2 + (rest > 0 ? 1 : 0)])
  const finish = (last: { step: Step; id: string; by: number }) => {
    for (let via: typeof last | null = last; via; via = via.step.via) trial.set(via.id, (trial.get(via.id) ?? 0) + via.by)
    // A chain that passed one count twice may have moved it too far.
    for (let via: typeof last | null = last; via; via = via.step.via) {
      const { low, high } = boundsOf(valueOf(audit.system, via.id), audit.hidden.get(via.id) ?? 'under', audit.k)
      const value = trial.get(via.id) ?? 0
      if (value < low || value > high) return false
    }
    return true
  }
  for (let head = 0; head < queue.length; head++) {
    const step = queue[head]
    if (!step) continue
    reached.add(step.index)
    for (const { id, sign } of audit.equations[step.index]?.of ?? []) {
      const how = audit.hidden.get(id)
      if (!how || id === fixed || id === step.via?.id) continue
      const by = -step.rest * sign
      const value = (trial.get(id) ?? 0) + by
      const { low, high } = boundsOf(valueOf(audit.system, id), how, audit.k)
      if (value < low || value > high) continue
      const others = (audit.sumsOf.get(id) ?? []).filter(each => each.index !== step.index)
      const last = { step, id, by }
      if (others.length === 0) return finish(last)
      const other = others[0]
      if (others.length > 1 || !other) continue
      const passed = (other.sign * by) as 1 | -1
      if (off.get(other.index) === -passed) {
        off.delete(other.index)
        return finish(last)
      }
      const key = other.index * 2 + (passed > 0 ? 1 : 0)
      if (seen.has(key)) continue
      seen.add(key)
      queue.push({ index: other.index, rest: passed, via: last })
    }
  }
  return false
}

function valueOf(system: CountSystem, id: string): number {
  const value = system.counts.get(id)
  if (value === undefined) throw new RangeError(`no count ${id}`)
  return value
}
