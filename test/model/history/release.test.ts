import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { CommitId, RecordId } from '../../../shared/model/change.ts'
import type { Commit } from '../../../shared/model/history/commit.ts'
import { RecordHistory } from '../../../shared/model/history/records.ts'

const id = (name: string) => name.padEnd(32, '0') as CommitId
const person = 'a'.repeat(32) as RecordId
const TIME = Date.UTC(2026, 0, 1)

/** Commits of two devices that see each other now and then, each writing one field. */
function commits(length: number, sees: readonly boolean[]): Commit[] {
  const made: Commit[] = []
  const last = new Map<string, CommitId>()
  const sequences = new Map<string, number>()
  for (let i = 0; i < length; i++) {
    const device = i % 3 === 0 ? 'east' : 'west'
    const own = last.get(device)
    const other = last.get(device === 'east' ? 'west' : 'east')
    const sequence = (sequences.get(device) ?? 0) + 1
    sequences.set(device, sequence)
    made.push({
      id: id(i.toString(16)), device, sequence, seen: [...(own ? [own] : []), ...(other && sees[i] ? [other] : [])], hlc: { time: TIME + i, count: 0 }, account: 'b'.repeat(32), act: 'edit',
      patches: [{ record: person, kind: 'person', field: 'notes', value: `note ${i}` }],
    })
    last.set(device, id(i.toString(16)))
  }
  return made
}

it('what waits for a lost commit is let in, follows its device’s last one, and is no conflict with it', () => {
  const history = new RecordHistory(() => TIME)
  const chain = commits(9, []).filter(({ device }) => device === 'west')
  for (const commit of chain.toSpliced(1, 1)) history.deliver(commit)
  expect(history.graph.waiting).toBe(chain.length - 2)
  expect([...history.release()]).toEqual([person])
  expect(history.graph.waiting).toBe(0)
  expect(history.state(person, null)).toEqual({ fields: { notes: chain.at(-1)!.patches[0]!.value }, conflicts: {}, disputes: {} })
})

it('whatever is lost, all that is whole is let in once, to the same state in any order of arrival', () => {
  const losses = fc.record({ length: fc.integer({ min: 2, max: 14 }), sees: fc.array(fc.boolean(), { minLength: 14, maxLength: 14 }), lost: fc.uniqueArray(fc.nat(13), { maxLength: 5 }), shuffle: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 14, maxLength: 14 }) })
  fc.assert(fc.property(losses, ({ length, sees, lost, shuffle }) => {
    const whole = commits(length, sees).filter((_, at) => !lost.includes(at))
    const states = [whole, whole.map((commit, at) => ({ commit, by: shuffle[at]! })).sort((a, b) => a.by - b.by).map(({ commit }) => commit)].map((order) => {
      const history = new RecordHistory(() => TIME)
      for (const commit of order) history.deliver(commit)
      history.release()
      expect([history.graph.size, history.graph.waiting]).toEqual([whole.length, 0])
      return [history.state(person, null), history.graph.heads()]
    })
    expect(states[1]).toEqual(states[0])
  }), { seed: 4, numRuns: 300 })
})
