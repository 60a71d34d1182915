import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { KindDeclaration } from '../../shared/model/field.ts'
import { defineKind } from '../../shared/model/field.ts'
import { absentValue, columnSpecs } from '../../shared/model/columns.ts'
import { columnFields } from '../../shared/model/column-values.ts'
import { KINDS } from '../../shared/model/kinds/kinds.ts'
import { coldColumns } from '../../shared/model/payload/cold.ts'
import { encodeChunk } from '../../shared/model/payload/chunk.ts'
import { schemaOf } from '../../shared/model/schema.ts'
import { searchedTexts } from '../../shared/catalogue/value-text.ts'
import { newRecordId } from '../../shared/model/ids.ts'
import { readReference, referenceOf } from '../../shared/model/reference.ts'
import { VOCABULARIES } from '../../shared/model/vocabularies/vocabulary.ts'
import { COUNTRIES } from '../../shared/model/countries.ts'

const texts = (language: string, area: string): Record<string, unknown> => JSON.parse(readFileSync(new URL(`../../resources/locales/${language}/${area}.json`, import.meta.url), 'utf8')) as Record<string, unknown>
const kindsEn = texts('en', 'kinds')
const kindsAr = texts('ar', 'kinds')
const vocabulariesEn = texts('en', 'vocabularies')
const vocabulariesAr = texts('ar', 'vocabularies')
const kinds = Object.values(KINDS) as KindDeclaration[]
const ARABIC = /\p{sc=Arabic}/u

describe('every kind', () => {
  it('has a prefix of its own, a title that it declares and orders that do not collide', () => {
    expect(new Set(kinds.map(({ prefix }) => prefix)).size).toBe(kinds.length)
    for (const kind of kinds) {
      expect(kind.prefix).toMatch(/^[A-Z]{2}$/)
      expect(kind.fields[kind.title], kind.name).toBeDefined()
      for (const part of ['form', 'table'] as const) {
        const orders = Object.values(kind.fields).flatMap((field) => (field[part] ? [field[part].order] : []))
        expect(new Set(orders).size, `${kind.name} ${part}`).toBe(orders.length)
      }
    }
  })

  it('seals what names or reaches a person under identities, and nothing derived is typed or imported', () => {
    for (const kind of kinds) {
      for (const [name, field] of Object.entries(kind.fields)) {
        if (kind.name === 'tip' || kind.name === 'person' || kind.name === 'phone') {
          if (field.sensitivity === 'name' || field.sensitivity === 'contact') expect(field.compartment, `${kind.name}.${name}`).toBe('identities')
        }
        if (field.compartment === 'identities') expect(field.searched ?? false, `${kind.name}.${name}`).toBe(false)
        if (field.compartment === 'geography') expect(['text', 'name', 'phone', 'place', 'span'].includes(field.type) && kind.name === 'tip', `${kind.name}.${name}`).toBe(false)
        if (field.derived) expect(field.form ?? field.importNames).toBeUndefined()
        if ((field.type === 'code' || field.type === 'codes') && !field.vocabulary) expect.fail(`${kind.name}.${name} has no code list`)
      }
    }
  })

  it('has columns wide enough for its code lists, with something to stand for nothing', () => {
    for (const kind of kinds) {
      for (const spec of columnSpecs(kind)) {
        absentValue(kind, spec)
        const field = kind.fields[spec.field]
        if (!field?.vocabulary) continue
        const codes = VOCABULARIES[field.vocabulary].length
        expect(codes, spec.name).toBeLessThanOrEqual(field.type === 'codes' ? { u8: 8, u16: 16, i32: 31, u64: 0, id16: 0 }[spec.type] : 255)
      }
    }
  })

  it('is labelled in English and Arabic, field by field and code by code', () => {
    for (const [texts, isArabic] of [[kindsEn, false], [kindsAr, true]] as const) {
      for (const kind of kinds) {
        const labels = (texts as Record<string, { name: string; plural: string; section?: Record<string, string>; field: Record<string, string> }>)[kind.name]!
        const sections = [...new Set(Object.values(kind.fields).flatMap(({ form }) => (form ? [form.section] : [])))].sort()
        expect(Object.keys(labels.field).sort(), kind.name).toEqual(Object.keys(kind.fields).sort())
        expect(Object.keys(labels.section ?? {}).sort(), kind.name).toEqual(sections)
        for (const label of [labels.name, labels.plural, ...Object.values(labels.field), ...Object.values(labels.section ?? {})]) expect(ARABIC.test(label), label).toBe(isArabic)
      }
    }
    for (const texts of [vocabulariesEn, vocabulariesAr] as Record<string, Record<string, string>>[]) {
      expect(Object.keys(texts).sort()).toEqual(Object.keys(VOCABULARIES).sort())
      for (const [name, codes] of Object.entries(VOCABULARIES)) expect(Object.keys(texts[name]!).sort(), name).toEqual([...codes].sort())
    }
  })
})

describe('a new field', () => {
  it('is one line: columns, cold texts, schema, search and chunks follow from its declaration', () => {
    const before = defineKind({ ...KINDS.tip, name: 'tip', fields: { ...KINDS.tip.fields } })
    const after = defineKind({ ...before, fields: { ...before.fields, escort: { type: 'code', vocabulary: 'personRole', compartment: 'geography', column: 'u8', searched: true, table: { order: 30, width: 80 }, form: { order: 30, section: 'call' }, importNames: ['escort'] } } })
    expect(columnSpecs(after).at(-1)).toEqual({ name: 'escort', field: 'escort', type: 'u8', compartment: 'geography' })
    expect(columnFields(after).map(({ field }) => field)).toContain('escort')
    expect(coldColumns(after).length).toBe(coldColumns(before).length + 1)
    expect(schemaOf(after.fields.escort).safeParse('victim').success).toBe(true)
    expect(schemaOf(after.fields.escort).safeParse('nobody').success).toBe(false)
    expect(searchedTexts(after, { escort: 'witness' })).toEqual(['witness'])
    const bytes = encodeChunk(after, [{ id: newRecordId(), fields: { escort: 'suspect' } }], null).sections.get('geography.hot')!
    expect(new TextDecoder('latin1').decode(bytes)).toContain('"escort"')
  })
})

describe('a reference', () => {
  it('is read back from what people type and say', () => {
    for (let n = 0; n < 200; n++) {
      const id = newRecordId()
      const reference = referenceOf(KINDS.tip, id)
      for (const typed of [reference, reference.toLowerCase(), reference.replaceAll('-', ' '), reference.replaceAll('-', ''), reference.replaceAll('0', 'O').replaceAll('1', 'l')]) {
        expect(readReference(typed), typed).toEqual({ prefix: 'TP', start: id.slice(0, 10) })
      }
    }
    for (const typed of ['TP-4K7Q', 'TP-4K7Q-F3MU', 'lorry', '']) expect(readReference(typed)).toBeNull()
  })

  it('follows the published alphabet', () => {
    // By hand: 08442 is 00001 00001 00010 00010, 10842 four times 00010.
    expect(referenceOf(KINDS.case, `00000fffff${'0'.repeat(22)}` as never)).toBe('CA-0000-ZZZZ')
    expect(referenceOf(KINDS.case, `0844210842${'0'.repeat(22)}` as never)).toBe('CA-1122-2222')
  })
})

describe('the lists that columns index', () => {
  it('keep the beginning that stored vaults were written with', () => {
    expect(COUNTRIES.slice(0, 6)).toEqual(['', 'ABW', 'AFG', 'AGO', 'AIA', 'ALA'])
    expect(COUNTRIES.indexOf('XKX')).toBe(250)
    expect(new Set(COUNTRIES).size).toBe(COUNTRIES.length)
    expect(VOCABULARIES.precision).toEqual(['none', 'exact', 'settlement', 'region', 'country'])
    expect(VOCABULARIES.danger).toEqual(['yes-now', 'possibly', 'no', 'not-known'])
    expect(VOCABULARIES.source.join('')).toBe('not-gradedABCDEF')
  })
})
