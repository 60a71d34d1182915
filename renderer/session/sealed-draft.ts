import type { Station } from '../../shared/station/station.ts'
import { thisOpening } from './forget.ts'
import { faultOf, type Fault } from './notices.ts'

/** Writers whose newest keystroke the shell does not have yet. */
const unsettled = new Set<() => Promise<boolean>>()

/** A draft's id: 32 hexadecimal digits, as the shell names its file. */
export const newDraftId = (): string => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('')

export interface DraftWriter {
  /** Seals the newest state; what is under way is finished first, states between are passed over. */
  write(id: string, value: unknown): void
  /** A draft that is filed or dropped is not tried again. */
  forget(id: string): void
  /** Waits until the newest keystroke is sealed; false where it could not be. */
  settled(): Promise<boolean>
}

/**
 * Seals a draft at every keystroke: one write at a time, and after it the newest state, so that no write can
 * overtake a newer one. `sealed` is told only when the shell has it, `failed` when it could not take it.
 */
export function draftWriter(station: Pick<Station, 'saveDraft'>, sealed: (at: number) => void, failed: (fault: Omit<Fault, 'id'>) => void): DraftWriter {
  const newest = new Map<string, unknown>()
  /** What the shell could not take: tried again with the next key, whichever draft it is for. */
  const unsealed = new Map<string, unknown>()
  const still = thisOpening()
  let writing: Promise<void> | null = null
  const run = async () => {
    for (let next = newest.entries().next().value; next; next = newest.entries().next().value) {
      const [id, value] = next
      newest.delete(id)
      try {
        const { sealedAt } = await station.saveDraft(id, value)
        unsealed.delete(id)
        if (still()) sealed(sealedAt)
      } catch (error) {
        unsealed.set(id, value)
        if (still()) failed(faultOf(error))
      }
    }
  }
  const settled = async () => {
    while (writing) await writing
    return unsealed.size === 0
  }
  return {
    write(id, value) {
      if (!still()) return
      for (const [other, kept] of unsealed) if (other !== id) newest.set(other, kept)
      newest.set(id, value)
      if (writing) return
      unsettled.add(settled)
      writing = run().finally(() => {
        writing = null
        unsettled.delete(settled)
      })
    },
    forget(id) {
      newest.delete(id)
      unsealed.delete(id)
    },
    settled,
  }
}

/** Longest wait for a draft before the vault seals, milliseconds: the keys must not stay because a disk does not answer. */
const LONGEST_WAIT = 2000

/** Waits until every draft's newest keystroke is sealed: what was typed just before `Ctrl L` is not lost. */
export async function draftsSettled(): Promise<void> {
  if (unsettled.size === 0) return
  await Promise.race([Promise.all([...unsettled].map((settled) => settled())), new Promise((after) => setTimeout(after, LONGEST_WAIT))])
}
