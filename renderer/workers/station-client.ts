import type { Station, StationEvent } from '../../shared/station/station.ts'
import { callOver } from './call.ts'
import { platformDoor, platformDoorTransfer } from './platform-link.ts'
import { STATION_TASKS } from './station-tasks.ts'

/** A worker that has not sealed by then (a disk that does not answer, a long sum) is ended as it is: the journal bears it. */
const SEAL_LIMIT_MS = 10_000

interface Launched {
  readonly worker: Worker
  readonly station: Station
  /** Ended with the worker: its calls are cancelled. */
  readonly life: AbortController
}

/**
 * The station as the window holds it. Keys and opened records live in a worker; sealing ends that worker, and
 * every opened value with it, and starts another that knows nothing.
 */
export function windowStation(): Station {
  const listeners = new Set<(event: StationEvent) => void>()
  let held = launch()

  function launch(): Launched {
    const worker = new Worker(new URL('./station.worker.ts', import.meta.url), { type: 'module', name: 'station' })
    const door = platformDoor()
    worker.postMessage({ type: 'door', door }, platformDoorTransfer(door))
    const life = new AbortController()
    const station = callOver<Station>(worker, STATION_TASKS, life.signal)
    station.onEvent((event) => {
      for (const listener of listeners) listener(event)
      if (event.type === 'sealed' && held.worker === worker) relaunch()
    })
    return { worker, station, life }
  }

  function relaunch(): void {
    held.worker.terminate()
    held.life.abort()
    held = launch()
  }

  /** While the vault seals: whatever is asked meanwhile (a passphrase typed at once) is for the worker that comes after. */
  let sealing: Promise<void> | null = null
  const endWorker = async () => {
    const { station, worker } = held
    try {
      await Promise.race([station.seal(), new Promise((late) => setTimeout(late, SEAL_LIMIT_MS))])
    } catch (error) {
      // Its own notice came first and ended it: that is sealed, too.
      if (held.worker === worker) throw error
    } finally {
      if (held.worker === worker) relaunch()
    }
  }
  const seal = () =>
    (sealing ??= endWorker().finally(() => {
      sealing = null
    }))
  const onEvent = (listener: (event: StationEvent) => void) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }
  return new Proxy({} as Station, {
    get: (_, name) => {
      if (name === 'seal') return seal
      if (name === 'onEvent') return onEvent
      if (name === 'then') return undefined
      return async (...args: unknown[]) => {
        await sealing?.catch(() => undefined)
        return (held.station[name as keyof Station] as (...given: unknown[]) => unknown)(...args)
      }
    },
  })
}
