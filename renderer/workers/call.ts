import { TellableError, type Message } from '../../shared/model/message.ts'
import { platformTold } from '../../shared/platform-told.ts'

/**
 * Typed calls across a thread. A call is a method's name and its arguments; a task (progress and a signal to
 * stop) stays on the caller's side and becomes progress and cancel messages. Errors cross as what a person may
 * be told, never as a stack or a value.
 */
interface Told { readonly code: string; readonly says: Message; readonly kept?: Message; readonly remedy?: Message }

export type ToServer =
  | { readonly type: 'call'; readonly id: number; readonly method: string; readonly args: readonly unknown[] }
  | { readonly type: 'cancel'; readonly id: number }

export type FromServer =
  | { readonly type: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly type: 'failure'; readonly id: number; readonly told: Told | 'cancelled' }
  | { readonly type: 'progress'; readonly id: number; readonly progress: unknown }
  | { readonly type: 'event'; readonly event: unknown }

/** The part of `Worker` and of a worker's own scope that calls need. */
export interface Line<Sent, Received> {
  postMessage(message: Sent): void
  addEventListener(type: 'message', listener: (event: MessageEvent<Received>) => void): void
}

interface AnyTask { readonly signal?: AbortSignal; readonly onProgress?: (progress: unknown) => void }

/** Where each method's task stands among its arguments; a method that is not named takes none. */
export type TaskPositions = Readonly<Record<string, number>>
type Methods = Readonly<Record<string, unknown>>

/**
 * A far object as if it were near: every method a message. `onEvent` listens to what it tells unasked. `ended` aborts when
 * the far side is gone: what still waits for it is cancelled, and not left waiting for good.
 */
export function callOver<Far extends object>(line: Line<ToServer, FromServer>, tasks: TaskPositions, ended?: AbortSignal): Far {
  let last = 0
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: unknown) => void; task: AnyTask | undefined }>()
  const listeners = new Set<(event: unknown) => void>()
  line.addEventListener('message', ({ data }) => {
    if (data.type === 'event') {
      for (const listener of listeners) listener(data.event)
      return
    }
    const call = waiting.get(data.id)
    if (!call) return
    if (data.type === 'progress') return call.task?.onProgress?.(data.progress)
    waiting.delete(data.id)
    if (data.type === 'answer') call.resolve(data.value)
    else call.reject(data.told === 'cancelled' ? new DOMException('cancelled', 'AbortError') : new TellableError(data.told.code, data.told.says, data.told))
  })
  ended?.addEventListener('abort', () => {
    for (const { reject } of waiting.values()) reject(new DOMException('cancelled', 'AbortError'))
    waiting.clear()
  })
  const call = (method: string, args: unknown[]) => {
    const position = tasks[method]
    const task = position === undefined ? undefined : (args[position] as AnyTask | undefined)
    const sent = position === undefined ? args : args.slice(0, position)
    return new Promise((resolve, reject) => {
      task?.signal?.throwIfAborted()
      ended?.throwIfAborted()
      const id = ++last
      waiting.set(id, { resolve, reject, task })
      task?.signal?.addEventListener('abort', () => line.postMessage({ type: 'cancel', id }), { once: true })
      line.postMessage({ type: 'call', id, method, args: sent })
    })
  }
  const onEvent = (listener: (event: unknown) => void) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }
  return new Proxy({} as Far, {
    get: (_, name) => (name === 'onEvent' ? onEvent : name === 'then' ? undefined : (...args: unknown[]) => call(String(name), args)),
  })
}

/** Answers calls on `line` with the methods of `near`; answers the way to tell something unasked. */
export function answerCalls(near: object, line: Line<FromServer, ToServer>, tasks: TaskPositions): (event: unknown) => void {
  const running = new Map<number, AbortController>()
  line.addEventListener('message', ({ data }) => {
    if (data.type === 'cancel') return running.get(data.id)?.abort()
    // Others may speak on the same line: what is no call is not ours.
    if (data.type !== 'call') return
    const { id, method, args } = data
    const position = tasks[method]
    const controller = new AbortController()
    const given = [...args]
    if (position !== undefined) {
      running.set(id, controller)
      const task: AnyTask = { signal: controller.signal, onProgress: (progress) => line.postMessage({ type: 'progress', id, progress }) }
      given[position] = task
    }
    void Promise.resolve()
      .then(() => ((near as Methods)[method] as (...args: unknown[]) => unknown).apply(near, given))
      .then(
        (value) => line.postMessage({ type: 'answer', id, value }),
        (error: unknown) => line.postMessage({ type: 'failure', id, told: told(error, controller.signal) }),
      )
      .finally(() => running.delete(id))
  })
  return (event) => line.postMessage({ type: 'event', event })
}

function told(error: unknown, signal: AbortSignal): Told | 'cancelled' {
  if (signal.aborted || (error instanceof DOMException && error.name === 'AbortError')) return 'cancelled'
  const tellable = error instanceof TellableError ? error : platformTold(error)
  if (tellable) return { code: tellable.code, says: tellable.says, ...(tellable.kept && { kept: tellable.kept }), ...(tellable.remedy && { remedy: tellable.remedy }) }
  // An unforeseen error's text may hold what a person typed: only its class goes on.
  const kind = error instanceof Error ? error.name : 'unknown'
  return { code: 'unforeseen', says: { key: 'app.fault.unforeseen', values: { kind } }, remedy: { key: 'app.fault.unforeseen-remedy' } }
}
