import type { OpenedRecord } from '../../../shared/station/station.ts'
import { Button } from '../../parts/button.tsx'
import { useFormats, useSay, type Formats, type Say } from '../../session/language.ts'

/** Fields of which two values were kept: both, who set each and when, and a way to choose. */
export function Conflicts({ record, onChoose }: { readonly record: OpenedRecord; readonly onChoose: (field: string, value: unknown) => void }) {
  const say = useSay()
  const formats = useFormats()
  const fields = Object.entries(record.conflicts)
  if (fields.length === 0) return null
  return (
    <section className="conflicts">
      <h3>{say('tips.conflict.title')}</h3>
      <p className="soft">{say('tips.conflict.says')}</p>
      {fields.map(([field, values]) => (
        <div key={field}>
          <h4>{say(`kinds.${record.kind}.field.${field}`)}</h4>
          <ul>
            {values.map((each) => (
              <li key={`${each.account}-${each.at}`}>
                <p dir="auto">{valueText(each.value, say, formats)}</p>
                <small>
                  {each.account}, {formats.date(each.at, { dateStyle: 'medium', timeStyle: 'short' })}
                </small>
                <Button small named={say('tips.conflict.keep-named', { value: valueText(each.value, say, formats) })} onClick={() => onChoose(field, each.value)}>
                  {say('tips.conflict.keep')}
                </Button>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  )
}

/** A value of any field in words, for side by side. */
export function valueText(value: unknown, say: Say, formats: Formats): string {
  if (value === undefined || value === null) return say('tips.field.not-set')
  if (typeof value === 'number') return formats.number(value)
  if (Array.isArray(value)) return formats.names(value.map(String))
  if (typeof value === 'object') {
    if ('name' in value && typeof value.name === 'string') return value.name
    if ('words' in value && typeof value.words === 'string') return value.words
    return JSON.stringify(value)
  }
  return String(value)
}
