import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Catalogue } from '../../shared/catalogue/catalogue.ts'
import type { Filter } from '../../shared/catalogue/filter.ts'
import type { CommitId, Patch, RecordId } from '../../shared/model/change.ts'
import type { Commit } from '../../shared/model/history/commit.ts'
import { newRecordId } from '../../shared/model/ids.ts'
import { tip } from '../../shared/model/kinds/tip.ts'
import { encodeChunk, type BaseRow, type SectionName } from '../../shared/model/payload/chunk.ts'
import { foldSections } from '../../shared/model/payload/segment.ts'
import type { PlaceValue } from '../../shared/model/place.ts'
import { referenceOf } from '../../shared/model/reference.ts'
import { VOCABULARIES } from '../../shared/model/vocabularies/vocabulary.ts'

const NOW = Date.UTC(2026, 5, 1)
const DAY = 86_400
const FILE = 'ab'.repeat(16) as RecordId
const day = (text: string) => Date.parse(`${text}T00:00:00Z`) / 1000
const on = (text: string, days = 1) => ({ words: '', from: day(text), to: day(text) + days * DAY - 60 })
const row = (fields: Record<string, unknown>): BaseRow => ({ id: newRecordId(), fields })
const pause = () => new Promise<void>((resolve) => setImmediate(resolve))

/** A station's worth of commits in a row. */
function station(catalogue: Catalogue) {
  let sequence = 0
  return (patches: Patch[], more: Partial<Commit> = {}) => {
    const commit: Commit = { id: (++sequence).toString(16).padStart(32, '0') as CommitId, device: 'A', sequence, seen: catalogue.history.graph.heads(), hlc: { time: NOW + sequence, count: 0 }, account: 'amina', act: 'edit', patches, ...more }
    catalogue.applyPatches(commit)
    return commit
  }
}
const chunkOf = (rows: BaseRow[], names: SectionName[] = ['geography.hot', 'casework.hot'], commit?: string, importId: RecordId | null = FILE) => {
  const { sections } = encodeChunk(tip, rows, importId)
  return { ...(commit && { commit: commit as CommitId }), hot: new Map(names.map((name) => [name, sections.get(name)!])), cold: (compartment: string) => (names.includes('casework.hot') ? (sections.get(`${compartment}.cold` as SectionName) ?? null) : null) }
}
const ended = (record = FILE): Patch[] => [{ record, kind: 'import', field: 'kept', value: 1 }, { record, kind: 'import', field: 'file', value: 'tips.csv' }]

async function filled(rows: BaseRow[], options: { indexed?: boolean } = {}) {
  const catalogue = new Catalogue(() => NOW)
  const commit = station(catalogue)
  const chunk = commit([], { act: 'import' })
  catalogue.applyChunk(chunkOf(rows, undefined, chunk.id))
  const end = commit(ended(), { act: 'import' })
  if (options.indexed) await catalogue.index(pause)
  return { catalogue, commit, chunk, end }
}
const ids = (catalogue: Catalogue, filter: Filter = {}) => [...catalogue.select(filter).rows].map((at) => idAt(catalogue, at))
const idAt = (catalogue: Catalogue, at: number) => Buffer.from(catalogue.table().columns.id.slice(at * 16, at * 16 + 16)).toString('hex')

describe('an import in the catalogue', () => {
  it('appears at once with the commit that ends it, not before, and only once', () => {
    const catalogue = new Catalogue(() => NOW)
    const commit = station(catalogue)
    const first = commit([])
    const chunk = chunkOf([row({ what: 'a' }), row({ what: 'b' })], undefined, first.id)
    expect(catalogue.applyChunk(chunk)).toBe(true)
    expect(catalogue.select({}).total).toBe(0)
    commit(ended())
    expect(catalogue.select({}).total).toBe(2)
    expect(catalogue.applyChunk(chunk)).toBe(false)
    expect(catalogue.tips).toBe(2)
  })

  it('goes when it is taken back but for the rows that somebody worked on, which the undo names, and comes back', async () => {
    const rows = [row({ what: 'a', source: 'B' }), row({ what: 'b' }), row({ what: 'c' })]
    const { catalogue, commit, end } = await filled(rows)
    commit([{ record: rows[0]!.id, kind: 'tip', field: 'source', value: 'C' }])
    const plan = await catalogue.planUndo(end.id, 'undo')
    expect(plan!.leftAlone).toEqual([{ record: rows[0]!.id, field: 'source' }])
    const undo = commit([...plan!.change!.patches], { undoes: end.id })
    expect(ids(catalogue)).toEqual([rows[0]!.id])
    expect((await catalogue.record(rows[0]!.id))!.fields).toMatchObject({ what: 'a', source: 'C' })
    expect(await catalogue.record(rows[1]!.id)).toBeNull()
    const redo = await catalogue.planUndo(undo.id, 'redo')
    commit([...redo!.change!.patches], { undoes: undo.id })
    expect(catalogue.select({}).total).toBe(3)
  })

  it('is the same whether changes come before or after its rows', async () => {
    const rows = [row({ what: 'a lorry', persons: 3, when: on('2026-01-05') }), row({ what: 'b' })]
    const edit: Patch[] = [{ record: rows[0]!.id, kind: 'tip', field: 'persons', value: 5 }, { record: rows[0]!.id, kind: 'tip', field: 'what', value: 'a boat' }]
    const { catalogue } = await filled(rows, { indexed: true })
    const commit = station(new Catalogue())
    const commits = [commit([]), commit(ended()), commit(edit)]
    const late = new Catalogue(() => NOW)
    for (const one of commits) late.applyPatches(one)
    late.applyChunk(chunkOf(rows, undefined, commits[0]!.id))
    await late.index(pause)
    catalogue.applyPatches({ ...commits[2]!, seen: catalogue.history.graph.heads() })
    await pause()
    for (const one of [catalogue, late]) {
      expect(one.tips).toBe(2)
      expect((await one.record(rows[0]!.id))!.fields).toMatchObject({ persons: 5, what: 'a boat', when: on('2026-01-05') })
      expect((await one.search('boat', 9)).map(({ id }) => id)).toEqual([rows[0]!.id])
      expect(await one.search('lorry', 9)).toEqual([])
    }
  })

  it('opens folded segments as it opens chunks', async () => {
    const rows = [row({ what: 'a', channel: 'sms' }), row({ what: 'b' }), row({ what: 'c', place: { precision: 'country', reason: 'no-coordinates', country: 'NER' } })]
    const parts = [encodeChunk(tip, rows.slice(0, 1), FILE), encodeChunk(tip, rows.slice(1), null)]
    const fold = (name: SectionName) => foldSections(parts.map(({ sections }, n) => ({ bytes: sections.get(name)!, commit: `${n}`.padStart(32, 'c') })))
    const catalogue = new Catalogue(() => NOW)
    catalogue.applyChunk({ hot: new Map([['geography.hot', fold('geography.hot')], ['casework.hot', fold('casework.hot')]]), cold: (compartment) => (compartment === 'casework' ? fold('casework.cold') : null) })
    // The first row's import has not ended; the others have none.
    expect(ids(catalogue).sort()).toEqual([rows[1]!.id, rows[2]!.id].sort())
    expect((await catalogue.rows([2, 0], ['what', 'channel'])).map(({ fields }) => fields)).toEqual([{ what: 'c' }, { what: 'a', channel: 'sms' }])
  })

  it('shows a ring with geography alone months, countries and codes, and no text', async () => {
    const rows = [row({ what: 'secret', when: on('2026-02-10'), month: 673, place: { at: [1, 2], precision: 'exact', reason: 'digits', country: 'NER' } })]
    const catalogue = new Catalogue(() => NOW)
    catalogue.applyChunk(chunkOf(rows, ['geography.hot'], undefined, null))
    expect(catalogue.select({ period: { from: day('2026-02-20'), to: day('2026-02-21') }, countries: ['NER'] }).total).toBe(1)
    expect(catalogue.select({ period: { from: day('2026-03-01'), to: day('2026-03-02') } }).total).toBe(0)
    expect((await catalogue.record(rows[0]!.id))!.fields).toEqual({ when: { words: '', from: day('2026-02-01'), to: day('2026-03-01') - 60 }, month: 673, place: { precision: 'exact', reason: 'given', country: 'NER' } })
  })
})

describe('a tip in the catalogue', () => {
  it('is filed, changed in place, taken away and brought back', async () => {
    const { catalogue, commit } = await filled([row({ what: 'imported', when: on('2026-01-01') })], { indexed: true })
    const id = newRecordId()
    const filed = commit([{ record: id, kind: 'tip', field: 'what', value: 'three girls at the well' }, { record: id, kind: 'tip', field: 'when', value: on('2026-01-02') }, { record: id, kind: 'tip', field: 'danger', value: 'yes-now' }])
    expect(ids(catalogue)[0]).toBe(id)
    expect((await catalogue.search('well gir', 5)).map((hit) => hit.text)).toEqual(['three girls at the well'])
    const moved = commit([{ record: id, kind: 'tip', field: 'when', value: on('2025-12-31') }])
    expect(ids(catalogue)[1]).toBe(id)
    expect((await catalogue.record(id))!.history.map(({ commit: by, fields }) => [by, fields])).toEqual([[filed.id, ['what', 'when', 'danger']], [moved.id, ['when']]])
    const undo = await catalogue.planUndo(filed.id, 'undo')
    expect(undo!.leftAlone).toEqual([{ record: id, field: 'when' }])
    commit([...undo!.change!.patches])
    const rest = await catalogue.planUndo(moved.id, 'undo')
    commit([...rest!.change!.patches])
    const last = await catalogue.planUndo(filed.id, 'undo')
    expect(last!.change).toBeNull()
    commit([{ record: id, kind: 'tip', field: 'when' }])
    expect(ids(catalogue)).not.toContain(id)
    expect(await catalogue.record(id)).toBeNull()
    expect(await catalogue.search('well', 5)).toEqual([])
  })

  it('gives an imported value back when the change is undone, also one that only cold text holds', async () => {
    const place: PlaceValue = { at: [8.5, 18.7], precision: 'settlement', reason: 'gazetteer', country: 'NER', name: 'Arlit' }
    const rows = [row({ what: 'as it was', place, persons: 99_999, doubts: ['crowded-point'] })]
    const { catalogue, commit, end } = await filled(rows)
    const before = (await catalogue.record(rows[0]!.id))!
    expect(before.fields).toEqual(rows[0]!.fields)
    expect(before.history).toMatchObject([{ commit: end.id, act: 'import', account: 'amina' }])
    const edit = commit([
      { record: rows[0]!.id, kind: 'tip', field: 'what', value: 'changed' }, { record: rows[0]!.id, kind: 'tip', field: 'persons', value: 4 },
      { record: rows[0]!.id, kind: 'tip', field: 'place', value: { precision: 'country', reason: 'given', country: 'TCD' } }, { record: rows[0]!.id, kind: 'tip', field: 'doubts', remove: ['crowded-point'] },
    ])
    expect(catalogue.select({ countries: ['TCD'] }).total).toBe(1)
    const plan = await catalogue.planUndo(edit.id, 'undo')
    commit([...plan!.change!.patches])
    expect((await catalogue.record(rows[0]!.id))!.fields).toEqual(rows[0]!.fields)
    expect(catalogue.select({ countries: ['TCD'] }).total).toBe(0)
  })

  it('is found by the reference that people read out', async () => {
    const rows = [row({ what: 'x' }), row({ what: 'y' })]
    const { catalogue } = await filled(rows)
    const reference = referenceOf(tip, rows[1]!.id)
    expect(reference).toMatch(/^TP-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/)
    expect((await catalogue.search(reference.toLowerCase(), 5)).map(({ id }) => id)).toEqual([rows[1]!.id])
  })

  it('stands beside other kinds, which are kept whole and found too', async () => {
    const { catalogue, commit } = await filled([row({ what: 'lorry' })], { indexed: true })
    const id = newRecordId()
    commit([{ record: id, kind: 'case', field: 'title', value: 'The Lorry ring' }, { record: id, kind: 'case', field: 'status', value: 'open' }])
    expect(catalogue.recordsOfKind('case')).toMatchObject([{ id, kind: 'case', fields: { title: 'The Lorry ring' } }])
    expect((await catalogue.search('lorry', 5)).map(({ kind }) => kind)).toEqual(['tip', 'case'])
  })
})

describe('the filter', () => {
  const code = <V extends keyof typeof VOCABULARIES>(vocabulary: V) => fc.constantFrom(...VOCABULARIES[vocabulary])
  const span = fc.option(fc.tuple(fc.integer({ min: 0, max: 1400 }), fc.integer({ min: 1, max: 90 })).map(([start, days]) => ({ words: '', from: day('2023-01-01') + start * DAY, to: day('2023-01-01') + (start + days) * DAY - 60 })), { nil: undefined })
  const fields = fc.record({
    what: fc.constantFrom('red lorry', 'blue boat', 'red boat', undefined), when: span, channel: code('channel'), surfaced: code('surfaced'), form: code('form'), status: code('status'), source: code('source'), information: code('information'),
    place: fc.option(fc.record({ precision: code('precision'), reason: fc.constant('given'), country: fc.constantFrom('NER', 'LBY', 'XKX') }), { nil: undefined }),
  })
  const filter: fc.Arbitrary<Filter> = fc.record({
    period: fc.tuple(fc.integer({ min: 0, max: 1400 }), fc.integer({ min: 0, max: 400 })).map(([start, days]) => ({ from: day('2023-01-01') + start * DAY, to: day('2023-01-01') + (start + days) * DAY })),
    countries: fc.subarray(['NER', 'LBY', 'XKX']), precision: code('precision'), channels: fc.subarray([...VOCABULARIES.channel]), surfaced: fc.subarray([...VOCABULARIES.surfaced]), forms: fc.subarray([...VOCABULARIES.form]), statuses: fc.subarray([...VOCABULARIES.status]),
    grade: fc.record({ source: fc.constantFrom('A', 'C', 'F'), information: fc.constantFrom(1, 3, 6), ungraded: fc.boolean() }), words: fc.constantFrom('red', 'boat re', 'x', ''),
  }, { requiredKeys: [] }) as fc.Arbitrary<Filter>

  /** The same filter said the slow way, from the records themselves. */
  function passes(fields: Record<string, unknown>, filter: Filter, withPeriod = true): boolean {
    const when = fields.when as { from: number; to: number } | undefined
    const place = fields.place as PlaceValue | undefined
    const grades = 'ABCDEF'
    const source = grades.indexOf(String(fields.source))
    const graded = source >= 0 && fields.information !== 'not-graded'
    const ladder = ['exact', 'settlement', 'region', 'country', 'none']
    const words = String(fields.what ?? '').split(' ')
    return (
      (!withPeriod || !filter.period || (when !== undefined && when.from <= filter.period.to && when.to >= filter.period.from)) &&
      (!filter.countries || (place !== undefined && filter.countries.includes(place.country!))) &&
      (!filter.precision || ladder.indexOf(place?.precision ?? 'none') <= ladder.indexOf(filter.precision)) &&
      (!filter.channels || filter.channels.includes(fields.channel as never)) && (!filter.surfaced || filter.surfaced.includes(fields.surfaced as never)) &&
      (!filter.forms || filter.forms.includes(fields.form as never)) && (!filter.statuses || filter.statuses.includes(fields.status as never)) &&
      (!filter.grade || (graded ? source <= grades.indexOf(filter.grade.source) && Number(fields.information) <= filter.grade.information : filter.grade.ungraded)) &&
      (!filter.words || filter.words.split(' ').every((word) => words.some((other) => other.startsWith(word))))
    )
  }

  it('passes what the same words, read slowly over records, pass; newest first; with its timeline', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fields, { minLength: 1, maxLength: 40 }), fc.array(filter, { minLength: 3, maxLength: 8 }), async (all, filters) => {
        const rows = all.map((one) => row(one))
        const { catalogue } = await filled(rows, { indexed: true })
        const end = (one: BaseRow) => (one.fields.when as { to: number } | undefined)?.to ?? -Infinity
        for (const one of filters) {
          const expected = rows.filter((candidate) => passes(candidate.fields, one))
          const { rows: found, total, drawn, regionOnly, countryOnly, noPlace, histogram } = catalogue.select(one)
          const order = rows.map((candidate, at) => ({ candidate, at })).filter(({ candidate }) => expected.includes(candidate)).sort((a, b) => (end(b.candidate) === end(a.candidate) ? 0 : end(b.candidate) - end(a.candidate)) || b.at - a.at)
          expect([...found]).toEqual(order.map(({ at }) => at))
          const precisions = expected.map(({ fields: { place } }) => (place as PlaceValue | undefined)?.precision ?? 'none')
          expect([total, drawn, regionOnly, countryOnly, noPlace]).toEqual([expected.length, precisions.filter((p) => p === 'exact' || p === 'settlement').length, ...['region', 'country', 'none'].map((name) => precisions.filter((p) => p === name).length)])
          const open = rows.filter((candidate) => passes(candidate.fields, one, false) && candidate.fields.when)
          expect(histogram.passing.reduce((sum, n) => sum + n, 0)).toBe(open.length)
          expect(histogram.all.reduce((sum, n) => sum + n, 0) + histogram.undated).toBe(rows.length)
          open.forEach(({ fields: { when } }) => {
            const { from, to } = when as { from: number; to: number }
            const bin = histogram.starts.findLastIndex((start) => start <= (from + to) / 2)
            expect(histogram.passing[bin]).toBeGreaterThan(0)
          })
        }
      }),
      { numRuns: 60 },
    )
  })

  it('keeps its order while rows come and change one by one', async () => {
    const { catalogue, commit } = await filled(Array.from({ length: 200 }, (_, n) => row({ what: `${n}`, when: n % 7 ? on(`2025-0${1 + (n % 9)}-11`) : undefined })))
    catalogue.select({})
    const made: RecordId[] = []
    for (let n = 0; n < 60; n++) {
      const record = n % 3 === 0 ? newRecordId() : n % 3 === 1 ? made.at(-1)! : (idAt(catalogue, (n * 37) % 200) as RecordId)
      if (n % 3 === 0) made.push(record)
      commit([{ record, kind: 'tip', field: 'when', ...(n % 11 !== 5 && { value: on(`2025-${String(1 + (n % 12)).padStart(2, '0')}-2${n % 9}`) }) }, { record, kind: 'tip', field: 'what', value: 'x' }])
      const { rows } = catalogue.select({})
      const { columns, count } = catalogue.table()
      expect([...rows]).toEqual(Array.from({ length: count }, (_, at) => at).sort((a, b) => columns.to[b]! - columns.to[a]! || b - a))
    }
  })
})

describe('sealing', () => {
  it('leaves nothing opened: not in columns that others hold, nor in search, records, history or filters', async () => {
    const rows = [row({ what: 'canary-word', persons: 7, when: on('2026-01-01'), contactName: 'Canary' })]
    const { catalogue, commit } = await filled(rows, { indexed: true })
    commit([{ record: newRecordId(), kind: 'case', field: 'title', value: 'canary-case' }])
    const held = catalogue.table().columns
    const ghosts = catalogue.select({}).rows.length
    expect(ghosts).toBe(1)
    const again = catalogue.index(pause)
    catalogue.clear()
    await again
    for (const column of Object.values(held)) expect(new Uint8Array(column.buffer).every((byte) => byte === 0)).toBe(true)
    expect(catalogue.table().count).toBe(0)
    expect(catalogue.select({}).total).toBe(0)
    expect(await catalogue.search('canary', 5)).toEqual([])
    expect(await catalogue.record(rows[0]!.id)).toBeNull()
    expect(catalogue.recordsOfKind('case')).toEqual([])
    expect(catalogue.history.graph.heads()).toEqual([])
  })
})
