import { PlatformError, type AnswerOf, type Platform, type PlatformCall, type PlatformNotice, type RequestOf } from '../../../shared/platform.ts'

export type SlotName = 'keys' | 'head' | 'root'
export type SlotCopy = 'current' | 'previous'

export interface MemoryVault {
  journal: Uint8Array
  slots: Map<`${SlotName}/${SlotCopy}`, Uint8Array>
  drafts: Map<string, Uint8Array>
  attempts: { failures: number; last: number }
}

/** The machine stops in the middle of a write. */
export class Crash extends Error {}

/**
 * A disk in memory. `crashAt` stops at the n-th write from now, with `bytes` of it written (negative: counted from
 * its end, and `all` for a write that is done but never answered). What the shell replaces whole (temporary file,
 * rename) is done or not.
 */
export class MemoryPlatform implements Platform {
  vaults = new Map<string, MemoryVault>()
  syncs = 0
  writes = 0
  /** What the machine keeps for its vaults, by number. */
  deviceSecrets = new Map<number, Uint8Array>()
  get deviceSecret(): Uint8Array | null {
    return this.deviceSecrets.get(1) ?? null
  }
  set deviceSecret(secret: Uint8Array | null) {
    this.deviceSecrets = new Map(secret ? [[1, secret]] : [])
  }
  log: string[] = []
  #crash: { at: number; bytes: number | 'all' } | null = null
  #taken = new Set<string>()

  crashAt(writesFromNow: number, bytes: number | 'all'): void {
    this.#crash = { at: this.writes + writesFromNow, bytes }
  }
  /** After a crash: nothing is held any more. */
  restart(): void {
    this.#crash = null
    this.#taken.clear()
  }
  /** The same disk in a machine that starts anew: what the old program still does, it does to its own. */
  rebooted(): MemoryPlatform {
    const machine = new MemoryPlatform()
    machine.vaults = this.snapshot()
    return machine
  }
  /** A copy of everything on the disk. */
  snapshot(): Map<string, MemoryVault> {
    return structuredClone(this.vaults)
  }
  vault(id: string): MemoryVault {
    const found = this.vaults.get(id)
    if (!found) throw new PlatformError('absent')
    return found
  }
  only(): MemoryVault {
    return [...this.vaults.values()][0]!
  }
  onNotice(_listener: (notice: PlatformNotice) => void): () => void {
    return () => undefined
  }

  /** How many bytes of a write reach the disk, and whether the machine stops with it. */
  #write(length: number): { reaches: number; crash: boolean } {
    this.writes += 1
    if (!this.#crash || this.writes < this.#crash.at) return { reaches: length, crash: false }
    if (this.writes > this.#crash.at) throw new Crash()
    const { bytes } = this.#crash
    return { reaches: bytes === 'all' ? length : Math.max(0, Math.min(length, bytes < 0 ? length + bytes : bytes)), crash: true }
  }
  async call<C extends PlatformCall>(name: C, request: RequestOf<C>, bytes: Uint8Array = new Uint8Array(0)): Promise<{ answer: AnswerOf<C>; bytes: Uint8Array }> {
    const { answer, out } = this.#answer(name, request as Record<string, unknown>, new Uint8Array(bytes))
    return { answer: answer as AnswerOf<C>, bytes: out }
  }

  #answer(name: PlatformCall, request: Record<string, unknown>, bytes: Uint8Array): { answer: unknown; out: Uint8Array } {
    const id = request['vault'] as string
    const none = new Uint8Array(0)
    const reply = (answer: unknown, out = none) => ({ answer, out })
    switch (name) {
      case 'listVaults':
        return reply({ vaults: [...this.vaults.keys()], busy: [] })
      case 'createVault':
        if (this.vaults.has(id)) throw new PlatformError('exists')
        this.vaults.set(id, { journal: none, slots: new Map(), drafts: new Map(), attempts: { failures: 0, last: 0 } })
        this.#taken.add(id)
        return reply({})
      case 'takeVault': {
        const taken = !this.vaults.has(id) ? 'absent' : this.#taken.has(id) ? 'busy' : 'yes'
        if (taken === 'yes') this.#taken.add(id)
        return reply({ taken })
      }
      case 'releaseVault':
        this.#taken.delete(id)
        return reply({})
      case 'journalLength':
        return reply({ length: this.vault(id).journal.length })
      case 'readJournal': {
        const offset = request['offset'] as number
        return reply({}, this.vault(id).journal.slice(offset, offset + (request['length'] as number)))
      }
      case 'appendJournal': {
        const vault = this.vault(id)
        const expected = request['expected'] as number
        if (vault.journal.length < expected) throw new PlatformError('short-journal')
        const { reaches, crash } = this.#write(bytes.length)
        vault.journal = join(vault.journal.subarray(0, expected), bytes.subarray(0, reaches))
        this.log.push('append')
        if (crash) throw new Crash()
        if (request['sync']) this.syncs += 1
        return reply({ length: vault.journal.length })
      }
      case 'appendSlot': {
        const { slots } = this.vault(id)
        const before = slots.get('keys/current') ?? none
        const expected = request['expected'] as number
        if (before.length < expected) throw new PlatformError('io')
        const { reaches, crash } = this.#write(bytes.length)
        slots.set('keys/current', join(before.subarray(0, expected), bytes.subarray(0, reaches)))
        this.log.push('keys')
        if (crash) throw new Crash()
        this.syncs += 1
        return reply({ length: expected + bytes.length })
      }
      case 'replaceSlot': {
        const { slots } = this.vault(id)
        const slot = request['slot'] as SlotName
        const { reaches, crash } = this.#write(bytes.length)
        if (reaches < bytes.length) throw new Crash()
        const before = slots.get(`${slot}/current`)
        if (request['both']) slots.set(`${slot}/previous`, bytes.slice())
        else if (before) slots.set(`${slot}/previous`, before)
        slots.set(`${slot}/current`, bytes)
        this.log.push(slot)
        if (crash) throw new Crash()
        this.syncs += request['both'] ? 2 : 1
        return reply({})
      }
      case 'readSlot': {
        const found = this.vault(id).slots.get(`${request['slot'] as SlotName}/${request['copy'] as SlotCopy}`)
        return reply({ present: found !== undefined }, found?.slice() ?? none)
      }
      case 'listDrafts':
        return reply({ drafts: [...this.vault(id).drafts.keys()] })
      case 'readDraft': {
        const found = this.vault(id).drafts.get(request['draft'] as string)
        return reply({ present: found !== undefined }, found?.slice() ?? none)
      }
      case 'writeDraft':
        if (this.#write(bytes.length).crash) throw new Crash()
        this.vault(id).drafts.set(request['draft'] as string, bytes)
        return reply({})
      case 'removeDraft':
        this.vault(id).drafts.delete(request['draft'] as string)
        return reply({})
      case 'readAttempts':
        return reply({ ...this.vault(id).attempts })
      case 'writeAttempts':
        this.vault(id).attempts = { failures: request['failures'] as number, last: request['last'] as number }
        return reply({})
      case 'deviceSecret':
        return reply({ numbers: [...this.deviceSecrets.keys()] }, [...this.deviceSecrets.values()].reduce<Uint8Array>(join, none).slice())
      case 'renewDeviceSecret': {
        const number = Math.max(0, ...this.deviceSecrets.keys()) + 1
        this.deviceSecrets.set(number, crypto.getRandomValues(new Uint8Array(32)))
        return reply({ number })
      }
      case 'endDeviceSecrets':
        for (const number of this.deviceSecrets.keys()) if (number < (request['before'] as number)) this.deviceSecrets.delete(number)
        return reply({})
      case 'syncCount':
        return reply({ syncs: this.syncs })
      default:
        throw new PlatformError('bad-request')
    }
  }
}

function join(a: Uint8Array, b: Uint8Array): Uint8Array {
  const whole = new Uint8Array(a.length + b.length)
  whole.set(a)
  whole.set(b, a.length)
  return whole
}
