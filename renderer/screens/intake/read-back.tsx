import type { FocusEventHandler, Ref } from 'react'
import type { Message } from '../../../shared/model/message.ts'
import { useFormats, useSay, type Formats } from '../../session/language.ts'
import type { CallDraft } from './draft.ts'

/** What to say back to the caller: when, where and what, as one sentence, out of the answers and nothing else. */
export function readBackMessage(draft: CallDraft, meant: { readonly from: number; readonly to: number } | null, formats: Formats): Message | null {
  const what = draft.what.trim().replace(/\s+/g, ' ').replace(/[.!?؟]$/u, '')
  const place = draft.place?.name ?? draft.placeWords.trim()
  const where = place === '' ? '' : draft.place?.country && draft.place.precision !== 'country' ? formats.names([place, formats.country(draft.place.country)]) : place
  const when = draft.when.trim() || (meant ? formats.range(meant.from, meant.to, { day: 'numeric', month: 'long', timeZone: 'UTC' }) : '')
  if (what === '' && where === '' && when === '') return null
  // A sentence begins with a capital where the script has them.
  const opened = when && `${when[0]!.toLocaleUpperCase()}${when.slice(1)}`
  const parts = [when && 'when', where && 'where', what && 'what'].filter(Boolean).join('-')
  return { key: `intake.back.${parts}`, values: { when: opened, where, what } }
}

export function ReadBack({ draft, meant, field, onFocus }: { readonly draft: CallDraft; readonly meant: { readonly from: number; readonly to: number } | null; readonly field: Ref<HTMLDivElement>; readonly onFocus: FocusEventHandler }) {
  const say = useSay()
  const formats = useFormats()
  const message = readBackMessage(draft, meant, formats)
  return (
    <div className="read-back" ref={field} tabIndex={-1} onFocus={onFocus}>
      {message ? <p>{say(message)}</p> : <p className="muted">{say('intake.back.nothing')}</p>}
      <p className="muted">{say('intake.back.note')}</p>
    </div>
  )
}
