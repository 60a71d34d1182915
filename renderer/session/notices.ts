import { create } from 'zustand'
import { TellableError, type Message } from '../../shared/model/message.ts'
import { platformTold } from '../../shared/platform-told.ts'
import { forgetsOnSeal } from './forget.ts'

/** What happened, shown for 8 seconds, with `Z` where that takes it back and `Shift Z` where it was taken back. */
export interface Toast {
  readonly id: number
  readonly says: Message
  readonly offers: 'undo' | 'redo' | null
}

/** A long call under way: shown once it has run for a second. */
export interface Job {
  readonly id: number
  readonly what: Message
  readonly done: number
  readonly total: number
  readonly startedAt: number
  /** What cancelling keeps. */
  readonly keeps: Message | null
  readonly cancel: () => void
}

/** An error as a person is told it: what happened, what was kept, what to do, the way out as a button. */
export interface Fault {
  readonly id: number
  readonly says: Message
  readonly kept?: Message
  readonly remedy?: Message
  readonly act?: { readonly title: Message; readonly run: () => void }
}

interface Notices {
  readonly toasts: readonly Toast[]
  readonly jobs: readonly Job[]
  readonly faults: readonly Fault[]
}

export const TOAST_MILLISECONDS = 8000
let last = 0

export const useNotices = create<Notices>(() => ({ toasts: [], jobs: [], faults: [] }))
forgetsOnSeal('notices', () => {
  for (const job of useNotices.getState().jobs) job.cancel()
  useNotices.setState({ toasts: [], jobs: [], faults: [] })
})

const { setState } = useNotices

/** Shows what an act did. Only the newest act's toast stands: `Z` means that one. */
export function tell(says: Message, undo = false): void {
  setState({ toasts: [{ id: ++last, says, offers: undo ? 'undo' : null }] })
}

/** Shows what was taken back, with the way to do it again: `Z` may have met something that was out of sight. */
export const tellTakenBack = (says: Message): void => setState({ toasts: [{ id: ++last, says, offers: 'redo' }] })

/** Leaves the toast that stands its words and takes its button: something else was done since. */
export const dropOffers = (): void => setState(({ toasts }) => ({ toasts: toasts.map((toast) => ({ ...toast, offers: null })) }))

export function dismissToast(id: number): void {
  setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) }))
}

/** An error in the shape it is told in; an unforeseen one says only its class, never its text. */
export function faultOf(error: unknown): Omit<Fault, 'id'> {
  const tellable = error instanceof TellableError ? error : platformTold(error)
  if (tellable) return { says: tellable.says, ...(tellable.kept && { kept: tellable.kept }), ...(tellable.remedy && { remedy: tellable.remedy }) }
  return { says: { key: 'app.fault.unforeseen', values: { kind: error instanceof Error ? error.name : 'unknown' } }, remedy: { key: 'app.fault.unforeseen-remedy' } }
}

/** True for the error of a call that was cancelled: not told, because the person did it. */
export const wasCancelled = (error: unknown): boolean => error instanceof DOMException && error.name === 'AbortError'

/** Shows an error that has no place of its own on the screen. */
export function tellFault(error: unknown, act?: Fault['act']): void {
  if (wasCancelled(error)) return
  setState(({ faults }) => ({ faults: [...faults, { id: ++last, ...faultOf(error), ...(act && { act }) }] }))
}

/** A sentence that stands until it is dismissed. */
export const tellNote = (says: Message): void => setState(({ faults }) => ({ faults: [...faults, { id: ++last, says }] }))

export function dismissFault(id: number): void {
  setState(({ faults }) => ({ faults: faults.filter((fault) => fault.id !== id) }))
}

/**
 * Runs a long call as a job: progress and a way to cancel stand in the window after a second.
 * @throws what `work` throws
 */
export async function asJob<T>(what: Message, keeps: Message | null, work: (signal: AbortSignal, progress: (done: number, total: number, what?: Message) => void) => Promise<T>): Promise<T> {
  const controller = new AbortController()
  const id = ++last
  const job: Job = { id, what, keeps, done: 0, total: 0, startedAt: Date.now(), cancel: () => controller.abort() }
  setState(({ jobs }) => ({ jobs: [...jobs, job] }))
  try {
    return await work(controller.signal, (done, total, now) => setState(({ jobs }) => ({ jobs: jobs.map((each) => (each.id === id ? { ...each, done, total, what: now ?? each.what } : each)) })))
  } finally {
    setState(({ jobs }) => ({ jobs: jobs.filter((each) => each.id !== id) }))
  }
}
