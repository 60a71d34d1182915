import { useEffect, useId, useState } from 'react'
import { readDate } from '../../../shared/ingest/dates.ts'
import { plainDigits } from '../../../shared/ingest/number-text.ts'
import { useFormats, useSay } from '../../session/language.ts'

/** Seconds since epoch, UTC, both ends included. */
export interface Days {
  readonly from: number
  readonly to: number
}

const WHOLE = /^\d{4}-\d{2}-\d{2}$/
const DAY: Intl.DateTimeFormatOptions = { weekday: 'short', day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }

/** The days that a written date means (2026-06-14, 14/6/2026, June 2026, in either kind of digits); null where it is none. */
export function readDays(written: string): Days | null {
  const read = readDate(plainDigits(written.trim()), 'dmy')
  return read === null || read === 'impossible' ? null : { from: read.from, to: read.to }
}

/**
 * A day of the filter, typed: the format is said, the same in every language, and what is meant is said back in this one.
 * A whole date filters at once, a shorter one with Enter or when the field is left: its year alone would be a date as well.
 */
export function DayField({ label, value, onDay }: { readonly label: string; readonly value: string; readonly onDay: (day: Days | null) => void }) {
  const say = useSay()
  const formats = useFormats()
  const id = useId()
  const [typed, setTyped] = useState(value)
  useEffect(() => setTyped(value), [value])
  const meant = typed.trim() === '' ? null : readDays(typed)
  const unread = typed.trim() !== '' && meant === null
  const keep = () => {
    if (typed !== value && !unread) onDay(meant)
  }
  return (
    <>
      <label className="field-row">
        <span>{label}</span>
        <input
          className="input"
          type="text"
          dir="ltr"
          autoComplete="off"
          spellCheck={false}
          placeholder="2026-06-14"
          aria-invalid={unread}
          aria-describedby={`${id}-meant`}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value)
            const days = WHOLE.test(plainDigits(event.target.value)) ? readDays(event.target.value) : null
            if (days) onDay(days)
          }}
          onBlur={keep}
          onKeyDown={(event) => event.key === 'Enter' && keep()}
        />
      </label>
      <small id={`${id}-meant`} className="muted day-meant">
        {meant ? formats.range(meant.from, meant.to, DAY) : say(unread ? 'app.filter.period-unread' : 'app.filter.period-format')}
      </small>
    </>
  )
}
