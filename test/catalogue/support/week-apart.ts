import fc from 'fast-check'
import { expect } from 'vitest'
import type { CommitId, Patch, RecordId } from '../../../shared/model/change.ts'
import { fieldOf } from '../../../shared/model/kinds/kinds.ts'
import { mergeOf } from '../../../shared/model/field.ts'
import { tip } from '../../../shared/model/kinds/tip.ts'
import type { BaseRow } from '../../../shared/model/payload/chunk.ts'
import { DAY_MS, Office, pictureOf, shownTips, type Carried } from './office.ts'

const MONDAY = Date.UTC(2026, 5, 1)
const TEN_YEARS = 10 * 365 * DAY_MS
/** Records that both have when they part: four rows of a file, two calls. */
const SHARED = 6
const recordAt = (n: number) => (0xa000 + n).toString(16).padStart(32, '0') as RecordId
const importAt = (n: number) => (0xf000 + n).toString(16).padStart(32, '0') as RecordId
const MEMBERS = ['crowded-point', 'date-in-future', 'place-unreadable'] as const

/** What somebody does; `at` and `to` choose among the tips that are there, by their place in the list. */
type Deed =
  | { readonly does: 'edit'; readonly at: number; readonly field: 'what' | 'route' | 'persons' }
  | { readonly does: 'clear'; readonly at: number; readonly field: 'what' | 'route' }
  | { readonly does: 'doubt'; readonly at: number; readonly add: readonly string[]; readonly remove: readonly string[] }
  | { readonly does: 'danger'; readonly at: number; readonly value: 'yes-now' | 'possibly' | 'no' }
  | { readonly does: 'merge'; readonly at: number; readonly to: number; readonly takes: boolean }
  | { readonly does: 'apart'; readonly at: number }
  | { readonly does: 'undo'; readonly back: number }
  | { readonly does: 'import'; readonly rows: number }
  | { readonly does: 'file' }

export interface Week {
  readonly deeds: readonly { readonly office: 0 | 1; readonly account: string; readonly hours: number; readonly deed: Deed }[]
  /** Whose clock is wrong, and by how many milliseconds. */
  readonly wrong: { readonly office: 0 | 1; readonly by: number }
  /** The order in which each hands its work over, as numbers to sort by. */
  readonly shuffle: readonly number[]
}

const place = fc.nat(30)
const field = fc.constantFrom('what' as const, 'route' as const)
const deed: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ does: fc.constant('edit' as const), at: place, field: fc.constantFrom('what' as const, 'route' as const, 'persons' as const) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('clear' as const), at: place, field }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('doubt' as const), at: place, add: fc.subarray([...MEMBERS]), remove: fc.subarray([...MEMBERS]) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('danger' as const), at: place, value: fc.constantFrom('yes-now' as const, 'possibly' as const, 'no' as const) }) },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('merge' as const), at: place, to: place, takes: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('apart' as const), at: place }) },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('undo' as const), back: fc.nat(6) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('import' as const), rows: fc.integer({ min: 1, max: 3 }) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('file' as const) }) },
)
export const week = (most: number): fc.Arbitrary<Week> =>
  fc.record({
    deeds: fc.array(fc.record({ office: fc.constantFrom(0 as const, 1 as const), account: fc.constantFrom('amina', 'basim'), hours: fc.integer({ min: 0, max: 12 }), deed }), { minLength: 4, maxLength: most, size: 'max' }),
    wrong: fc.record({ office: fc.constantFrom(0 as const, 1 as const), by: fc.constantFrom(TEN_YEARS, -TEN_YEARS, 0) }),
    shuffle: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 8, maxLength: 8 }),
  })

/** Two offices with the same accounts and the same records part, work a week each by its own clock, and meet. Holds what must be true then. */
export async function apartAndMet({ deeds, wrong, shuffle }: Week): Promise<void> {
  const offices = [new Office('A', MONDAY), new Office('B', MONDAY)] as const
  const before = common(offices[0])
  offices[1].take(before)
  offices[wrong.office].clock += wrong.by
  let made = SHARED
  let imports = 1
  for (const { office: which, account, hours, deed: what } of deeds) {
    const office = offices[which]
    // Time passes for both, whatever their clocks say it is.
    for (const one of offices) one.clock += hours * 3_600_000
    office.account = account
    ;[made, imports] = await carryOut(office, what, made, imports, `${office.name}${office.made.length}`)
  }

  const all = [...before, ...offices[0].made.slice(before.length), ...offices[1].made]
  const shuffled = (from: readonly Carried[], turn: number) => from.map((carried, at) => ({ carried, by: shuffle[(at * 7 + turn) % shuffle.length]! })).sort((x, y) => x.by - y.by).map(({ carried }) => carried)
  offices[0].take(shuffled(offices[1].made, 0))
  offices[1].take(shuffled(offices[0].made, 1))

  // Somebody with a right clock, in any order, sees the same.
  const neutral = await Promise.all([all, all.toReversed(), shuffled(all, 2)].map(async (order) => {
    const one = new Office('C', offices[wrong.office === 0 ? 1 : 0].clock + DAY_MS)
    one.take(order)
    return { one, picture: await pictureOf(one) }
  }))
  for (const { picture } of neutral) expect(picture).toEqual(neutral[0]!.picture)
  const { one: seen } = neutral[0]!
  expect(seen.catalogue.history.graph.waiting).toBe(0)
  await nothingLost(seen, all)
  for (const office of offices) await nothingLost(office, all)
  wrongStampsShown(seen, offices[wrong.office].name, wrong.by)

  // Once the one whose clock is right has gone on working, both see the same to the last sign.
  const right = offices[wrong.office === 0 ? 1 : 0]
  const there = shownTips(right)[0]
  if (there) right.edit(there, { informationSource: 'after they met' })
  offices[wrong.office].take(right.made)
  expect(await pictureOf(offices[0])).toEqual(await pictureOf(offices[1]))
}

function common(office: Office): readonly Carried[] {
  office.account = 'amina'
  const rows: BaseRow[] = [0, 1, 2, 3].map((n) => ({ id: recordAt(n), fields: { what: `row ${n}`, channel: 'partner', ...(n === 1 && { doubts: [MEMBERS[0]] }) } }))
  office.bringIn(rows, importAt(0))
  for (const n of [4, 5]) office.edit(recordAt(n), { what: `call ${n}` })
  return [...office.made]
}

async function carryOut(office: Office, what: Deed, made: number, imports: number, word: string): Promise<[number, number]> {
  const there = shownTips(office)
  const tipAt = (n: number) => there[n % there.length]!
  if (what.does === 'import') {
    office.bringIn(Array.from({ length: what.rows }, (_, n) => ({ id: recordAt(made + n), fields: { what: `row of ${word}.${n}` } })), importAt(imports))
    return [made + what.rows, imports + 1]
  }
  if (what.does === 'file') {
    office.edit(recordAt(made), { what: `call of ${word}` })
    return [made + 1, imports]
  }
  if (what.does === 'undo') {
    const mine = office.made.slice(-1 - what.back)[0]
    // The common past is nobody's last act.
    if (mine && office.made.length > 3) await office.undo(mine.commit.id)
    return [made, imports]
  }
  if (there.length === 0) return [made, imports]
  const record = tipAt(what.at)
  if (what.does === 'edit') office.edit(record, { [what.field]: what.field === 'persons' ? office.made.length : `${what.field} by ${word}` })
  else if (what.does === 'clear') office.edit(record, { [what.field]: undefined })
  else if (what.does === 'danger') office.edit(record, { danger: what.value })
  else if (what.does === 'doubt') {
    const patch: Patch = { record, kind: 'tip', field: 'doubts', ...(what.add.length > 0 && { add: what.add }), ...(what.remove.length > 0 && { remove: what.remove.filter((member) => !what.add.includes(member)) }) }
    if (patch.add || patch.remove?.length) office.commit({ act: 'edit-tip', patches: [patch] })
  } else if (what.does === 'merge') {
    const survivor = tipAt(what.to)
    if (survivor !== record) office.merge(record, survivor, what.takes ? { route: `taken by ${word}` } : {})
  } else {
    const [under] = (await office.catalogue.record(record))?.merged ?? []
    if (under) await office.takeApart(under.id)
  }
  return [made, imports]
}

/**
 * Every value that somebody wrote and nobody who had seen it wrote over is kept where a person meets it; what was written over,
 * was written over by somebody who had seen it. Told from the commits alone, by what each had seen, never by a clock.
 */
async function nothingLost({ catalogue }: Office, all: readonly Carried[]): Promise<void> {
  const commits = new Map(all.map(({ commit }) => [commit.id, commit]))
  const past = new Map<CommitId, ReadonlySet<CommitId>>()
  const pastOf = (id: CommitId): ReadonlySet<CommitId> => {
    const known = past.get(id)
    if (known) return known
    const seen = new Set<CommitId>()
    for (const parent of commits.get(id)!.seen) for (const one of [parent, ...pastOf(parent)]) seen.add(one)
    past.set(id, seen)
    return seen
  }
  const written = new Map<string, { commit: CommitId; values: readonly unknown[] }[]>()
  for (const { commit } of all) {
    for (const { record, kind, field: name, value, beside = [] } of commit.patches) {
      const declared = kind === 'tip' ? fieldOf(tip, name) : undefined
      if (!declared || mergeOf(declared) !== 'both') continue
      const key = `${record} ${name}`
      written.set(key, [...(written.get(key) ?? []), { commit: commit.id, values: [value, ...beside] }])
    }
  }
  for (const [key, writes] of written) {
    const [record, name] = key.split(' ') as [RecordId, string]
    const standing = writes.filter(({ commit }) => !writes.some((other) => pastOf(other.commit).has(commit)))
    const expected = [...new Set(standing.flatMap(({ values }) => values.map((value) => JSON.stringify(value))))].sort()
    const opened = await catalogue.record(record)
    // A tip whose every field was cleared, or whose import was taken back unworked on, is not there.
    if (!opened) continue
    const own = opened.id === record ? opened : opened.merged!.find(({ id }) => id === record)
    if (!own) continue
    const shown = own.conflicts[name]?.map(({ value }) => value) ?? [own.fields[name]]
    const imported = standing.every(({ values }) => values[0] === undefined)
    // An undo of the first write over a row gives the row's own value back.
    if (imported && expected.length === 1) continue
    expect(shown.map((value) => JSON.stringify(value)).sort(), key).toEqual(expected)
  }
}

/** Whatever the wrong clock stamped is shown as such, and nothing that the right one stamped. */
function wrongStampsShown({ catalogue }: Office, name: string, by: number): void {
  for (const record of catalogue.history.records()) {
    for (const { commit, implausible } of catalogue.history.entries(record)) {
      const node = catalogue.history.graph.get(commit)!
      const apart = node.commit.hlc.time < MONDAY || node.commit.hlc.time > MONDAY + 365 * DAY_MS
      expect(apart).toBe(node.commit.device === name && by !== 0 && node.commit.sequence > (name === 'A' ? 3 : 0))
      expect(implausible, commit).toBe(apart)
    }
  }
}
