import { useRef, useState, type FormEvent, type RefObject } from 'react'
import { flushSync } from 'react-dom'
import { faultOf, wasCancelled, type Fault } from '../../session/notices.ts'

export interface Submission {
  readonly form: RefObject<HTMLFormElement | null>
  /** Whether it was sent with something owed: then each field says what. */
  readonly tried: boolean
  readonly busy: boolean
  readonly fault: Omit<Fault, 'id'> | null
  /** Says what is owed, and gives the focus to the first field that is refused. */
  showOwed(): void
  /** Does the work unless something is owed. Stays busy once done: the form goes. */
  submit(event: FormEvent, owes: boolean, work: () => Promise<void>): Promise<void>
}

/** A form that is sent once at a time and says what is owed and what failed where it stands. */
export function useSubmission(): Submission {
  const form = useRef<HTMLFormElement>(null)
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState<Omit<Fault, 'id'> | null>(null)
  const showOwed = () => {
    flushSync(() => setTried(true))
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }
  return {
    form, tried, busy, fault, showOwed,
    async submit(event, owes, work) {
      event.preventDefault()
      if (busy) return
      if (owes) return showOwed()
      setBusy(true)
      setFault(null)
      try {
        await work()
      } catch (error) {
        if (!wasCancelled(error)) setFault(faultOf(error))
        setBusy(false)
      }
    },
  }
}
