import { endsOf, type Filter } from '../../../shared/catalogue/filter.ts'
import type { Formats, Say } from '../../session/language.ts'

/** Filters in the order in which the bar shows them. */
export const FILTER_NAMES = ['period', 'countries', 'grade', 'precision', 'channels', 'surfaced', 'forms', 'statuses', 'bothKept', 'words'] as const satisfies readonly (keyof Filter)[]
export type FilterName = (typeof FILTER_NAMES)[number]

const DAY: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }

function few(names: readonly string[], say: Say, formats: Formats): string {
  return names.length > 3 ? say('app.filter.more', { first: formats.names(names.slice(0, 2)), count: names.length - 2 }) : formats.names(names)
}

/** What a filter says on its chip: "1 Jan – 14 Jun 2026", "Libya, Niger", "C3 or better". */
export function describeFilter(name: FilterName, filter: Filter, say: Say, formats: Formats): string {
  switch (name) {
    case 'period': {
      const { from, to } = endsOf(filter.period!)
      if (from === null) return say('app.filter.period-until', { day: formats.date(filter.period!.to, DAY) })
      if (to === null) return say('app.filter.period-since', { day: formats.date(from, DAY) })
      return formats.range(from, to, DAY)
    }
    case 'countries':
      return few(filter.countries!.map(formats.country), say, formats)
    case 'grade':
      return say('app.filter.grade-or-better', { grade: `${filter.grade!.source}${filter.grade!.information}` })
    case 'precision':
      return filter.precision === 'exact' ? say('app.filter.precision-exact') : say('app.filter.precision-or-finer', { precision: say(`vocabularies.precision.${filter.precision}`) })
    case 'channels':
      return few(filter.channels!.map((code) => say(`vocabularies.channel.${code}`)), say, formats)
    case 'surfaced':
      return few(filter.surfaced!.map((code) => say(`vocabularies.surfaced.${code}`)), say, formats)
    case 'forms':
      return few(filter.forms!.map((code) => say(`vocabularies.form.${code}`)), say, formats)
    case 'statuses':
      return few(filter.statuses!.map((code) => say(`vocabularies.status.${code}`)), say, formats)
    case 'bothKept':
      return say('conflicts.filter-says')
    case 'words':
      return filter.words!
  }
}
