import type { OpenVault } from '../vault/vault.ts'
import { encodeEvents, type AccessEvent } from './access-event.ts'
import type { StationEvent } from './station.ts'

/** What was seen is written this long after, milliseconds, or with the next act. */
const GATHER = 10_000
/** A record that stays open, or is gone back to, is seen once in this long, milliseconds. */
const SAME_LOOK = 15 * 60_000
/** Looks that are remembered, so that going to and fro is one. */
const MOST_LOOKS = 2000
/** Events kept where the vault takes none at the moment. */
const MOST_WAITING = 5000

export type NewAccess = Omit<AccessEvent, 'at'>

/** What this account saw and did, on its way into the journal. It holds no values; sealing writes what is left. */
export class AccessLog {
  readonly #vault: OpenVault
  readonly #now: () => number
  readonly #emit: (event: StationEvent) => void
  #waiting: AccessEvent[] = []
  readonly #looks = new Map<string, number>()
  #timer: ReturnType<typeof setTimeout> | null = null
  #told = false

  constructor(vault: OpenVault, now: () => number, emit: (event: StationEvent) => void) {
    this.#vault = vault
    this.#now = now
    this.#emit = emit
  }

  /** Takes note of something seen; it is written some seconds later. */
  note(event: NewAccess): void {
    if (!this.#vault.describe().writable || !this.#isRecorded()) return
    const last = this.#waiting.at(-1)
    if (event.does === 'search' && last?.does === 'search') {
      // Every letter searches anew: one search until something else is done.
      this.#waiting[this.#waiting.length - 1] = { ...last, count: Math.max(last.count ?? 0, event.count ?? 0) }
      return
    }
    if (event.does === 'see' && !this.#isNewLook(event)) return
    this.#waiting.push(this.stamped(event))
    if (this.#waiting.length > MOST_WAITING) this.#waiting.shift()
    this.#later()
  }

  /** Writes an event, and what waited, before it answers; false where this vault can't record it. @throws PlatformError */
  async recorded(event: NewAccess): Promise<boolean> {
    if (!this.#vault.describe().writable || !this.#isRecorded()) return false
    this.#waiting.push(this.stamped(event))
    await this.#write()
    return true
  }

  stamped(event: NewAccess): AccessEvent {
    return { ...event, at: Math.floor(this.#now() / 1000) }
  }

  /** What waits, for a commit that takes it along; `giveBack` where that failed. */
  take(): readonly AccessEvent[] {
    const taken = this.#waiting
    this.#waiting = []
    return taken
  }

  giveBack(events: readonly AccessEvent[]): void {
    this.#waiting = [...events, ...this.#waiting]
    if (this.#waiting.length > 0) this.#later()
  }

  /** Writes what is left; sealing must not fail for it. */
  async close(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer)
    await this.#write().catch(() => undefined)
    this.#waiting = []
    this.#looks.clear()
  }

  /** Writes what waits now. */
  async flush(): Promise<void> {
    await this.#write().catch(() => undefined)
  }

  async #write(): Promise<void> {
    if (this.#waiting.length === 0 || !this.#vault.describe().writable) return
    const taken = this.take()
    try {
      await this.#vault.commit({ act: 'see', parts: [], access: encodeEvents(taken) })
    } catch (error) {
      this.#waiting = [...taken, ...this.#waiting]
      throw error
    }
  }

  #later(): void {
    if (this.#timer) return
    this.#timer = setTimeout(() => {
      this.#timer = null
      void this.#write().catch(() => undefined)
    }, GATHER)
    // A program without a window ends when its work is done.
    ;(this.#timer as { unref?: () => void }).unref?.()
  }

  /** Where no administrator has opened the vault yet since it can, nothing is recorded; that is told, once. */
  #isRecorded(): boolean {
    if (this.#vault.audited) return true
    if (!this.#told) this.#emit({ type: 'fault', says: { key: 'audit.not-recorded' } })
    this.#told = true
    return false
  }

  #isNewLook({ records = [], act = '' }: NewAccess): boolean {
    const now = this.#now()
    const key = `${act} ${records.map(({ id, fields = [] }) => `${id} ${fields.join()}`).join()}`
    const before = this.#looks.get(key)
    if (before !== undefined && now - before < SAME_LOOK) return false
    this.#looks.delete(key)
    this.#looks.set(key, now)
    if (this.#looks.size > MOST_LOOKS) this.#looks.delete(this.#looks.keys().next().value!)
    return true
  }
}
