/**
 * A file of invented tips about the borders of Niger, Libya, Chad and Algeria, made anew from a fixed seed, with
 * everything in it that an import must account for. What is in it is told beside it, so that a test's numbers
 * come from here and not from the program.
 */
export interface TipsFile {
  readonly name: string
  readonly csv: string
  readonly read: number
  readonly kept: number
  readonly refusals: readonly { readonly row: number; readonly field: string; readonly value: string; readonly reason: RegExp }[]
  readonly duplicates: number
  readonly sameIdOtherContent: number
  /** Known only to their country; without any place; with a point. */
  readonly countryOnly: number
  readonly noPlace: number
  readonly placed: number
  /** Rows in the planted cluster at the crossing of Tummo, on the border of Niger and Libya. */
  readonly planted: number
  readonly arabic: number
  /** Names of people who reported, which no briefing may hold. */
  readonly reporters: readonly string[]
}

const COLUMNS = ['id', 'date', 'latitude', 'longitude', 'place', 'country', 'what', 'phone', 'reporter'] as const
type Row = Partial<Record<(typeof COLUMNS)[number], string>>

const SAID = ['A lorry with men in the back', 'Water sold at the crossing', 'Papers kept by an employer', 'Boys moved between quarters', 'A convoy at night, no lights', 'Wages owed for seven months']
const ARABIC = 'شاحنة فيها رجال عبرت ليلًا'
const REPORTERS = ['Halima Ounissi', 'Moussa Adamou', 'خديجة بن يوسف']
/** Roughly where the borders of Niger, Libya, Chad, Algeria and Nigeria run (longitude, latitude). */
const BORDERS = [
  [[3.3, 19.1], [5.8, 19.5], [11.9, 23.5]], [[11.9, 23.5], [14.2, 22.6], [15, 23]], [[15, 23], [15.6, 20.7], [15.3, 17.9], [13.6, 14.4]],
  [[15, 23], [23.9, 19.5]], [[13.5, 13.7], [9, 12.8], [5, 13.7], [3.7, 12]], [[11.9, 23.5], [9.4, 26.4], [9.9, 28], [9.5, 30.2]],
] as const
const TUMMO = { lat: 22.64, lon: 14.12 }

/** Numbers in [0, 1) out of a seed (mulberry32): the same file in every run. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

const cell = (text = '') => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

/** `spread` tips along the borders and 200 at one crossing; `word` is put into one of them. */
export function tipsFile(word: string, spread = 2200): TipsFile {
  const random = seeded(20260614)
  const digits = (value: number) => value.toFixed(5)
  const day = () => new Date(Date.UTC(2025, 0, 1) + Math.floor(random() * 500) * 86_400_000).toISOString().slice(0, 10)
  const rows: Row[] = []
  const put = (row: Row) => rows.push({ id: `F-${rows.length + 1}`, date: day(), what: SAID[rows.length % SAID.length]!, ...row })
  const planted = 200
  const nearBorder = () => {
    const border = BORDERS[Math.floor(random() * BORDERS.length)]!
    const piece = Math.floor(random() * (border.length - 1))
    const [[lon, lat], [toLon, toLat], along] = [border[piece]!, border[piece + 1]!, random()]
    return { longitude: digits(lon + (toLon - lon) * along + (random() - 0.5) * 0.6), latitude: digits(lat + (toLat - lat) * along + (random() - 0.5) * 0.6) }
  }
  for (let at = 0; at < spread; at++) put({ ...nearBorder(), ...(at % 70 === 0 && { phone: `+2279${String(1_000_000 + at).padStart(7, '0')}`, reporter: REPORTERS[(at / 70) % REPORTERS.length]! }) })
  for (let at = 0; at < planted; at++) put({ latitude: digits(TUMMO.lat + (random() - 0.5) * 0.2), longitude: digits(TUMMO.lon + (random() - 0.5) * 0.2) })
  const arabic = 40
  for (let at = 0; at < arabic; at++) put({ ...nearBorder(), what: `${ARABIC} ${at + 1}` })
  put({ latitude: '16.97431', longitude: '7.99112', what: `Seen "twice", said ${word}` })
  const placed = rows.length
  const countryOnly = 12
  for (let at = 0; at < countryOnly; at++) put({ country: 'Niger' })
  const noPlace = 8
  for (let at = 0; at < noPlace; at++) put({})
  const kept = rows.length + 2

  const refusals = [
    { bad: { latitude: '99.5000', longitude: '400.2000' }, field: 'latitude', value: '99.5000', reason: /No place has such coordinates/ },
    { bad: { latitude: '20.12345', longitude: '10.12345', date: '2025-02-31' }, field: 'date', value: '2025-02-31', reason: /no such date/ },
    { bad: { latitude: '20.12345', longitude: '1e999' }, field: 'longitude', value: '1e999', reason: /not a finite number/ },
  ].map(({ bad, ...told }) => {
    put(bad)
    // Row 1 is the header.
    return { row: rows.length + 1, ...told }
  })
  const duplicates = 5
  for (let at = 0; at < duplicates; at++) rows.push(rows[at * 11]!)
  const sameIdOtherContent = 2
  for (let at = 0; at < sameIdOtherContent; at++) put({ id: `F-${at + 3}`, latitude: digits(18 + random()), longitude: digits(8 + random()), what: 'Another account of it' })

  const csv = `${[COLUMNS.join(','), ...rows.map((row) => COLUMNS.map((column) => cell(row[column])).join(','))].join('\r\n')}\r\n`
  return { name: 'tips-of-spring.csv', csv, read: rows.length, kept, refusals, duplicates, sameIdOtherContent, countryOnly, noPlace, placed: placed + sameIdOtherContent, planted, arabic, reporters: REPORTERS }
}
