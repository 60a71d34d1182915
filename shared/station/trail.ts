import type { RecordId } from '../model/change.ts'
import { kindOf } from '../model/kinds/kinds.ts'
import { readReference, referenceOf } from '../model/reference.ts'
import type { OpenVault, VaultCommit } from '../vault/vault.ts'
import { decodeEvents, DOES, encodeEvents, type AccessEvent, type Does } from './access-event.ts'
import type { Task } from './station.ts'

/** What the trail is asked for; what is absent filters nothing. */
export interface TrailFilter {
  /** An account's id. */
  readonly account?: string
  readonly does?: Does
  /** A record by its id or its reference, as typed. */
  readonly record?: string
  /** Seconds since epoch, both ends included. */
  readonly from?: number
  readonly to?: number
}
export interface TrailRequest {
  readonly filter: TrailFilter
  /** The first entry wanted, 0 the newest, and how many. */
  readonly from: number
  readonly limit: number
}
export interface TrailEntry extends Omit<AccessEvent, 'records' | 'does' | 'account'> {
  /** `sealed`: recorded for keys that this account does not hold. */
  readonly does: Does | 'sealed'
  readonly account: string
  readonly records: readonly { readonly id: RecordId; readonly kind: string; readonly reference: string; readonly fields: readonly string[] }[]
  /** The account that keeping was about, by name. */
  readonly about: string | null
  /** False where nobody recorded more than that the commit was made, before this was kept. */
  readonly recorded: boolean
}
export interface TrailPage {
  readonly entries: readonly TrailEntry[]
  /** Entries that pass, and entries in all. */
  readonly passing: number
  readonly all: number
  /** Ids and names of the accounts that the trail tells of. */
  readonly accounts: readonly { readonly id: string; readonly name: string }[]
  /** This account's id. */
  readonly own: string
  /** By what people know this station's first roster: sixteen bytes, hexadecimal. */
  readonly root: string
}

const SEALED = DOES.length
const POOL = 1 << 20

/**
 * The audit trail, read from the journal once and then only on: what it takes to filter stands in plain columns, the rest as the
 * bytes that were recorded, opened for a page at a time. Holders of `audit` see everyone's, others their own.
 */
export class Trail {
  readonly #vault: OpenVault
  readonly #at: number[] = []
  readonly #account: number[] = []
  readonly #does: number[] = []
  /** Where an entry's bytes stand: pool, start and length; -1 where only the envelope tells. */
  readonly #place: number[] = []
  /** By entry, and by the first 32 bits of each record that it names. */
  readonly #named: { readonly entry: number[]; readonly start: number[] } = { entry: [], start: [] }
  readonly #accounts: string[] = []
  #pools: { readonly bytes: Uint8Array; used: number }[] = []
  #position = 0
  #reading: Promise<void> = Promise.resolve()

  constructor(vault: OpenVault) {
    this.#vault = vault
  }

  /** Reads what the journal has since. @param importing chunks that are not ended would be missed: then it waits for another time */
  read(importing: () => boolean, task: Task = {}): Promise<void> {
    const read = this.#reading.then(() => this.#read(importing, task))
    this.#reading = read.catch(() => undefined)
    return read
  }

  async #read(importing: () => boolean, task: Task): Promise<void> {
    if (importing()) return
    const { account, groups } = ((described) => ({ account: described.account.id, groups: described.groups }))(this.#vault.describe())
    const all = groups.includes('audit')
    const before = { entries: this.#at.length, named: this.#named.entry.length }
    const [from, total] = [this.#position, this.#vault.position]
    let at = from
    let count = 0
    try {
      for await (const commit of this.#vault.commits(from, task.signal)) {
        await this.#take(commit, all || commit.account === account)
        at = commit.position
        if (++count % 50 === 0) task.onProgress?.({ done: at - from, total: total - from, what: { key: 'audit.progress.reading' } })
      }
    } finally {
      if (importing()) {
        for (const column of [this.#at, this.#account, this.#does, this.#place]) column.length = before.entries * (column === this.#place ? 3 : 1)
        this.#named.entry.length = this.#named.start.length = before.named
      } else this.#position = at
    }
  }

  async #take(commit: VaultCommit, mine: boolean): Promise<void> {
    const { access, account, act, hlc, parts } = commit
    const time = Math.floor(hlc.time / 1000)
    if (!access) {
      if (mine) this.#put({ does: 'change', at: time, ...(act !== null && { act }) }, account, false)
      return
    }
    const opened = await access.open().catch(() => null)
    if (opened) for (const event of decodeEvents(opened)) this.#put(event, account, true)
    else if (mine) this.#put({ does: parts.length > 0 ? 'change' : 'see', at: time, ...(act !== null && { act }) }, account, true, parts.length === 0)
  }

  #put(event: AccessEvent, account: string, recorded: boolean, sealed = false): void {
    const known = this.#accounts.indexOf(account)
    const entry = this.#at.push(event.at) - 1
    this.#account.push(known >= 0 ? known : this.#accounts.push(account) - 1)
    this.#does.push(sealed ? SEALED : DOES.indexOf(event.does))
    const bytes = encodeEvents([event])
    let pool = this.#pools.at(-1)
    if (!pool || pool.used + bytes.length > pool.bytes.length) this.#pools.push((pool = { bytes: new Uint8Array(Math.max(POOL, bytes.length)), used: 0 }))
    pool.bytes.set(bytes, pool.used)
    this.#place.push(this.#pools.length - 1, pool.used, recorded ? bytes.length : -bytes.length)
    pool.used += bytes.length
    for (const { id } of event.records ?? []) {
      this.#named.entry.push(entry)
      this.#named.start.push(Number.parseInt(id.slice(0, 8), 16))
    }
  }

  /** A page of what passes, the newest first. */
  page({ filter, from, limit }: TrailRequest): TrailPage {
    const passes = this.#passes(filter)
    const found: number[] = []
    let passing = 0
    for (let entry = this.#at.length - 1; entry >= 0; entry--) {
      if (!passes(entry)) continue
      if (passing >= from && passing < from + limit) found.push(entry)
      passing++
    }
    return { entries: found.map((entry) => this.#entry(entry)), passing, all: this.#at.length, accounts: this.#accounts.map((id) => ({ id, name: this.#vault.accountName(id) ?? '' })), own: this.#vault.describe().account.id, root: this.#vault.rootFingerprint }
  }

  #passes({ account, does, record, from, to }: TrailFilter): (entry: number) => boolean {
    const accountAt = account === undefined ? -1 : this.#accounts.indexOf(account)
    const doesAt = does === undefined ? -1 : DOES.indexOf(does)
    const naming = record === undefined || record.trim() === '' ? null : this.#naming(record)
    return (entry) =>
      (account === undefined || this.#account[entry] === accountAt) && (does === undefined || this.#does[entry] === doesAt) && (from === undefined || this.#at[entry]! >= from) && (to === undefined || this.#at[entry]! <= to) &&
      (naming === null || naming.has(entry))
  }

  /** Entries that name a record: by 32 bits of its id first, then by all that was typed. */
  #naming(typed: string): ReadonlySet<number> {
    const begins = readReference(typed)?.start ?? (/^[0-9a-f]{32}$/.test(typed.trim()) ? typed.trim() : null)
    const entries = new Set<number>()
    if (begins === null) return entries
    const start = Number.parseInt(begins.slice(0, 8), 16)
    const { entry, start: starts } = this.#named
    for (let at = 0; at < starts.length; at++) if (starts[at] === start && this.#event(entry[at]!).records?.some(({ id }) => id.startsWith(begins))) entries.add(entry[at]!)
    return entries
  }

  #event(entry: number): AccessEvent {
    const [pool, start, length] = [this.#place[3 * entry]!, this.#place[3 * entry + 1]!, Math.abs(this.#place[3 * entry + 2]!)]
    return decodeEvents(this.#pools[pool]!.bytes.subarray(start, start + length))[0]!
  }

  #entry(entry: number): TrailEntry {
    const { records = [], does, account: about, ...event } = this.#event(entry)
    const account = this.#accounts[this.#account[entry]!]!
    return {
      ...event, does: this.#does[entry] === SEALED ? 'sealed' : does, account: this.#vault.accountName(account) ?? '', recorded: this.#place[3 * entry + 2]! > 0,
      about: about === undefined ? null : (this.#vault.accountName(about) ?? ''),
      records: records.map(({ id, kind, fields = [] }) => ({ id, kind, fields, reference: referenceOf(kindOf(kind) ?? { prefix: '??' }, id) })),
    }
  }

  /** Forgets everything: the vault is sealed. */
  clear(): void {
    for (const { bytes } of this.#pools) bytes.fill(0)
    for (const column of [this.#at, this.#account, this.#does, this.#place, this.#named.entry, this.#named.start, this.#accounts]) column.length = 0
    this.#pools = []
    this.#position = 0
  }
}
