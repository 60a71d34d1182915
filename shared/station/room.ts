import type { Platform } from '../platform.ts'

/** How much the disk under the vault still takes: `low` is told, with `none` nothing new is begun, since a write that fails half-way helps nobody. */
export type Room = 'enough' | 'low' | 'none'

/** Bytes. Under the first it is told; under the second the vault opens for reading alone until there is room again. */
export const LOW_ROOM = 500_000_000
export const NO_ROOM = 20_000_000

const LOOK_MILLISECONDS = 30_000

/** @param freeBytes null where the shell can't say: then writes tell by themselves */
export const roomOf = (freeBytes: number | null): Room => (freeBytes === null || freeBytes >= LOW_ROOM ? 'enough' : freeBytes >= NO_ROOM ? 'low' : 'none')

/** Looks at the free space now and then until `signal` aborts, and tells whenever it means something else than before. */
export async function watchRoom(platform: Platform, signal: AbortSignal, onChange: (room: Room) => void, every = LOOK_MILLISECONDS): Promise<void> {
  let before: Room = 'enough'
  while (!signal.aborted) {
    // A shell that is gone has more to tell than this.
    const now = await platform.call('describe', {}).then(({ answer }) => roomOf(answer.freeBytes), () => before)
    if (!signal.aborted && now !== before) onChange((before = now))
    await pause(every, signal)
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    }, { once: true })
  })
}
