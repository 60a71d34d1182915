import { discardDraft } from '../../acts/drafts.ts'
import { languageTag } from '../../../shared/model/languages.ts'
import { Button } from '../../parts/button.tsx'
import { FaultNote } from '../../parts/fault.tsx'
import { Icon } from '../../parts/icon.tsx'
import { useFormats, useSay } from '../../session/language.ts'
import { useLoaded } from '../../session/loaded.ts'
import { tellFault } from '../../session/notices.ts'
import { useStation } from '../../session/station.ts'
import { useSteps } from '../../session/steps.ts'
import { callDraft, type CallDraft } from './draft.ts'

/** A call among the drafts. */
export interface ParkedCall {
  readonly id: string
  readonly call: CallDraft
}

const URGENCY: Readonly<Partial<Record<string, number>>> = { 'yes-now': 2, possibly: 1 }
const urgencyOf = ({ call }: ParkedCall): number => URGENCY[call.danger ?? ''] ?? 0

/** Calls in the order in which they want to be taken up: danger first, then the newest. */
export const byUrgency = (calls: readonly ParkedCall[]): readonly ParkedCall[] => [...calls].sort((one, other) => urgencyOf(other) - urgencyOf(one) || other.call.startedAt - one.call.startedAt)

/** Calls that were parked or cut off: each can be taken up again where it was left, or discarded. */
export function DraftList({ current, moved, onTake }: { readonly current: string; readonly moved: number; readonly onTake: (id: string, draft: CallDraft) => void }) {
  const say = useSay()
  const formats = useFormats()
  const station = useStation()
  const stepped = useSteps((state) => state.moved)
  const { value: drafts, fault } = useLoaded(() => station.drafts(), [station, moved, current, stepped])
  const calls = (drafts ?? []).flatMap(({ draft, value }): ParkedCall[] => {
    const parsed = callDraft.safeParse(value)
    return parsed.success && draft !== current ? [{ id: draft, call: parsed.data }] : []
  })
  const discard = ({ id, call }: ParkedCall) => void discardDraft(station, { id, value: call }, { key: 'intake.drafts.discarded' }).catch((error: unknown) => tellFault(error))
  return (
    <aside className="intake-side" aria-label={say('intake.drafts.title')}>
      <section>
        <h2>
          {say('intake.drafts.title')} <small>{calls.length > 0 && formats.number(calls.length)}</small>
        </h2>
        {fault && <FaultNote fault={fault} />}
        {calls.length === 0 && <p className="muted">{say('intake.drafts.none')}</p>}
        <ul className="drafts">
          {byUrgency(calls).map((parked) => (
            <Parked key={parked.id} parked={parked} onTake={onTake} onDiscard={discard} />
          ))}
        </ul>
      </section>
    </aside>
  )
}

function Parked({ parked, onTake, onDiscard }: { readonly parked: ParkedCall; readonly onTake: (id: string, draft: CallDraft) => void; readonly onDiscard: (parked: ParkedCall) => void }) {
  const say = useSay()
  const formats = useFormats()
  const { id, call } = parked
  const time = formats.date(call.startedAt, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' })
  return (
    <li>
      {(call.danger === 'yes-now' || call.danger === 'possibly') && (
        <p>
          <span className={call.danger === 'yes-now' ? 'tag danger' : 'tag warn'}>
            <Icon name="alert-triangle" />
            {say(`tips.danger.${call.danger}`)}
          </span>
        </p>
      )}
      <p>
        <b>{time}</b> <span className="soft">{call.place?.name ?? call.placeWords}</span>
      </p>
      <p className="soft draft-what" dir="auto" lang={call.what ? languageTag(call.language) : undefined}>{call.what || say('intake.drafts.no-words')}</p>
      <p className="draft-acts">
        <Button small named={say('intake.drafts.take-named', { time })} onClick={() => onTake(id, call)}>
          {say('intake.drafts.take')}
        </Button>
        <Button small kind="quiet" named={say('intake.drafts.discard-named', { time })} onClick={() => onDiscard(parked)}>
          {say('intake.drafts.discard')}
        </Button>
      </p>
    </li>
  )
}
