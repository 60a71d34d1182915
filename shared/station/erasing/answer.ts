import type { Catalogue } from '../../catalogue/catalogue.ts'
import type { OpenedRecord } from '../../catalogue/whole-records.ts'
import { valueText } from '../../catalogue/value-text.ts'
import { escapeText } from '../../exchange/sealed-page.ts'
import type { Translator } from '../../language.ts'
import type { KindDeclaration } from '../../model/field.ts'
import { kindOf } from '../../model/kinds/kinds.ts'
import { quotesIn } from '../../model/payload/erase-patches.ts'
import type { PlaceValue } from '../../model/place.ts'
import { comparedValues } from './same-person.ts'

/** Who the others are, for an answer that names nobody but the person it is for. */
interface Others { readonly names: readonly string[]; readonly pseudonym: string }

/** Fields that say how the vault keeps a record, and nothing of the person. */
const WITHOUT: ReadonlySet<string> = new Set(['import', 'importRow', 'segment', 'cell', 'month', 'links', 'tips', 'people', 'cases', 'doubts', 'mapping'])
/** What stands for a contact that is not this person's. */
const SOMEBODY = { key: 'erasure.answer.somebody' } as const

/**
 * Everything about one person as markup: the records that a person chose, field by field in words. Other people go by their
 * pseudonyms; contacts of others are left out, and it says so.
 */
export function answerMarkup(catalogue: Catalogue, subject: OpenedRecord, records: readonly OpenedRecord[], station: string, at: number, translator: Translator): string {
  const { translate, formats } = translator
  const own = comparedValues(subject)
  const others: Others[] = catalogue.recordsOfKind('person', true).filter(({ id }) => id !== subject.id).map(({ fields }) => ({
    names: ['name', 'otherNames'].flatMap((field) => (typeof fields[field] === 'string' && fields[field].trim().length >= 3 ? [fields[field]] : [])),
    pseudonym: String(fields['pseudonym'] ?? translate(SOMEBODY)),
  }))
  const say = (text: string) => escapeText(text)
  const parts = records.map((record) => {
    const kind = kindOf(record.kind)!
    const lines = Object.entries(record.fields).flatMap(([field, value]) => {
      const said = WITHOUT.has(field) ? null : inWords(kind, field, value, own, record.id === subject.id, translator)
      return said === null || said === '' ? [] : [`<dt>${say(translate({ key: `kinds.${kind.name}.field.${field}` }))}</dt><dd dir="auto">${say(withPseudonyms(said, others))}</dd>`]
    })
    const { at: first } = record.history[0] ?? { at: 0 }
    return `<h2>${say(translate({ key: 'erasure.answer.record', values: { kind: translate({ key: `kinds.${kind.name}.name` }), reference: record.reference } }))}</h2>${first > 0 ? `<p>${say(translate({ key: 'erasure.answer.since', values: { day: formats.day(first) } }))}</p>` : ''}<dl>${lines.join('')}</dl>`
  })
  return `<h1>${say(translate({ key: 'erasure.answer.title' }))}</h1><p>${say(translate({ key: 'erasure.answer.intro', values: { station, day: formats.day(at) } }))}</p><p>${say(translate({ key: 'erasure.answer.others' }))}</p>${parts.join('')}`
}

function inWords(kind: KindDeclaration, field: string, value: unknown, own: ReadonlySet<string>, isSubject: boolean, { translate, formats }: Translator): string | null {
  const declared = kind.fields[field]
  if (!declared || declared.type === 'object' || declared.type === 'record' || declared.type === 'records') return null
  if (declared.vocabulary) return [value].flat().map((code) => translate({ key: `vocabularies.${declared.vocabulary}.${String(code)}` })).join(', ')
  if (declared.type === 'instant') return formats.day(value as number)
  if (declared.type === 'place') {
    const { name, region, country, at } = value as PlaceValue
    return [name, region, country && translate({ key: `geo.country.${country}` }), at && `${at[1]}, ${at[0]}`].filter((part) => part !== undefined).join(', ')
  }
  const text = valueText(declared, value)
  const isContact = declared.sensitivity === 'contact' || declared.sensitivity === 'name'
  return isContact && !isSubject && ![...comparedValues({ kind: kind.name, fields: { [field]: value } })].some((key) => own.has(key)) ? translate(SOMEBODY) : text
}

/** A text in which nobody else is named: where one is, the whole name gives way to the pseudonym. */
function withPseudonyms(text: string, others: readonly Others[]): string {
  let said = text
  for (const { names, pseudonym } of others) {
    for (const name of names) {
      const parts = name.trim().split(/[\s,]+/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      said = said.replace(new RegExp(`(?<![\\p{L}\\p{N}])${parts.join('[\\s,]+')}(?![\\p{L}\\p{N}])`, 'giu'), pseudonym)
      // Written otherwise than it is known (accents, letters of another spelling), the sentence goes rather than the name stays.
      if (quotesIn([name])(said)) said = said.split(/(?<=[.!?؟\n])/u).map((sentence) => (quotesIn([name])(sentence) ? `[${pseudonym}]` : sentence)).join('')
    }
  }
  return said
}
