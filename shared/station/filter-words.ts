import type { Filter } from '../catalogue/filter.ts'
import type { Message } from '../model/message.ts'

/** A filter said in words, for a briefing's method: what was let in, so that its counts can be read. */
export function filterWords(filter: Filter): readonly Message[] {
  const said: Message[] = []
  const list = (key: string, codes: readonly string[] | undefined) => {
    if (codes?.length) said.push({ key: `station.filter.${key}`, values: { codes: codes.join(', ') } })
  }
  list('countries', filter.countries)
  if (filter.grade) said.push({ key: filter.grade.ungraded ? 'station.filter.grade-or-none' : 'station.filter.grade', values: { grade: `${filter.grade.source}${filter.grade.information}` } })
  if (filter.precision) said.push({ key: `station.filter.precision-${filter.precision}` })
  list('channels', filter.channels)
  list('forms', filter.forms)
  list('surfaced', filter.surfaced)
  list('statuses', filter.statuses)
  // The words that were searched for may be a name: a briefing says only that there were some.
  if (filter.words) said.push({ key: 'station.filter.words' })
  return said.length > 0 ? said : [{ key: 'station.filter.none' }]
}
