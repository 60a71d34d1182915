import { doneBy } from '../../acts/history.ts'
import { ALIAS_FIELD } from '../../../shared/model/history/alias.ts'
import { fieldOf, kindOf } from '../../../shared/model/kinds/kinds.ts'
import type { OpenedRecord } from '../../../shared/station/station.ts'
import { ImplausibleTag } from '../../parts/written-by.tsx'
import { useFormats, useSay } from '../../session/language.ts'

/** That a record is another is said by the act's name; what follows from a field by itself is nobody's change. */
const changed = (kind: string, fields: readonly string[]) => fields.filter((field) => field !== ALIAS_FIELD && !fieldOf(kindOf(kind)!, field)?.derived)

/** Who changed what, when: newest first, straight from the journal. */
export function History({ record }: { readonly record: OpenedRecord }) {
  const say = useSay()
  const formats = useFormats()
  // By what followed what, never by the clocks: one that is wrong moves nothing.
  const newest = record.history.toReversed()
  return (
    <section>
      <h3>
        {say('tips.history.title')} <small>{say('tips.history.count', { count: newest.length })}</small>
      </h3>
      <ol className="history">
        {newest.map((entry) => (
          <li key={entry.commit}>
            <span>{say('tips.history.entry', { what: doneBy(entry.act), account: entry.account })}</span>
            <small>
              {formats.date(entry.at, { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' })}
              {entry.implausible && <ImplausibleTag />}
            </small>
            {changed(record.kind, entry.fields).length > 0 && <span className="muted">{formats.names(changed(record.kind, entry.fields).map((field) => say(`kinds.${record.kind}.field.${field}`)))}</span>}
          </li>
        ))}
      </ol>
    </section>
  )
}
