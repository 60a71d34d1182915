import { expect, test } from 'vitest'
import { checkLocales, parseTexts } from './locales.ts'

const english = { ingest: { refused: { endless: 'Row {{row}}: no end', missing: 'Row {{row}}' }, rows_one: '{{count}} row', rows_other: '{{count}} rows' } }
const arabic = { ingest: { refused: { endless: 'الصف {{row}}: بلا نهاية', missing: 'الصف {{row}}' }, rows_zero: 'لا صفوف', rows_one: 'صف واحد', rows_two: 'صفان', rows_few: '{{count}} صفوف', rows_many: '{{count}} صفًا', rows_other: '{{count}} صف' } }
const check = (en: object, ar: object, text = '') => checkLocales({ en: parseTexts(en as never), ar: parseTexts(ar as never) }, [{ file: 'screen.tsx', text }])

test('whole texts in both languages are left alone', () => {
  expect(check(english, arabic, "say('ingest.rows', { count: 2 }); const m = { key: `ingest.refused.${code}` }; import x from './ingest.thing.ts'")).toEqual([])
})

test('a text that one language lacks is found', () => {
  const { missing: _, ...refused } = arabic.ingest.refused
  expect(check(english, { ingest: { ...arabic.ingest, refused } })).toEqual(['ar: ingest.refused.missing has no text'])
})

test('a placeholder that differs is found', () => {
  expect(check(english, { ingest: { ...arabic.ingest, refused: { ...arabic.ingest.refused, endless: 'الصف {{line}}' } } })).toEqual(['ingest.refused.endless is filled differently: en row; ar line'])
})

test('a plural form that Arabic counts with and a file lacks is found', () => {
  const { rows_few: _, ...rest } = arabic.ingest
  expect(check(english, { ingest: rest })).toEqual(['ar: ingest.rows lacks its plural few'])
})

test('an empty text is found', () => {
  expect(check({ a: { b: ' ' } }, { a: { b: 'ب' } })).toEqual(['en: a.b is empty'])
})

test.each([
  ["say('ingest.refused.gone')", 'ingest.refused.gone'],
  ["const m = { key: worse ? 'nowhere.at-all' : 'ingest.rows' }", 'nowhere.at-all'],
  ['const m = { key: `ingest.doubts.${code}` }', 'ingest.doubts.…'],
  ["const label = 'ingest.loose'", 'ingest.loose'],
])('a key without a text is found: %s', (text, key) => {
  expect(check(english, arabic, text)).toEqual([`en: ${key} has no text (screen.tsx:1)`, `ar: ${key} has no text (screen.tsx:1)`])
})
