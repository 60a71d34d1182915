import type { RecordId } from '../../../shared/model/change.ts'
import { isSealedValue, type FieldDeclaration } from '../../../shared/model/field.ts'
import { languageName, LANGUAGES } from '../../../shared/model/languages.ts'
import type { PlaceValue } from '../../../shared/model/place.ts'
import { hasText, useFormats, useLanguage, useSay, type Formats, type Say } from '../../session/language.ts'
import { PrecisionSign } from '../signs.tsx'
import { SealedSign } from './sealed-sign.tsx'
import { spanText, type Span } from './span-field.tsx'

/** A value of a field in words, as its declaration says it is, for side by side; what it has none for is said to be not set. */
export function fieldText(declaration: FieldDeclaration, value: unknown, say: Say, formats: Formats, language: string): string {
  if (value === undefined || value === null || value === '') return say('tips.field.not-set')
  const code = (each: unknown) => (hasText(`vocabularies.${declaration.vocabulary}.${each}`) ? say(`vocabularies.${declaration.vocabulary}.${each}`) : String(each))
  switch (declaration.type) {
    case 'code':
      return code(value)
    case 'codes':
      return formats.names((value as readonly unknown[]).map(code))
    case 'records':
      return say('conflicts.linked', { count: (value as readonly unknown[]).length })
    case 'number':
      return formats.number(value as number)
    case 'flag':
      return say(value === true ? 'conflicts.yes' : 'conflicts.no')
    case 'instant':
      return formats.date(value as number, { dateStyle: 'medium', timeStyle: 'short' })
    case 'span': {
      const { words, from, to } = value as Span
      return words ? `${words} (${spanText({ from, to }, formats)})` : spanText({ from, to }, formats)
    }
    case 'place': {
      const { name, country, at } = value as PlaceValue
      const point = at && !name ? `${formats.number(at[1], { maximumFractionDigits: 4 })}, ${formats.number(at[0], { maximumFractionDigits: 4 })}` : undefined
      return formats.names([name ?? point, country && formats.country(country)].filter((part): part is string => part !== undefined && part !== ''))
    }
    case 'text':
      return declaration.named === 'language' && LANGUAGES.includes(value as string) ? languageName(value as string, language) : String(value)
    default:
      return typeof value === 'object' ? JSON.stringify(value) : String(value)
  }
}

/** A value to read; of one that says who somebody is, the sign, which opens by a reason. `record`: the one that the field is opened of. */
export function FieldValue({ record, field, declaration, value, label }: { readonly record: RecordId; readonly field: string; readonly declaration: FieldDeclaration; readonly value: unknown; readonly label: string }) {
  if (!isSealedValue(value)) return <OpenValue declaration={declaration} value={value} />
  return (
    <SealedSign key={value.sealed} record={record} field={field} label={label} token={value.sealed}>
      {(opened) => <OpenValue declaration={declaration} value={opened} />}
    </SealedSign>
  )
}

function OpenValue({ declaration, value }: { readonly declaration: FieldDeclaration; readonly value: unknown }) {
  const say = useSay()
  const formats = useFormats()
  const language = useLanguage((state) => state.language)
  const empty = value === undefined || value === null || value === ''
  return (
    <span className={empty ? 'field-value muted' : 'field-value'} dir="auto">
      {declaration.type === 'place' && !empty && <PrecisionSign precision={(value as PlaceValue).precision} />} {fieldText(declaration, value, say, formats, language)}
    </span>
  )
}
