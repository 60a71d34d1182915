import { useCallback, useEffect, useRef, useState } from 'react'
import type { Station } from '../../../shared/station/station.ts'
import { faultOf, type Fault } from '../../session/notices.ts'
import { isBlank, newCall, newDraftId, type CallDraft } from './draft.ts'

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
  /** Waits until the newest keystroke is sealed. */
  settled(): Promise<void>
}

/**
 * A call's draft, sealed at every keystroke: one write at a time, and after it the newest state, so that no
 * write can overtake a newer one. "Sealed" is said only when the shell has it.
 */
export function useDraft(station: Station): KeptDraft {
  const [held, setHeld] = useState(() => ({ id: newDraftId(), draft: newCall(Math.floor(Date.now() / 1000)) }))
  const [sealedAt, setSealedAt] = useState<number | null>(null)
  const [fault, setFault] = useState<Omit<Fault, 'id'> | null>(null)
  const newest = useRef(held)
  const writing = useRef<Promise<void> | null>(null)
  const dirty = useRef(false)

  const write = useCallback(() => {
    dirty.current = true
    if (writing.current) return
    const run = async () => {
      while (dirty.current) {
        dirty.current = false
        const { id, draft } = newest.current
        try {
          const sealed = await station.saveDraft(id, draft)
          setSealedAt(sealed.sealedAt)
          setFault(null)
        } catch (error) {
          setFault(faultOf(error))
          return
        }
      }
    }
    writing.current = run().finally(() => {
      writing.current = null
    })
  }, [station])

  const put = useCallback((next: { readonly id: string; readonly draft: CallDraft }) => {
    newest.current = next
    setHeld(next)
  }, [])
  const change = useCallback(
    (part: Partial<CallDraft>) => {
      put({ id: newest.current.id, draft: { ...newest.current.draft, ...part } })
      if (!isBlank(newest.current.draft)) write()
    },
    [put, write],
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
  const settled = useCallback(async () => {
    while (writing.current) await writing.current
  }, [])
  useEffect(() => () => void settled(), [settled])
  return { ...held, sealedAt, fault, change, take, renew, settled }
}
