import { languageTag } from '../../../shared/model/languages.ts'
import { Button } from '../../parts/button.tsx'
import { FaultNote } from '../../parts/fault.tsx'
import { useFormats, useSay } from '../../session/language.ts'
import { useLoaded } from '../../session/loaded.ts'
import { useStation } from '../../session/station.ts'
import { callDraft, type CallDraft } from './draft.ts'

/** Calls that were parked or cut off: each can be taken up again where it was left. */
export function DraftList({ current, moved, onTake }: { readonly current: string; readonly moved: number; readonly onTake: (id: string, draft: CallDraft) => void }) {
  const say = useSay()
  const formats = useFormats()
  const station = useStation()
  const { value: drafts, fault } = useLoaded(() => station.drafts(), [station, moved, current])
  const calls = (drafts ?? []).flatMap(({ draft, value }) => {
    const parsed = callDraft.safeParse(value)
    return parsed.success && draft !== current ? [{ id: draft, call: parsed.data }] : []
  })
  return (
    <aside className="intake-side" aria-label={say('intake.drafts.title')}>
      <section>
        <h2>
          {say('intake.drafts.title')} <small>{calls.length > 0 && formats.number(calls.length)}</small>
        </h2>
        {fault && <FaultNote fault={fault} />}
        {calls.length === 0 && <p className="muted">{say('intake.drafts.none')}</p>}
        <ul className="drafts">
          {calls
            .sort((one, other) => other.call.startedAt - one.call.startedAt)
            .map(({ id, call }) => (
              <li key={id}>
                <p>
                  <b>{formats.date(call.startedAt, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' })}</b> <span className="soft">{call.place?.name ?? call.placeWords}</span>
                </p>
                <p className="soft draft-what" dir="auto" lang={call.what ? languageTag(call.language) : undefined}>{call.what || say('intake.drafts.no-words')}</p>
                <Button small named={say('intake.drafts.take-named', { time: formats.date(call.startedAt, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' }) })} onClick={() => onTake(id, call)}>
                  {say('intake.drafts.take')}
                </Button>
              </li>
            ))}
        </ul>
      </section>
    </aside>
  )
}
