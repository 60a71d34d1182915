import { useEffect, useId, useRef, useState } from 'react'
import type { RecordId } from '../../../shared/model/change.ts'
import type { OpenedRecord } from '../../../shared/station/station.ts'
import { useSay } from '../../session/language.ts'
import { useLoaded } from '../../session/loaded.ts'
import { useStation } from '../../session/station.ts'
import { useVault } from '../../session/vault.ts'

const OFFERED = 10

/** Which tip is the same as this one: by its reference, or by words that it holds. */
export function ChooseSecond({ first, onChoose, onLeave }: { readonly first: OpenedRecord; readonly onChoose: (id: RecordId) => void; readonly onLeave: () => void }) {
  const say = useSay()
  const station = useStation()
  const version = useVault((state) => state.version)
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState('')
  useEffect(() => input.current?.focus(), [])
  const { value: hits, loading } = useLoaded(async () => {
    if (typed.trim() === '') return []
    const found = await station.search(typed, OFFERED * 2)
    return found.filter((hit) => hit.kind === 'tip' && hit.id !== first.id).slice(0, OFFERED)
  }, [typed, station, version, first.id])
  return (
    <div className="merge-choose">
      <label htmlFor={id}>{say('conflicts.merge.which', { reference: first.reference })}</label>
      <input ref={input} id={id} className="input" type="text" autoComplete="off" spellCheck={false} dir="auto" placeholder={say('conflicts.merge.which-hint')} value={typed} onChange={(event) => setTyped(event.target.value)} onKeyDown={(event) => event.key === 'Escape' && onLeave()} />
      {typed.trim() !== '' && !loading && hits?.length === 0 && <p className="muted" role="status">{say('conflicts.merge.none-found')}</p>}
      <ul>
        {hits?.map((hit) => (
          <li key={hit.id}>
            <button type="button" className="merge-hit" onClick={() => onChoose(hit.id)}>
              <bdi className="id" dir="ltr">{hit.reference}</bdi>
              <span className="cut" dir="auto">{hit.text}</span>
              {hit.place && <span className="soft cut" dir="auto">{hit.place}</span>}
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
