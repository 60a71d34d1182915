import { useCallback, useMemo, useRef, useState } from 'react'
import type { Station } from '../../../shared/station/station.ts'
import type { Fault } from '../../session/notices.ts'
import { draftWriter, newDraftId } from '../../session/sealed-draft.ts'
import { isBlank, newCall, type CallDraft } from './draft.ts'

export interface KeptDraft {
  readonly id: string
  readonly draft: CallDraft
  /** When the shell had the newest keystroke, milliseconds since epoch; null before the first. */
  readonly sealedAt: number | null
  readonly fault: Omit<Fault, 'id'> | null
  change(change: Partial<CallDraft>): void
  /** Puts another draft, or a new one, on the screen. */
  take(id: string, draft: CallDraft): void
  renew(): void
  /** Of a draft that is filed: what could not be sealed of it is not tried again. */
  forget(id: string): void
  /** Waits until the newest keystroke is sealed; false where it could not be. */
  settled(): Promise<boolean>
}

/** A call's draft, sealed at every keystroke. */
export function useDraft(station: Station): KeptDraft {
  const [held, setHeld] = useState(() => ({ id: newDraftId(), draft: newCall(Math.floor(Date.now() / 1000)) }))
  const [sealedAt, setSealedAt] = useState<number | null>(null)
  const [fault, setFault] = useState<Omit<Fault, 'id'> | null>(null)
  const newest = useRef(held)
  const writer = useMemo(() => draftWriter(station, (at) => (setSealedAt(at), setFault(null)), setFault), [station])

  const put = useCallback((next: { readonly id: string; readonly draft: CallDraft }) => {
    newest.current = next
    setHeld(next)
  }, [])
  const change = useCallback(
    (part: Partial<CallDraft>) => {
      put({ id: newest.current.id, draft: { ...newest.current.draft, ...part } })
      if (!isBlank(newest.current.draft)) writer.write(newest.current.id, newest.current.draft)
    },
    [put, writer],
  )
  const take = useCallback(
    (id: string, draft: CallDraft) => {
      setSealedAt(null)
      setFault(null)
      put({ id, draft })
    },
    [put],
  )
  const renew = useCallback(() => take(newDraftId(), newCall(Math.floor(Date.now() / 1000))), [take])
  return { ...held, sealedAt, fault, change, take, renew, forget: writer.forget, settled: writer.settled }
}
