import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CommitId, Patch, RecordId } from '../../../shared/model/change.ts'
import type { Commit } from '../../../shared/model/history/commit.ts'
import { RecordHistory } from '../../../shared/model/history/records.ts'
import { planUndo } from '../../../shared/model/history/undo.ts'

const NOW = Date.UTC(2026, 5, 1)
const id = (n: number) => n.toString(16).padStart(32, '0')
const tip = (n: number) => id(n) as RecordId
const noBase = () => null

/** A device that commits on top of what it has received, as a station does. */
class Device {
  readonly history = new RecordHistory(() => this.clock)
  sequence = 0
  clock: number
  readonly name: string
  constructor(name: string, clock = NOW) {
    this.name = name
    this.clock = clock
  }
  commit(patches: Patch[], more: Partial<Commit> = {}): Commit {
    const seen = this.history.graph.heads()
    const hlc = { time: this.clock, count: 0 }
    const commit: Commit = { id: id(0x1000 * (this.name.charCodeAt(0) - 64) + ++this.sequence) as CommitId, device: this.name, sequence: this.sequence, seen, hlc, account: this.name, act: 'edit', patches, ...more }
    this.history.deliver(commit)
    this.clock += 1000
    return commit
  }
  undo(target: CommitId) {
    const plan = planUndo(this.history, target, 'undo', noBase)!
    return { plan, commit: plan.change ? this.commit([...plan.change.patches], { undoes: target }) : null }
  }
}
const set = (field: string, value: unknown, record = tip(1)): Patch => ({ record, kind: 'tip', field, ...(value !== undefined && { value }) })
const picture = (history: RecordHistory, records: Iterable<RecordId> = history.records()) =>
  Object.fromEntries([...records].sort().map((record) => [record, { ...history.state(record, null), entries: history.entries(record).map(({ commit }) => commit) }]))

describe('a record under changes from several stations', () => {
  it('keeps both values where neither author had seen the other, and says who set them', () => {
    const a = new Device('A')
    const b = new Device('B')
    const first = a.commit([set('what', 'a lorry')])
    b.history.deliver(first)
    const left = a.commit([set('what', 'a red lorry')])
    b.clock = NOW + 60_000
    const right = b.commit([set('what', 'two lorries')])
    a.history.deliver(right)
    b.history.deliver(left)
    for (const { history } of [a, b]) {
      const { fields, conflicts } = history.state(tip(1), null)
      expect(fields.what).toBe('two lorries')
      expect(conflicts.what!.map(({ value, account }) => [value, account])).toEqual([['two lorries', 'B'], ['a red lorry', 'A']])
    }
    const choice = a.commit([set('what', 'a red lorry')])
    b.history.deliver(choice)
    expect(b.history.state(tip(1), null)).toEqual({ fields: { what: 'a red lorry' }, conflicts: {}, disputes: {} })
  })

  it('is no conflict when both set the same value', () => {
    const a = new Device('A')
    const b = new Device('B')
    a.commit([set('what', 'x')])
    a.history.deliver(b.commit([set('what', 'x')]))
    expect(a.history.state(tip(1), null).conflicts).toEqual({})
  })

  it('lets a danger win over any other answer, whoever was later', () => {
    for (const late of [0, 1]) {
      const a = new Device('A', NOW + (late ? 10_000 : 0))
      const b = new Device('B', NOW + (late ? 0 : 10_000))
      const danger = a.commit([set('danger', 'yes-now')])
      const calm = b.commit([set('danger', 'no')])
      a.history.deliver(calm)
      b.history.deliver(danger)
      for (const { history } of [a, b]) expect(history.state(tip(1), null)).toEqual({ fields: { danger: 'yes-now' }, conflicts: {}, disputes: {} })
      // Whoever has seen the danger may say that it has passed.
      a.commit([set('danger', 'no')])
      expect(a.history.state(tip(1), null).fields.danger).toBe('no')
    }
  })

  it('removes a member of a set only as far as the remover had seen it', () => {
    const a = new Device('A')
    const b = new Device('B')
    const links = (change: Partial<Patch>): Patch => ({ record: tip(1), kind: 'tip', field: 'links', ...change })
    const one = a.commit([links({ add: [id(7), id(8)] })])
    b.history.deliver(one)
    const removed = a.commit([links({ remove: [id(7)] })])
    const again = b.commit([links({ add: [id(7)] })])
    a.history.deliver(again)
    b.history.deliver(removed)
    for (const { history } of [a, b]) expect(history.state(tip(1), null).fields.links).toEqual([id(7), id(8)])
  })

  it('keeps in a set a member that one takes out while another puts it in, says that they disagree, and is settled by either choice', () => {
    for (const keep of [true, false]) {
      const a = new Device('A')
      const b = new Device('B')
      const doubts = (change: Partial<Patch>): Patch => ({ record: tip(1), kind: 'tip', field: 'doubts', ...change })
      b.history.deliver(a.commit([doubts({ add: ['crowded-point', 'date-in-future'] })]))
      const out = a.commit([doubts({ remove: ['crowded-point'] })])
      const stays = b.commit([doubts({ value: ['crowded-point'] })])
      a.history.deliver(stays)
      b.history.deliver(out)
      for (const { history } of [a, b]) {
        const { fields, disputes } = history.state(tip(1), null)
        expect(fields.doubts).toEqual(['crowded-point'])
        expect(disputes.doubts).toMatchObject([{ member: 'crowded-point', added: { account: 'B' }, removed: { account: 'A' } }])
      }
      b.history.deliver(a.commit([doubts(keep ? { add: ['crowded-point'] } : { remove: ['crowded-point'] })]))
      expect(b.history.state(tip(1), null)).toEqual({ fields: keep ? { doubts: ['crowded-point'] } : {}, conflicts: {}, disputes: {} })
    }
  })

  it('has no quarrel where two put in different members, or one takes out what the other never touched', () => {
    const a = new Device('A')
    const b = new Device('B')
    const links = (change: Partial<Patch>): Patch => ({ record: tip(1), kind: 'tip', field: 'links', ...change })
    b.history.deliver(a.commit([links({ add: [id(7), id(8)] })]))
    const left = a.commit([links({ remove: [id(7)], add: [id(9)] })])
    a.history.deliver(b.commit([links({ add: [id(10)] })]))
    b.history.deliver(left)
    expect(b.history.state(tip(1), null)).toEqual({ fields: { links: [id(8), id(9), id(10)] }, conflicts: {}, disputes: {} })
  })

  it('says of each kept value how its report was graded when it was written, by what its author knew', () => {
    const a = new Device('A')
    const b = new Device('B')
    b.history.deliver(a.commit([set('what', 'a lorry'), set('source', 'C'), set('information', '3')]))
    const left = [a.commit([set('source', 'B')]), a.commit([set('what', 'a red lorry')])]
    const right = [b.commit([set('what', 'two lorries')]), b.commit([set('information', '6')])]
    for (const commit of right) a.history.deliver(commit)
    for (const commit of left) b.history.deliver(commit)
    const grades = { 'a red lorry': { source: 'B', information: '3' }, 'two lorries': { source: 'C', information: '3' } } as Record<string, unknown>
    for (const { history } of [a, b]) for (const { value, grade } of history.state(tip(1), null).conflicts.what!) expect(grade).toEqual(grades[String(value)])
  })

  it('SECURITY 9: shows a clock ten years ahead and lets it win nothing', () => {
    const a = new Device('A')
    const wrong = new Device('W', NOW + 10 * 365 * 86_400_000)
    const future = wrong.commit([set('what', 'from the future')])
    const now = a.commit([set('what', 'from today')])
    a.history.deliver(future)
    expect(a.history.state(tip(1), null).fields.what).toBe('from today')
    expect(a.history.state(tip(1), null).conflicts.what!.map(({ value, implausible }) => [value, implausible])).toEqual([['from today', false], ['from the future', true]])
    // Once a right clock has committed on top of it, every station sees the dispute, whatever its own clock says.
    const next = a.commit([set('form', 'other')])
    wrong.history.deliver(now)
    wrong.history.deliver(next)
    expect(wrong.history.state(tip(1), null).fields.what).toBe('from today')
    // Having seen it, an author may still choose it: order is causal.
    const choice = wrong.commit([set('what', 'from the future')])
    a.history.deliver(choice)
    expect(a.history.state(tip(1), null)).toMatchObject({ fields: { what: 'from the future' }, conflicts: {}, disputes: {} })
  })

  it('waits for the past of a commit, and counts a repeated one once', () => {
    const a = new Device('A')
    const commits = [a.commit([set('what', '1')]), a.commit([set('what', '2')]), a.commit([set('what', '3')])]
    const other = new RecordHistory(() => NOW)
    expect(other.deliver(commits[2]!).size).toBe(0)
    other.deliver(commits[1]!)
    expect(other.graph.waiting).toBe(2)
    expect([...other.deliver(commits[0]!)]).toEqual([tip(1)])
    for (const commit of commits) other.deliver(commit)
    expect(picture(other)).toEqual(picture(a.history))
    expect(other.entries(tip(1))).toHaveLength(3)
    expect(other.graph.heads()).toEqual([commits[2]!.id])
  })

  it('tells two lines of one device apart where a backup was restored', () => {
    const a = new Device('A')
    const first = a.commit([set('what', '0')])
    const lost = a.commit([set('what', 'before the restore')])
    const restored = new Device('A')
    restored.history.deliver(first)
    restored.sequence = 1
    const after = restored.commit([set('what', 'after the restore')], { id: id(0xfff) as CommitId })
    for (const order of [[first, lost, after], [first, after, lost]]) {
      const history = new RecordHistory(() => NOW)
      for (const commit of order) history.deliver(commit)
      expect(history.state(tip(1), null).conflicts.what!.map(({ value }) => value).sort()).toEqual(['after the restore', 'before the restore'])
    }
  })

  it('leaves out what its field cannot hold, and says how much, but keeps a code that a newer program knows', () => {
    const a = new Device('A')
    a.commit([set('place', 'not a place'), set('what', 'x'), { record: tip(1), kind: 'tip', field: 'doubts', value: 'crowded-point' }, set('form', 'a-form-of-2030'), { record: tip(1), kind: 'tip', field: 'what2030', value: [1] }])
    expect(a.history.state(tip(1), null).fields).toEqual({ what: 'x', form: 'a-form-of-2030', what2030: [1] })
    expect(a.history.unreadable).toBe(2)
  })

  it('makes a merged record another name of the first, and parts them again', () => {
    const a = new Device('A')
    a.commit([set('what', 'x', tip(1)), set('what', 'y', tip(2))])
    const alias = a.commit([{ record: tip(2), kind: 'tip', field: '@alias', value: tip(1) }])
    expect(a.history.aliases.resolve(tip(2))).toBe(tip(1))
    expect(a.history.state(tip(2), null).fields).toEqual({ what: 'y' })
    a.undo(alias.id)
    expect(a.history.aliases.resolve(tip(2))).toBe(tip(2))
  })
})

describe('undo', () => {
  it('returns what still stands as the commit left it and leaves the rest alone, saying which', () => {
    const a = new Device('A')
    a.commit([set('source', 'B'), set('information', '2'), set('what', 'x')])
    const grade = a.commit([set('source', 'C'), set('information', '3')])
    a.commit([set('information', '5')])
    const { plan, commit } = a.undo(grade.id)
    expect(plan.leftAlone).toEqual([{ record: tip(1), field: 'information' }])
    expect(a.history.state(tip(1), null).fields).toEqual({ source: 'B', information: '5', what: 'x' })
    // Redo is undoing the undo.
    a.undo(commit!.id)
    expect(a.history.state(tip(1), null).fields).toEqual({ source: 'C', information: '5', what: 'x' })
  })

  it('takes a new record away, and brings it back', () => {
    const a = new Device('A')
    const filed = a.commit([set('what', 'x'), { record: tip(1), kind: 'tip', field: 'doubts', add: ['crowded-point'] }])
    const { commit } = a.undo(filed.id)
    expect(a.history.exists(tip(1))).toBe(false)
    a.undo(commit!.id)
    expect(a.history.state(tip(1), null).fields).toEqual({ what: 'x', doubts: ['crowded-point'] })
  })

  it('brings both values back when a choice between them is undone', () => {
    const a = new Device('A')
    const b = new Device('B')
    a.commit([set('what', 'left')])
    a.history.deliver(b.commit([set('what', 'right')]))
    const choice = a.commit([set('what', 'left')])
    a.undo(choice.id)
    // Each is still its author's, and not whoever took the choice back.
    expect(a.history.state(tip(1), null).conflicts.what!.map(({ value, account }) => `${value} by ${account}`).sort()).toEqual(['left by A', 'right by B'])
  })

  it('gives an imported row its own value back', () => {
    const a = new Device('A')
    const base = { what: 'as imported', links: [id(5)] }
    const edit = a.commit([set('what', 'corrected'), { record: tip(1), kind: 'tip', field: 'links', add: [id(6)], remove: [id(5)] }])
    expect(a.history.state(tip(1), base).fields).toEqual({ what: 'corrected', links: [id(6)] })
    const plan = planUndo(a.history, edit.id, 'undo', () => base)!
    a.commit([...plan.change!.patches])
    expect(a.history.state(tip(1), base).fields).toEqual(base)
  })

  it('takes an import back by a mark, and clears the mark on redo', () => {
    const a = new Device('A')
    const record = tip(9)
    const end = a.commit([{ record, kind: 'import', field: 'kept', value: 3 }, { record, kind: 'import', field: 'file', value: 'tips.csv' }])
    const { commit } = a.undo(end.id)
    expect(a.history.state(record, null).fields).toEqual({ kept: 3, file: 'tips.csv', takenBack: true })
    a.undo(commit!.id)
    expect(a.history.state(record, null).fields).toEqual({ kept: 3, file: 'tips.csv' })
  })

  it('does not undo beside a change that its author had not seen', () => {
    const a = new Device('A')
    const b = new Device('B')
    const mine = a.commit([set('what', 'mine')])
    a.history.deliver(b.commit([set('what', 'theirs')]))
    expect(planUndo(a.history, mine.id, 'undo', noBase)).toEqual({ change: null, leftAlone: [{ record: tip(1), field: 'what' }] })
  })
})

describe('any order of commits', () => {
  const change = fc.oneof(
    fc.record({ field: fc.constantFrom('what', 'route'), value: fc.constantFrom(undefined, 'p', 'q', 'r') }),
    fc.record({ field: fc.constant('danger'), value: fc.constantFrom('yes-now', 'possibly', 'no') }),
    fc.record({ field: fc.constant('links'), add: fc.subarray([id(5), id(6), id(7)]), remove: fc.subarray([id(5), id(6), id(7)]) }),
    fc.record({ field: fc.constant('@alias'), value: fc.constantFrom(id(1), id(2), undefined) }),
  )
  const step = (devices: number) =>
    fc.record({ device: fc.nat(devices - 1), record: fc.integer({ min: 1, max: 3 }), change, drift: fc.constantFrom(0, 0, 5000, -5000, 9 * 86_400_000), sync: fc.array(fc.nat(devices - 1), { maxLength: 2 }), undo: fc.boolean() })

  /** Lets devices work and now and then receive each other's commits, in their order. */
  function work(steps: readonly { device: number; record: number; change: Partial<Patch> & { field: string }; drift: number; sync: number[]; undo: boolean }[], count: number): Commit[] {
    const devices = Array.from({ length: count }, (_, n) => new Device(String.fromCharCode(65 + n)))
    const all: Commit[] = []
    for (const { device, record, change, drift, sync, undo } of steps) {
      const one = devices[device]!
      one.clock += drift
      const last = undo && all.findLast((commit) => one.history.graph.has(commit.id))
      const { value, ...rest } = change
      const commit = last ? one.undo(last.id).commit : one.commit([{ record: tip(record), kind: 'tip', ...rest, ...(value !== undefined && { value }) }])
      if (commit) all.push(commit)
      for (const target of sync) for (const sent of all) if (one.history.graph.has(sent.id)) devices[target]!.history.deliver(sent)
    }
    return all
  }

  for (const devices of [2, 3]) {
    it(`from ${devices} devices gives one state, repeats or not`, () => {
      fc.assert(
        fc.property(fc.array(step(devices), { minLength: 1, maxLength: 14 }).chain((steps) => {
          const commits = work(steps, devices)
          return fc.tuple(fc.constant(commits), fc.shuffledSubarray([...commits, ...commits], { minLength: 2 * commits.length }))
        }), ([commits, shuffled]) => {
          const straight = new RecordHistory(() => NOW)
          for (const commit of commits) straight.deliver(commit)
          const mixed = new RecordHistory(() => NOW)
          for (const commit of shuffled) mixed.deliver(commit)
          expect(mixed.graph.waiting).toBe(0)
          expect(picture(mixed)).toEqual(picture(straight))
          expect(mixed.graph.heads()).toEqual(straight.graph.heads())
          for (let record = 1; record <= 3; record++) expect(mixed.aliases.resolve(tip(record))).toBe(straight.aliases.resolve(tip(record)))
        }),
        { numRuns: 300 },
      )
    })
  }
})
