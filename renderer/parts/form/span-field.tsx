import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react'
import { useFormats, useSay, type Formats } from '../../session/language.ts'
import { Settled } from '../settled.tsx'
import { readSpoken } from './spoken.ts'

export interface Span {
  readonly words: string
  readonly from: number
  readonly to: number
}

const DAY = 86_400

/** A span as it is shown: whole days (counted in UTC, as files give them) as days, else with this station's clock. */
export function spanText(span: { readonly from: number; readonly to: number }, formats: Formats): string {
  // Columns keep whole minutes: a day ends at 23:59, or at 23:59:59 in the record.
  const whole = span.from % DAY === 0 && (Math.floor(span.to / 60) + 1) % (DAY / 60) === 0
  const day = { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' } as const
  return formats.range(span.from, span.to, whole ? { ...day, timeZone: 'UTC' } : { ...day, hour: '2-digit', minute: '2-digit' })
}

/** When it happened, in the words that were used, with the span they are taken to mean. */
export function SpanField({ label, value, onCommit }: { readonly label: string; readonly value: Span | undefined; readonly onCommit: (value: Span | undefined) => void }) {
  const say = useSay()
  const formats = useFormats()
  const id = useId()
  const kept = value ? value.words || spanText(value, formats) : ''
  const [typed, setTyped] = useState(kept)
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => setTyped(kept), [kept])
  const words = typed.trim()
  const meant = words === kept.trim() ? (value ?? null) : readSpoken(words)
  const said = words === '' ? '' : meant ? (words === kept.trim() && !value?.words ? '' : spanText(meant, formats)) : say('tips.when.not-understood')
  const commit = () => {
    if (words === kept.trim()) return
    if (words === '') onCommit(undefined)
    else if (meant) onCommit({ words, from: meant.from, to: meant.to })
  }
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Enter') {
      event.preventDefault()
      commit()
    } else if (event.key === 'Escape' && typed !== kept) {
      event.preventDefault()
      event.stopPropagation()
      setTyped(kept)
    }
  }
  return (
    <div className="form-field">
      <label htmlFor={id}>{label}</label>
      <div>
        <input ref={input} id={id} className="input in-place" type="text" autoComplete="off" spellCheck={false} dir="auto" value={typed} aria-invalid={(words !== '' && !meant) || undefined} aria-describedby={`${id}-meant`} onChange={(event) => setTyped(event.target.value)} onBlur={commit} onKeyDown={onKey} />
        <p id={`${id}-meant`} className="form-span">
          {said}
        </p>
        <Settled words={words === kept.trim() ? '' : said} />
      </div>
    </div>
  )
}
