import { TellableError, type Message } from '../../model/message.ts'
import type { OpenStation } from '../opened.ts'
import type { StationPorts } from '../ports.ts'
import type { Task } from '../station.ts'
import { asBackupError, backupError, saysOfCheck } from './backup-faults.ts'
import { backupIsDue, keepBackupMemory, recallBackups, type BackupMemory, type BackupSchedule, type MadeBackup } from './backup-memory.ts'

/** How backups stand, for the status bar and the settings. */
export interface BackupReport {
  readonly place: { readonly path: string; readonly present: boolean; readonly sameDisk: boolean; readonly freeBytes: number | null } | null
  readonly schedule: BackupSchedule
  readonly keep: number | null
  /** Those that this machine made and knows of, newest first. */
  readonly made: readonly MadeBackup[]
  readonly trouble: { readonly at: number; readonly code: string; readonly says: Message; readonly remedy: Message | null } | null
  readonly running: boolean
  /** Whether anything was written, or accounts or keys changed, since the newest that is verified. */
  readonly behind: boolean
}

/** Milliseconds between looks at whether one is due. */
const LOOK_MS = 10 * 60_000
/** Milliseconds that a backup at sealing may take before the keys go all the same. */
const AT_SEALING_MS = 8000
/** Milliseconds before one that is being made is worth a word. */
const QUIET_MS = 1000
/** Beside the journal: keys, drafts, digests. */
const ROOM_BYTES = 4_000_000

/** The backups of one open station: made by hand, by schedule and at sealing; one at a time. */
export class BackupDesk {
  readonly #station: OpenStation
  readonly #ports: StationPorts
  readonly #tell: (report: BackupReport) => void
  readonly #memory: Promise<{ kept: BackupMemory }>
  #running: Promise<MadeBackup> | null = null
  #timer: ReturnType<typeof setInterval> | undefined
  /** When the schedule last tried in this opening: a disk that is missing is told once, and not looked for again and again. */
  #tried: number | null = null
  #ended = false

  constructor(station: OpenStation, ports: StationPorts, tell: (report: BackupReport) => void) {
    this.#station = station
    this.#ports = ports
    this.#tell = tell
    this.#memory = ports.platform.call('describe', {}).then(async ({ answer }) => ({ kept: await recallBackups(station.vault, answer.machine) }))
    this.#memory.catch(() => undefined)
  }

  /** The chosen folder, by the shell's name for it. */
  async place(): Promise<string | null> {
    return (await this.#memory).kept.place?.place ?? null
  }

  async report(): Promise<BackupReport> {
    const { kept } = await this.#memory
    const { place, schedule, keep, made, trouble } = kept
    const known = place && (await this.#ports.platform.call('describePlace', { place: place.place }).then(({ answer }) => answer, () => ({ path: place.path, present: false, sameDisk: false, freeBytes: null })))
    const last = made.find(({ check }) => check?.verified)
    return { place: known && { ...known }, schedule, keep, made, trouble, running: this.#running !== null, behind: last?.stamp !== this.#station.vault.backups.stamp() }
  }

  async change(change: Partial<Pick<BackupMemory, 'place' | 'schedule' | 'keep'>>): Promise<BackupReport> {
    await this.#remember((kept) => ({ ...kept, ...change, ...(change.place && kept.trouble && { trouble: null }) }))
    this.#tried = null
    void this.#ifDue()
    return this.report()
  }

  /** Makes one now and reads it back. @throws TellableError `BackupFaultCode` */
  backUp(task: Task = {}): Promise<MadeBackup> {
    if (this.#station.sample !== null) return Promise.reject(backupError('sample'))
    if (this.#station.presents) return Promise.reject(backupError('presents'))
    const already = this.#running
    if (already) return already
    // Under a second there is nothing to tell.
    const slow = setTimeout(() => void this.#announce(), QUIET_MS)
    const running = this.#make(task).finally(() => {
      clearTimeout(slow)
      this.#running = null
      void this.#announce()
    })
    this.#running = running
    return running
  }

  /** Reads one again that lies in the folder, from beginning to end. */
  async check(name: string, task: Task = {}): Promise<{ readonly verified: boolean; readonly says: Message | null; readonly made: number | null }> {
    const { place } = (await this.#memory).kept
    if (!place) throw backupError('no-place')
    const before = (await this.#memory).kept.made.find((each) => each.place === place.place && each.name === name)
    try {
      const found = await this.#station.vault.backups.check({ place: place.place, name }, { ...this.#progress(task, 'backup.progress.checking', 0, 1), ...(before && { expected: before.digest }) })
      const check = { at: this.#ports.now(), verified: found.verified, says: saysOfCheck(found) }
      await this.#remember((kept) => ({ ...kept, made: kept.made.map((each) => (each === before ? { ...each, check } : each)) }))
      void this.#announce()
      return { verified: check.verified, says: check.says, made: found.made }
    } catch (error) {
      throw asBackupError(error)
    }
  }

  /** Looks now and then whether the schedule wants one. */
  begin(): void {
    if (this.#station.sample !== null || this.#station.presents) return
    void this.#announce()
    void this.#ifDue()
    this.#timer = setInterval(() => void this.#ifDue(), LOOK_MS)
  }

  /** Where that is the schedule and something was written: makes one while the keys are still there, within seconds. Never throws. */
  async atSealing(): Promise<void> {
    clearInterval(this.#timer)
    try {
      // One that is under way has its seconds too.
      if (this.#running) return void (await Promise.race([this.#running, new Promise((late) => setTimeout(late, AT_SEALING_MS))]))
      const { kept } = await this.#memory
      const last = kept.made.find(({ check }) => check?.verified)
      if (this.#station.sample === null && !this.#station.presents && kept.schedule === 'sealing' && kept.place && last?.stamp !== this.#station.vault.backups.stamp()) await this.backUp({ signal: AbortSignal.timeout(AT_SEALING_MS) })
    } catch {
      // It is remembered as trouble, and told at the next opening.
    }
  }

  end(): void {
    this.#ended = true
    clearInterval(this.#timer)
  }

  async #ifDue(): Promise<void> {
    try {
      const { kept } = await this.#memory
      const now = this.#ports.now()
      if (this.#ended || this.#running || (this.#tried !== null && !backupIsDue({ ...kept, made: [{ ...NEVER, made: this.#tried }] }, 'now', now))) return
      if (!backupIsDue(kept, this.#station.vault.backups.stamp(), now)) return
      this.#tried = now
      await this.backUp()
    } catch {
      // As above.
    }
  }

  async #make(task: Task): Promise<MadeBackup> {
    const { place, keep } = (await this.#memory).kept
    if (!place) throw backupError('no-place')
    const { platform } = this.#ports
    const { vault } = this.#station
    try {
      const { present, freeBytes } = (await platform.call('describePlace', { place: place.place })).answer
      if (!present) throw backupError('disk-missing')
      const { name, journalBytes } = vault.describe()
      if (freeBytes !== null && freeBytes < journalBytes + ROOM_BYTES) throw backupError('disk-full')
      const written = await vault.backups.write({ place: place.place, name: `${name} ${stampOf(this.#ports.now())}` }, this.#progress(task, 'backup.progress.writing', 0, 3))
      const file = { place: place.place, name: written.name }
      const found = await vault.backups.check(file, { expected: written.digest, ...this.#progress(task, 'backup.progress.checking', 1, 3) })
      const says = saysOfCheck(found)
      // What was read back is not what was written: under that name it would be taken for a backup.
      const wrong = found.faults.length > 0 || (found.refused !== null && found.refused !== 'not-opened')
      if (wrong) {
        await platform.call('removeBackup', { vault: vault.describe().vault, ...file }).catch(() => undefined)
        throw backupError('not-verified', { values: { name: written.name } })
      }
      const { name: given, made, bytes, commits, digest, stamp } = written
      const backup: MadeBackup = { place: place.place, path: place.path, name: given, made, bytes, commits, digest, stamp, check: { at: this.#ports.now(), verified: found.verified, says } }
      const gone = found.verified && keep !== null ? await this.#removeOlder(place.place, keep, given) : new Set<string>()
      await this.#remember((kept) => ({ ...kept, trouble: null, made: [backup, ...kept.made.filter((each) => each.place !== place.place || !gone.has(each.name))] }))
      return backup
    } catch (error) {
      const told = isAbort(error) ? (task.signal?.aborted && isTimeout(task.signal.reason) ? backupError('cut-short') : error) : asBackupError(error)
      if (told instanceof TellableError) await this.#remember((kept) => ({ ...kept, trouble: { at: this.#ports.now(), code: told.code, says: told.says, remedy: told.remedy ?? null } })).catch(() => undefined)
      throw told
    }
  }

  /** All but the newest of this vault's backups in the folder. */
  async #removeOlder(place: string, keep: number, newest: string): Promise<ReadonlySet<string>> {
    const { platform } = this.#ports
    const { vault } = this.#station.vault.describe()
    const { backups } = (await platform.call('listBackups', { vault, place })).answer
    const gone = new Set<string>()
    for (const { name } of backups.filter((each) => each.name !== newest).slice(0, Math.max(0, backups.length - keep))) {
      await platform.call('removeBackup', { vault, place, name }).then(() => gone.add(name), () => undefined)
    }
    return gone
  }

  async #remember(change: (kept: BackupMemory) => BackupMemory): Promise<void> {
    const memory = await this.#memory
    memory.kept = change(memory.kept)
    await keepBackupMemory(this.#station.vault, memory.kept)
  }

  async #announce(): Promise<void> {
    if (!this.#ended) await this.report().then((report) => !this.#ended && this.#tell(report), () => undefined)
  }

  #progress({ signal, onProgress }: Task, key: string, from: number, of: number) {
    // Writing is one reading of the journal, checking two.
    const share = key === 'backup.progress.writing' ? 1 : of - from
    return { ...(signal && { signal }), onProgress: (done: number, total: number) => onProgress?.({ done: from * total + done * share, total: of * total, what: { key } }) }
  }
}

const NEVER: MadeBackup = { place: '', path: '', name: '', made: 0, bytes: 0, commits: 0, digest: '', stamp: '', check: { at: 0, verified: true, says: null } }
const isAbort = (error: unknown): boolean => error instanceof DOMException && (error.name === 'AbortError' || error.name === 'TimeoutError')
const isTimeout = (reason: unknown): boolean => reason instanceof DOMException && reason.name === 'TimeoutError'

/** "2026-11-25 14.36", by this machine's clock and time zone: it is for whoever looks into the folder. */
function stampOf(now: number): string {
  const at = new Date(now)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}.${two(at.getMinutes())}`
}
