import { TellableError, type Message } from '../../shared/model/message.ts'
import type { Station, StationEvent, Task } from '../../shared/station/station.ts'

/**
 * Typed calls between the window and the worker that holds the station. A call is a method's name and its
 * arguments; a `Task` (always the last argument) stays on the caller's side and becomes progress and
 * cancel messages. Errors cross as what a person may be told, never as a stack or a value.
 */
export type StationMethod = Exclude<keyof Station, 'onEvent'>

/** Where a method's `Task` stands among its arguments; a method that is not here takes none. */
const TASK_POSITION: Partial<Record<StationMethod, number>> = { open: 1, runImport: 2, assess: 1, plan: 1, releaseBriefing: 1 }

interface Told { readonly code: string; readonly says: Message; readonly kept?: Message; readonly remedy?: Message }

export type ToWorker =
  | { readonly type: 'call'; readonly id: number; readonly method: StationMethod; readonly args: readonly unknown[] }
  | { readonly type: 'cancel'; readonly id: number }

export type FromWorker =
  | { readonly type: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly type: 'failure'; readonly id: number; readonly told: Told | 'cancelled' }
  | { readonly type: 'progress'; readonly id: number; readonly progress: unknown }
  | { readonly type: 'event'; readonly event: StationEvent }

/** The part of `Worker` and of a worker's own scope that calls need. */
export interface Line<Sent, Received> {
  postMessage(message: Sent, transfer?: Transferable[]): void
  addEventListener(type: 'message', listener: (event: MessageEvent<Received>) => void): void
}

/** The station as the window sees it: every method a message to the worker. */
export function stationOver(line: Line<ToWorker, FromWorker>): Station {
  let last = 0
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: unknown) => void; task: Task<unknown> | undefined }>()
  const listeners = new Set<(event: StationEvent) => void>()
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
  const call = (method: StationMethod, args: unknown[]) => {
    const position = TASK_POSITION[method]
    const task = position === undefined ? undefined : (args[position] as Task<unknown> | undefined)
    const sent = position === undefined ? args : args.slice(0, position)
    return new Promise((resolve, reject) => {
      const id = ++last
      task?.signal?.throwIfAborted()
      waiting.set(id, { resolve, reject, task })
      task?.signal?.addEventListener('abort', () => line.postMessage({ type: 'cancel', id }), { once: true })
      line.postMessage({ type: 'call', id, method, args: sent })
    })
  }
  const onEvent = (listener: (event: StationEvent) => void) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }
  return new Proxy({} as Station, {
    get: (_, name) => (name === 'onEvent' ? onEvent : name === 'then' ? undefined : (...args: unknown[]) => call(name as StationMethod, args)),
  })
}

/** Answers calls on `line` with `station`'s methods. */
export function serveStation(station: Station, line: Line<FromWorker, ToWorker>): void {
  const running = new Map<number, AbortController>()
  station.onEvent((event) => line.postMessage({ type: 'event', event }))
  line.addEventListener('message', ({ data }) => {
    if (data.type === 'cancel') return running.get(data.id)?.abort()
    const { id, method, args } = data
    const position = TASK_POSITION[method]
    const controller = new AbortController()
    const given = [...args]
    if (position !== undefined) {
      running.set(id, controller)
      const task: Task<unknown> = { signal: controller.signal, onProgress: (progress) => line.postMessage({ type: 'progress', id, progress }) }
      given[position] = task
    }
    const run = station[method] as (...args: unknown[]) => Promise<unknown>
    void Promise.resolve()
      .then(() => run.apply(station, given))
      .then(
        (value) => line.postMessage({ type: 'answer', id, value }),
        (error: unknown) => line.postMessage({ type: 'failure', id, told: told(error, controller.signal) }),
      )
      .finally(() => running.delete(id))
  })
}

function told(error: unknown, signal: AbortSignal): Told | 'cancelled' {
  if (signal.aborted || (error instanceof DOMException && error.name === 'AbortError')) return 'cancelled'
  if (error instanceof TellableError) {
    return { code: error.code, says: error.says, ...(error.kept && { kept: error.kept }), ...(error.remedy && { remedy: error.remedy }) }
  }
  // An unforeseen error's text may hold what a person typed: only its class goes on.
  const kind = error instanceof Error ? error.name : 'unknown'
  return { code: 'unforeseen', says: { key: 'station.unforeseen', values: { kind } }, remedy: { key: 'station.unforeseen-remedy' } }
}
