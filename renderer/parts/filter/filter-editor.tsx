import { useId, useState } from 'react'
import { OPEN_END, OPEN_START, type Filter } from '../../../shared/catalogue/filter.ts'
import { COUNTRIES } from '../../../shared/model/countries.ts'
import { VOCABULARIES, type VocabularyName } from '../../../shared/model/vocabularies/vocabulary.ts'
import { useFormats, useSay } from '../../session/language.ts'
import { usePassing } from '../../session/selection.ts'
import { useLoaded } from '../../session/loaded.ts'
import { useStation } from '../../session/station.ts'
import { useVault } from '../../session/vault.ts'
import { useView } from '../../session/view.ts'
import { Button } from '../button.tsx'
import { PrecisionSign } from '../signs.tsx'
import { DayField } from './day-field.tsx'
import type { FilterName } from './describe.ts'

/** Days that a press chooses at once. */
const QUICK_DAYS = [7, 30]
const QUICK_MONTHS = [3, 12]
const DAY_SECONDS = 86_400

/** The panel in which one filter is set. What is chosen holds at once, in every view. */
export function FilterEditor({ name }: { readonly name: FilterName }) {
  switch (name) {
    case 'period':
      return <PeriodEditor />
    case 'countries':
      return <CountryEditor />
    case 'grade':
      return <GradeEditor />
    case 'precision':
      return <PrecisionEditor />
    case 'channels':
      return <CodesEditor filter="channels" vocabulary="channel" />
    case 'surfaced':
      return <CodesEditor filter="surfaced" vocabulary="surfaced" />
    case 'forms':
      return <CodesEditor filter="forms" vocabulary="form" />
    case 'statuses':
      return <CodesEditor filter="statuses" vocabulary="status" />
    case 'bothKept':
      return <BothKeptEditor />
    case 'words':
      return <WordsEditor />
  }
}

const isoDay = (seconds: number) => new Date(seconds * 1000).toISOString().slice(0, 10)
function PeriodEditor() {
  const say = useSay()
  const { filter, setFilter } = useView()
  const { from, to } = filter.period ?? { from: OPEN_START, to: OPEN_END }
  const set = (start: number, end: number) => setFilter({ period: start <= OPEN_START && end >= OPEN_END ? undefined : { from: Math.min(start, end), to: Math.max(start, end) } })
  const last = usePassing((state) => state.selection?.histogram.starts.at(-1))
  const now = Math.max(Date.now() / 1000, last ?? 0)
  const today = Math.floor(now / DAY_SECONDS) * DAY_SECONDS
  const endOfToday = today + DAY_SECONDS - 1
  const monthsBack = (months: number) => {
    const date = new Date(today * 1000)
    return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - months, date.getUTCDate() + 1) / 1000
  }
  return (
    <>
      <DayField label={say('app.filter.period-from')} value={from <= OPEN_START ? '' : isoDay(from)} onDay={(day) => set(day?.from ?? OPEN_START, to)} />
      <DayField label={say('app.filter.period-to')} value={to >= OPEN_END ? '' : isoDay(to)} onDay={(day) => set(from, day?.to ?? OPEN_END)} />
      <div className="quick">
        {QUICK_DAYS.map((days) => (
          <Button key={days} small onClick={() => set(today - (days - 1) * DAY_SECONDS, endOfToday)}>
            {say('app.filter.period-days', { count: days })}
          </Button>
        ))}
        {QUICK_MONTHS.map((months) => (
          <Button key={months} small onClick={() => set(monthsBack(months), endOfToday)}>
            {say('app.filter.period-months', { count: months })}
          </Button>
        ))}
      </div>
    </>
  )
}

/** Tips by country among those that the other filters let pass, most first. */
function useCountryCounts(): readonly { readonly code: string; readonly count: number }[] {
  const station = useStation()
  const filter = useView((state) => state.filter)
  const version = useVault((state) => state.rows)
  const { countries: _own, ...others } = filter
  const { value } = useLoaded(async () => {
    const [{ columns }, { rows }] = await Promise.all([station.table(), station.select(others)])
    const counts = new Uint32Array(COUNTRIES.length)
    for (const row of rows) counts[columns.country[row]!]!++
    return [...counts].map((count, index) => ({ code: COUNTRIES[index]!, count })).filter(({ code, count }) => code !== '' && count > 0).sort((one, other) => other.count - one.count)
  }, [station, version, JSON.stringify(others)])
  return value ?? []
}

function CountryEditor() {
  const say = useSay()
  const formats = useFormats()
  const { filter, setFilter } = useView()
  const counts = useCountryCounts()
  const [typed, setTyped] = useState('')
  const chosen = new Set(filter.countries)
  const toggle = (code: string) => {
    if (!chosen.delete(code)) chosen.add(code)
    setFilter({ countries: [...chosen] })
  }
  const named = counts.map((each) => ({ ...each, name: formats.country(each.code) })).filter(({ name, code }) => name.toLocaleLowerCase().includes(typed.trim().toLocaleLowerCase()) || code === typed.trim().toUpperCase())
  return (
    <>
      <label className="field-row">
        <span>{say('app.filter.countries-find')}</span>
        <input className="input" type="text" autoComplete="off" spellCheck={false} value={typed} onChange={(event) => setTyped(event.target.value)} />
      </label>
      {counts.length === 0 && <p>{say('app.filter.countries-none')}</p>}
      {named.map(({ code, name, count }) => (
        <label key={code} className="check-row">
          <input type="checkbox" autoComplete="off" checked={chosen.has(code)} onChange={() => toggle(code)} />
          {name}
          <small>{formats.number(count)}</small>
        </label>
      ))}
    </>
  )
}

function GradeEditor() {
  const say = useSay()
  const { filter, setFilter } = useView()
  const grade = filter.grade ?? { source: 'F' as const, information: 6 as const, ungraded: true }
  const set = (change: Partial<NonNullable<Filter['grade']>>) => setFilter({ grade: { ...grade, ...change } })
  return (
    <>
      <label className="field-row">
        <span>{say('app.filter.grade-source')}</span>
        <select className="input" autoComplete="off" value={grade.source} onChange={(event) => set({ source: event.target.value as typeof grade.source })}>
          {VOCABULARIES.source.slice(1).map((code) => (
            <option key={code} value={code}>{`${code} · ${say(`vocabularies.source.${code}`)}`}</option>
          ))}
        </select>
      </label>
      <label className="field-row">
        <span>{say('app.filter.grade-information')}</span>
        <select className="input" autoComplete="off" value={grade.information} onChange={(event) => set({ information: Number(event.target.value) as typeof grade.information })}>
          {VOCABULARIES.information.slice(1).map((code) => (
            <option key={code} value={code}>{`${code} · ${say(`vocabularies.information.${code}`)}`}</option>
          ))}
        </select>
      </label>
      <label className="check-row">
        <input type="checkbox" autoComplete="off" checked={grade.ungraded} onChange={(event) => set({ ungraded: event.target.checked })} />
        {say('app.filter.grade-ungraded')}
      </label>
    </>
  )
}

function PrecisionEditor() {
  const say = useSay()
  const group = useId()
  const { filter, setFilter } = useView()
  return (
    <div role="radiogroup" aria-label={say('app.filter.precision')}>
      {VOCABULARIES.precision.slice(1).map((code) => (
        <label key={code} className="check-row">
          <input type="radio" name={group} autoComplete="off" checked={filter.precision === code} onChange={() => setFilter({ precision: code })} />
          <PrecisionSign precision={code} named={false} />
          {code === 'exact' ? say('app.filter.precision-exact') : say('app.filter.precision-or-finer', { precision: say(`vocabularies.precision.${code}`) })}
        </label>
      ))}
    </div>
  )
}

type CodesFilter = 'channels' | 'surfaced' | 'forms' | 'statuses'

function CodesEditor({ filter: name, vocabulary }: { readonly filter: CodesFilter; readonly vocabulary: VocabularyName }) {
  const say = useSay()
  const { filter, setFilter } = useView()
  const chosen = new Set<string>(filter[name])
  const toggle = (code: string) => {
    if (!chosen.delete(code)) chosen.add(code)
    setFilter({ [name]: VOCABULARIES[vocabulary].filter((each) => chosen.has(each)) })
  }
  return VOCABULARIES[vocabulary].map((code) => (
    <label key={code} className="check-row">
      <input type="checkbox" autoComplete="off" checked={chosen.has(code)} onChange={() => toggle(code)} />
      {say(`vocabularies.${vocabulary}.${code}`)}
    </label>
  ))
}

function BothKeptEditor() {
  const say = useSay()
  const { filter, setFilter } = useView()
  const count = useVault((state) => state.status?.conflicts ?? 0)
  return (
    <>
      <label className="check-row">
        <input type="checkbox" autoComplete="off" checked={filter.bothKept === true} onChange={(event) => setFilter({ bothKept: event.target.checked || undefined })} />
        {say('conflicts.filter-only')}
      </label>
      <p className="muted">{say('conflicts.filter-count', { count })}</p>
    </>
  )
}

function WordsEditor() {
  const say = useSay()
  const { filter, setFilter } = useView()
  return (
    <label className="field-row">
      <span>{say('app.filter.words-hint')}</span>
      <input className="input" type="text" autoComplete="off" spellCheck={false} value={filter.words ?? ''} onChange={(event) => setFilter({ words: event.target.value })} />
    </label>
  )
}
