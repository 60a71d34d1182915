import { doneBy } from '../../acts/history.ts'
import type { OpenedRecord } from '../../../shared/station/station.ts'
import { useFormats, useSay } from '../../session/language.ts'

/** Who changed what, when: newest first, straight from the journal. */
export function History({ record }: { readonly record: OpenedRecord }) {
  const say = useSay()
  const formats = useFormats()
  const newest = [...record.history].sort((one, other) => other.at - one.at)
  return (
    <section>
      <h3>
        {say('tips.history.title')} <small>{say('tips.history.count', { count: newest.length })}</small>
      </h3>
      <ol className="history">
        {newest.map((entry) => (
          <li key={entry.commit}>
            <span>{say('tips.history.entry', { what: doneBy(entry.act), account: entry.account })}</span>
            <small>{formats.date(entry.at, { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' })}</small>
            {entry.fields.length > 0 && <span className="muted">{formats.names(entry.fields.map((field) => say(`kinds.${record.kind}.field.${field}`)))}</span>}
          </li>
        ))}
      </ol>
    </section>
  )
}
