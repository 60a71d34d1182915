/**
 * Adjusted p-values (q): the smallest false-discovery rate at which each test would pass.
 * Benjamini & Hochberg 1995 for independent or positively dependent tests; Benjamini & Yekutieli 2001 for
 * any dependence, at the cost of the harmonic sum. Equal to R's `p.adjust(p, "BH")` and `"BY"`.
 */
export function falseDiscoveryRate(p: Float64Array, rule: 'BH' | 'BY' = 'BH'): Float64Array {
  const tests = p.length
  const q = new Float64Array(tests).fill(1)
  let factor = tests
  if (rule === 'BY') {
    let harmonic = 0
    for (let i = 1; i <= tests; i++) harmonic += 1 / i
    factor *= harmonic
  }
  // A test with p = 1 has q = 1 whatever the rest: most cells of a map, and no need to sort them.
  let open = 0
  for (let i = 0; i < tests; i++) if (p[i]! < 1) open++
  const order = new Uint32Array(open)
  for (let i = 0, at = 0; i < tests; i++) if (p[i]! < 1) order[at++] = i
  order.sort((a, b) => p[a]! - p[b]!)
  let low = 1
  for (let rank = open; rank >= 1; rank--) {
    const i = order[rank - 1]!
    low = Math.min(low, (p[i]! * factor) / rank)
    q[i] = low
  }
  return q
}
