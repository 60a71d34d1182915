import { memo } from 'react'
import { alpha2OfCountry, COUNTRIES } from '../../../shared/model/countries.ts'
import type { TipColumns } from '../../../shared/model/columns.ts'
import { languageTag } from '../../../shared/model/languages.ts'
import { NO_MINUTE } from '../../../shared/model/units.ts'
import { VOCABULARIES, type CodeOf } from '../../../shared/model/vocabularies/vocabulary.ts'
import type { RowText } from '../../../shared/station/station.ts'
import { Icon, type IconName } from '../../parts/icon.tsx'
import { GradeSign, PrecisionSign } from '../../parts/signs.tsx'
import { useFormats, useSay, type Formats, type Say } from '../../session/language.ts'
import type { DayGroup } from './days.ts'

export const TIP_COLUMNS = ['danger', 'when', 'channel', 'grade', 'place', 'form', 'what'] as const

const CHANNEL_ICONS: Readonly<Record<CodeOf<'channel'>, IconName | null>> = {
  'not-stated': null, phone: 'phone', sms: 'message', 'web-form': 'world', email: 'mail', paper: 'notes', 'in-person': 'user', partner: 'transfer', patrol: 'shield-half', 'open-data': 'database', 'sealed-form': 'mail-opened', chat: 'message',
}

const DAY_MINUTES = 1440

/** The head of a day: its name, and how many tips stand under it. */
export const DayLine = memo(function DayLine({ group, index }: { readonly group: DayGroup; readonly index: number }) {
  const say = useSay()
  const formats = useFormats()
  return (
    <div className="tip-day" role="row" aria-rowindex={index}>
      <span role="gridcell" aria-colspan={TIP_COLUMNS.length}>
        <b>{groupName(group, say, formats)}</b> {formats.number(group.count)}
      </span>
    </div>
  )
})

/** What a group is called: its day, its month or year where nothing closer is known, or that it is of more than one date. */
export function groupName({ day, known }: Pick<DayGroup, 'day' | 'known'>, say: Say, formats: Formats, now = Date.now()): string {
  if (day === null || known === 'day') return dayName(day, say, formats, now)
  const seconds = day * 86_400
  if (known === 'days') return say('tips.more-than-a-date', { day: formats.date(seconds, { weekday: 'short', day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }) })
  const name = formats.date(seconds, { year: 'numeric', ...(known === 'month' && { month: 'long' }), timeZone: 'UTC' })
  return say(`tips.known-${known}`, { name })
}

/** "Today", "Yesterday", or the day; the year only where it is another one. */
export function dayName(day: number | null, say: Say, formats: Formats, now = Date.now()): string {
  if (day === null) return say('tips.no-day')
  const today = Math.floor(now / 86_400_000)
  if (day === today) return say('tips.today')
  if (day === today - 1) return say('tips.yesterday')
  const sameYear = new Date(day * 86_400_000).getUTCFullYear() === new Date(now).getUTCFullYear()
  return formats.date(day * 86_400, { weekday: 'short', day: 'numeric', month: 'long', ...(sameYear ? {} : { year: 'numeric' as const }), timeZone: 'UTC' })
}

/** Whether a span is of one day and closer than the day. */
const hasClock = (from: number, to: number): boolean => Math.floor(from / DAY_MINUTES) === Math.floor(to / DAY_MINUTES) && to - from < DAY_MINUTES - 1

/** A time as a line has room for it: the clock or its span where it is of one day, else the days it may have been. */
export function whenShort(from: number, to: number, say: Say, formats: Formats): string {
  if (to === NO_MINUTE) return ''
  const [fromDay, toDay] = [Math.floor(from / DAY_MINUTES), Math.floor(to / DAY_MINUTES)]
  if (fromDay === toDay) return !hasClock(from, to) ? say('tips.when.day') : formats.range(from * 60, to * 60, { hour: '2-digit', minute: '2-digit', timeZone: 'UTC' })
  const days = toDay - fromDay + 1
  if (days < 60) return formats.range(from * 60, to * 60, { day: 'numeric', month: 'short', timeZone: 'UTC' })
  return days < 700 ? say('tips.when.months', { count: Math.round(days / 30.4) }) : say('tips.when.years', { count: Math.round(days / 365.25) })
}

interface TipLineProps {
  readonly position: number
  readonly index: number
  readonly row: number
  readonly columns: TipColumns
  readonly text: RowText | undefined
  readonly at: boolean
  readonly selected: boolean
  readonly picked: boolean
  onPress(extend: boolean): void
}

/** One tip: what the columns say at once, its words as soon as they are opened. */
export function TipLine({ position, index, row, columns, text, at, selected, picked, onPress }: TipLineProps) {
  const say = useSay()
  const formats = useFormats()
  const danger = VOCABULARIES.danger[columns.danger[row]!] ?? 'not-known'
  const channel = VOCABULARIES.channel[columns.channel[row]!] ?? 'not-stated'
  const form = VOCABULARIES.form[columns.form[row]!] ?? 'not-stated'
  const precision = VOCABULARIES.precision[columns.precision[row]!] ?? 'none'
  const country = COUNTRIES[columns.country[row]!] ?? ''
  const channelIcon = CHANNEL_ICONS[channel]
  const inDanger = danger === 'yes-now' || danger === 'possibly'
  const status = VOCABULARIES.status[columns.status[row]!]
  return (
    <div
      id={`tip-line-${position}`}
      className={`tip-line${at ? ' at' : ''}${selected ? ' selected' : ''}${picked ? ' picked' : ''}${status === 'set-aside' ? ' set-aside' : ''}`}
      role="row"
      aria-rowindex={index}
      aria-selected={picked}
      aria-current={selected || undefined}
      onClick={(event) => onPress(event.ctrlKey || event.metaKey || event.shiftKey)}
    >
      <span role="gridcell" className="tip-danger">
        {inDanger && (
          <span className={danger} role="img" aria-label={say(`vocabularies.danger.${danger}`)} title={say(`vocabularies.danger.${danger}`)}>
            <Icon name="alert-triangle" />
          </span>
        )}
      </span>
      <span role="gridcell" className={hasClock(columns.from[row]!, columns.to[row]!) ? 'tip-when' : 'tip-when muted'}>{whenShort(columns.from[row]!, columns.to[row]!, say, formats)}</span>
      <span role="gridcell" className="tip-channel">
        {channelIcon && (
          <span role="img" aria-label={say(`vocabularies.channel.${channel}`)} title={say(`vocabularies.channel.${channel}`)}>
            <Icon name={channelIcon} />
          </span>
        )}
      </span>
      <span role="gridcell" className="tip-grade">
        <GradeSign source={VOCABULARIES.source[columns.source[row]!] ?? 'not-graded'} information={VOCABULARIES.information[columns.information[row]!] ?? 'not-graded'} />
      </span>
      <span role="gridcell" className="tip-place">
        <PrecisionSign precision={precision} />
        <span className="tip-words" dir="auto">{text ? placeText(text.fields['place'], country, formats) : country && formats.country(country)}</span>
      </span>
      <span role="gridcell" className="tip-form soft">{form !== 'not-stated' && say(`vocabularies.form.${form}`)}</span>
      <span role="gridcell" className="tip-what">
        {text?.bothKept && (
          <span className="tip-kept" role="img" aria-label={say('conflicts.line')} title={say('conflicts.line')}>
            <Icon name="arrows-split-2" />
          </span>
        )}
        <span className="tip-words" dir="auto" lang={languageTag(text?.fields['language'])}>{text?.fields['what']}</span>
      </span>
    </div>
  )
}

const ENGLISH = new Intl.DisplayNames(['en'], { type: 'region' })
/** Files name countries in English, whatever the window's language. */
const inEnglish = (country: string) => ENGLISH.of(alpha2OfCountry(country) ?? 'ZZ') ?? country

/** The place as it was named, and its country where the name doesn't say it. */
export function placeText(name: string | undefined, country: string, formats: Formats): string {
  const countryName = country && formats.country(country)
  if (!name) return countryName
  return countryName && !name.includes(countryName) && !name.includes(inEnglish(country)) ? formats.names([name, countryName]) : name
}
