import type { OpenReport, Station, StationEvent, Task } from '../../shared/station/station.ts'
import { callOver } from './call.ts'
import { platformDoor, platformDoorTransfer } from './platform-link.ts'
import { STATION_TASKS, type Hands } from './station-tasks.ts'

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
  /**
   * The thread that held everything ends, and every opened value and key with it; another begins with the keys of geography,
   * which go from the one to the other past this page.
   */
  const present = (task?: Task): Promise<OpenReport> => {
    const presenting = replaceWorker(task)
    const over = presenting.then(() => undefined, () => undefined).finally(() => {
      sealing = null
    })
    sealing = over
    return presenting
  }
  const replaceWorker = async (task: Task | undefined): Promise<OpenReport> => {
    const before = held
    const fresh = launch()
    const { port1, port2 } = new MessageChannel()
    before.worker.postMessage({ type: 'hand', port: port1 }, [port1])
    fresh.worker.postMessage({ type: 'hand', port: port2 }, [port2])
    // Listens before anything is sent.
    const taken = (fresh.station as unknown as Hands).takeOver(task)
    taken.catch(() => undefined)
    try {
      await (before.station as unknown as Hands).handOver()
    } catch (error) {
      fresh.worker.terminate()
      fresh.life.abort()
      throw error
    }
    before.worker.terminate()
    before.life.abort()
    held = fresh
    try {
      return await taken
    } catch (error) {
      if (held === fresh) relaunch()
      throw error
    }
  }
  const onEvent = (listener: (event: StationEvent) => void) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }
  return new Proxy({} as Station, {
    get: (_, name) => {
      if (name === 'seal') return seal
      if (name === 'present') return present
      if (name === 'onEvent') return onEvent
      if (name === 'then') return undefined
      return async (...args: unknown[]) => {
        await sealing?.catch(() => undefined)
        return (held.station[name as keyof Station] as (...given: unknown[]) => unknown)(...args)
      }
    },
  })
}
