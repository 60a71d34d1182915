import type { Filter } from '../catalogue/filter.ts'
import type { Translator } from '../language.ts'
import type { Message } from '../model/message.ts'

/** A filter said in words of the translator's language, for a briefing's method: what was let in, so that its counts can be read. */
export function filterWords(filter: Filter, { translate, formats }: Pick<Translator, 'translate' | 'formats'>): readonly Message[] {
  const said: Message[] = []
  const list = (key: string, codes: readonly string[] | undefined, text: (code: string) => string) => {
    if (codes?.length) said.push({ key: `station.filter.${key}`, values: { names: formats.list(codes.map((code) => translate({ key: text(code) }))) } })
  }
  list('countries', filter.countries, (code) => `geo.country.${code}`)
  if (filter.grade) said.push({ key: filter.grade.ungraded ? 'station.filter.grade-or-none' : 'station.filter.grade', values: { grade: `${filter.grade.source}${filter.grade.information}` } })
  if (filter.precision) said.push({ key: `station.filter.precision-${filter.precision}` })
  list('channels', filter.channels, (code) => `vocabularies.channel.${code}`)
  list('forms', filter.forms, (code) => `vocabularies.form.${code}`)
  list('surfaced', filter.surfaced, (code) => `vocabularies.surfaced.${code}`)
  list('statuses', filter.statuses, (code) => `vocabularies.status.${code}`)
  if (filter.bothKept) said.push({ key: 'station.filter.both-kept' })
  // The words that were searched for may be a name: a briefing says only that there were some.
  if (filter.words) said.push({ key: 'station.filter.words' })
  return said.length > 0 ? said : [{ key: 'station.filter.none' }]
}
