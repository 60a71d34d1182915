import { describe, expect, it } from 'vitest'
import type { CommitId } from '../../../shared/model/change.ts'
import { CausalGraph, type CommitHead } from '../../../shared/model/history/causality.ts'

const commit = (id: string, device: string, sequence: number, seen: readonly string[]): CommitHead => ({ id: id as CommitId, device, sequence, seen: seen as CommitId[], hlc: { time: sequence, count: 0 } })
const graphOf = (...commits: readonly CommitHead[]) => {
  const graph = new CausalGraph()
  for (const one of commits) graph.add(one, () => undefined)
  return graph
}

describe('a device whose sequence has gaps, since imports and what was only seen take places in it', () => {
  it('goes on in one line, so that what a commit remembers of its past does not grow with each', () => {
    const graph = graphOf(commit('a', 'one', 1, []), commit('b', 'one', 3, ['a']), commit('c', 'one', 40, ['b']))
    expect(graph.get('c' as CommitId)!.vector).toEqual(Uint32Array.of(3))
  })

  it('begins another line where it had not seen its own last commit: it was restored from a backup', () => {
    const graph = graphOf(commit('a', 'one', 1, []), commit('b', 'one', 3, ['a']), commit('c', 'one', 5, ['a']))
    const [b, c] = [graph.get('b' as CommitId)!, graph.get('c' as CommitId)!]
    expect(c.line).not.toBe(b.line)
    expect([graph.saw(c, b), graph.saw(b, c), graph.saw(c, graph.get('a' as CommitId)!)]).toEqual([false, false, true])
  })
})
