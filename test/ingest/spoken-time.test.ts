import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { spokenTime } from '../../shared/ingest/spoken-time.ts'

// Wednesday 20 March 2024, 15:30 in Niamey (UTC+1, no summer time).
const ZONE = 'Africa/Niamey'
const NOW = Date.UTC(2024, 2, 20, 14, 30) / 1000
const local = (text: string) => Date.parse(`${text}:00+01:00`) / 1000

/** Words, first minute, last minute (`now`: until the call). */
const ENGLISH: readonly (readonly [string, string, string])[] = [
  ['today', '2024-03-20T00:00', 'now'],
  ['yesterday', '2024-03-19T00:00', '2024-03-19T23:59'],
  ['Yesterday morning', '2024-03-19T05:00', '2024-03-19T11:59'],
  ['yesterday in the evening', '2024-03-19T17:00', '2024-03-19T21:59'],
  ['the day before yesterday', '2024-03-18T00:00', '2024-03-18T23:59'],
  ['last night', '2024-03-19T18:00', '2024-03-20T05:59'],
  ['last night around 2am', '2024-03-20T01:30', '2024-03-20T02:30'],
  ['two nights ago', '2024-03-18T18:00', '2024-03-19T05:59'],
  ['two nights ago after dark', '2024-03-18T18:00', '2024-03-19T05:59'],
  ['3 days ago', '2024-03-17T00:00', '2024-03-17T23:59'],
  ['three days ago, in the morning', '2024-03-17T05:00', '2024-03-17T11:59'],
  ['about 3 days ago', '2024-03-16T00:00', '2024-03-18T23:59'],
  ['a few days ago', '2024-03-15T00:00', '2024-03-18T23:59'],
  ['a week ago', '2024-03-10T00:00', '2024-03-16T23:59'],
  ['two months ago', '2024-01-01T00:00', '2024-01-31T23:59'],
  ['last Friday', '2024-03-15T00:00', '2024-03-15T23:59'],
  ['on Friday night', '2024-03-15T18:00', '2024-03-16T05:59'],
  ['Wednesday', '2024-03-13T00:00', '2024-03-13T23:59'],
  ['last week', '2024-03-11T00:00', '2024-03-17T23:59'],
  ['this week', '2024-03-18T00:00', 'now'],
  ['at the weekend', '2024-03-16T00:00', '2024-03-17T23:59'],
  ['last month', '2024-02-01T00:00', '2024-02-29T23:59'],
  ['in March', '2024-03-01T00:00', 'now'],
  ['in May', '2023-05-01T00:00', '2023-05-31T23:59'],
  ['last week of February', '2024-02-23T00:00', '2024-02-29T23:59'],
  ['in the first week of January 2023', '2023-01-01T00:00', '2023-01-07T23:59'],
  ['late January', '2024-01-21T00:00', '2024-01-31T23:59'],
  ['12 March', '2024-03-12T00:00', '2024-03-12T23:59'],
  ['on the 5th of April 2023', '2023-04-05T00:00', '2023-04-05T23:59'],
  ['March 3rd at 14:00', '2024-03-03T14:00', '2024-03-03T14:00'],
  ['on the 25th', '2024-02-25T00:00', '2024-02-25T23:59'],
  ['12/03/2024', '2024-03-12T00:00', '2024-03-12T23:59'],
  ['2024-03-12', '2024-03-12T00:00', '2024-03-12T23:59'],
  ['in 2022', '2022-01-01T00:00', '2022-12-31T23:59'],
  ['since Tuesday', '2024-03-19T00:00', 'now'],
  ['since January', '2024-01-01T00:00', 'now'],
  ['for three days', '2024-03-17T00:00', 'now'],
  ['in the last two weeks', '2024-03-06T00:00', 'now'],
  ['around 14:00', '2024-03-20T13:30', '2024-03-20T14:30'],
  ['around 16:00', '2024-03-19T15:30', '2024-03-19T16:30'],
  ['yesterday at 2 pm', '2024-03-19T14:00', '2024-03-19T14:00'],
  ['yesterday at 3 in the afternoon', '2024-03-19T15:00', '2024-03-19T15:00'],
  ['yesterday between 2 and 4 pm', '2024-03-19T14:00', '2024-03-19T15:59'],
  ['this morning', '2024-03-20T05:00', '2024-03-20T11:59'],
  ['two hours ago', '2024-03-20T13:00', '2024-03-20T14:00'],
  ['tomorrow', '2024-03-21T00:00', '2024-03-21T23:59'],
  ['tonight', '2024-03-20T18:00', '2024-03-21T05:59'],
]

const ARABIC: typeof ENGLISH = [
  ['اليوم', '2024-03-20T00:00', 'now'],
  ['أمس', '2024-03-19T00:00', '2024-03-19T23:59'],
  ['البارحة', '2024-03-19T00:00', '2024-03-19T23:59'],
  ['أمس صباحًا', '2024-03-19T05:00', '2024-03-19T11:59'],
  ['أول أمس', '2024-03-18T00:00', '2024-03-18T23:59'],
  ['الليلة الماضية', '2024-03-19T18:00', '2024-03-20T05:59'],
  ['قبل ليلتين', '2024-03-18T18:00', '2024-03-19T05:59'],
  ['قبل ليلتين بعد حلول الظلام', '2024-03-18T18:00', '2024-03-19T05:59'],
  ['منذ ثلاثة أيام', '2024-03-17T00:00', '2024-03-17T23:59'],
  ['قبل ٣ أيام', '2024-03-17T00:00', '2024-03-17T23:59'],
  ['منذ يومين', '2024-03-18T00:00', '2024-03-18T23:59'],
  ['قبل أسبوع', '2024-03-10T00:00', '2024-03-16T23:59'],
  ['يوم الجمعة الماضي', '2024-03-15T00:00', '2024-03-15T23:59'],
  ['منذ الثلاثاء', '2024-03-19T00:00', 'now'],
  ['الأسبوع الماضي', '2024-03-11T00:00', '2024-03-17T23:59'],
  ['الشهر الماضي', '2024-02-01T00:00', '2024-02-29T23:59'],
  ['في مارس', '2024-03-01T00:00', 'now'],
  ['شهر آذار', '2024-03-01T00:00', 'now'],
  ['١٢ مارس', '2024-03-12T00:00', '2024-03-12T23:59'],
  ['أمس الساعة ٣ عصرًا', '2024-03-19T15:00', '2024-03-19T15:00'],
  ['حوالي الساعة 14:00', '2024-03-20T13:30', '2024-03-20T14:30'],
]

describe('a time in the caller’s words', () => {
  it.each([...ENGLISH, ...ARABIC])('"%s"', (words, from, to) => {
    const span = spokenTime(words, NOW, ZONE)
    expect(span && { from: new Date(span.from * 1000 + 3_600_000).toISOString().slice(0, 16), to: span.to === NOW ? 'now' : new Date(span.to * 1000 + 3_600_000).toISOString().slice(0, 16) }).toEqual({ from, to })
    expect(span!.from % 60).toBe(NOW % 60)
    if (to !== 'now') expect(span!.from).toBe(local(from))
  })

  it.each(['', 'when the moon was full', 'not yesterday', 'before Ramadan', 'yesterday near the river', '45 March', 'at 25:00 yesterday', 'Friday and Saturday', 'yesterday morning at 16:00', 'قبل رمضان', 'عند النهر'])('"%s" is not understood, and says so', (words) => {
    expect(spokenTime(words, NOW, ZONE)).toBeNull()
  })

  it('is seen from the caller’s clock, not from Greenwich', () => {
    // 23:30 on the 19th in New York is already the 20th in UTC.
    const late = Date.UTC(2024, 2, 20, 3, 30) / 1000
    expect(spokenTime('yesterday', late, 'America/New_York')).toEqual({ from: Date.UTC(2024, 2, 18, 4) / 1000, to: Date.UTC(2024, 2, 19, 4) / 1000 - 1 })
  })

  it('a day on which clocks change is as long as it was', () => {
    // 31 March 2024 had 23 hours in Rome.
    const after = Date.UTC(2024, 3, 1, 10) / 1000
    const span = spokenTime('yesterday', after, 'Europe/Rome')!
    expect(span.to + 1 - span.from).toBe(23 * 3600)
  })

  it('whatever is said, a span runs forward', () => {
    const words = fc.array(fc.constantFrom('two', '3', 'nights', 'days', 'ago', 'last', 'Friday', 'since', 'around', '14:00', 'at', '5', 'pm', 'yesterday', 'morning', 'night', 'in', 'March', '2023', 'week', 'early', 'the', '12th', 'before', 'after', 'dark', 'midnight', 'tonight'), { maxLength: 6 })
    fc.assert(fc.property(words, fc.integer({ min: 1_600_000_000, max: 1_900_000_000 }), (list, now) => {
      const span = spokenTime(list.join(' '), now, 'Africa/Tripoli')
      if (span) expect(span.from).toBeLessThanOrEqual(span.to)
    }), { numRuns: 2000 })
  })
})
