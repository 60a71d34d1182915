import type { Message } from '../../model/message.ts'
import type { OpenStation } from '../opened.ts'
import { previewBackup, restoreBackup, type BackupPlace, type BackupPreview } from '../../vault/vault.ts'
import type { Task } from '../station.ts'
import { BackupDesk, type BackupReport } from './backup-desk.ts'
import { asBackupError, backupError, restoreError } from './backup-faults.ts'
import type { BackupSchedule, MadeBackup } from './backup-memory.ts'
import type { KeepingContext } from './keeping.ts'

export type { BackupReport } from './backup-desk.ts'
export type { BackupSchedule, MadeBackup } from './backup-memory.ts'

export interface BackupListing {
  readonly name: string
  readonly bytes: number
  /** Milliseconds since 1970. */
  readonly modified: number
  /** What this machine knows of it, if it made it. */
  readonly known: MadeBackup | null
}

export interface BackupCalls {
  backups(): Promise<BackupReport>
  /** Backups of this vault in the chosen folder, newest first; empty while the disk is missing. */
  backupsThere(): Promise<readonly BackupListing[]>
  /** Chooses the folder: in the shell's dialog, or `typed` where the shell has none. Null where nothing was chosen. */
  chooseBackupFolder(typed: string | null): Promise<BackupReport | null>
  setBackups(change: { readonly schedule?: BackupSchedule; readonly keep?: number | null }): Promise<BackupReport>
  /** Writes a backup, reads it back and opens it. One that is under way is waited for. */
  backUp(task?: Task): Promise<MadeBackup>
  /** Reads a backup in the folder again and opens it with this account's keys. */
  checkBackup(name: string, task?: Task): Promise<{ readonly verified: boolean; readonly says: Message | null; readonly made: number | null }>
  /** Chooses a backup's file, before any vault is open. */
  chooseBackupFile(typed: string | null): Promise<(BackupPlace & { readonly path: string }) | null>
  /** What a backup says without a key, and how it stands to what is here. */
  previewBackup(file: BackupPlace, task?: Task): Promise<BackupPreview>
  /** Makes a vault of it here. `anyway`: though the same vault is here and no older; `damaged`: though the file is not whole. */
  restoreBackup(request: BackupPlace & { readonly anyway?: boolean; readonly damaged?: boolean }, task?: Task): Promise<{ readonly vault: string; readonly name: string; readonly aside: string | null }>
}

export function backupCalls({ ports, held, emit, whenOpened, beforeSealing }: KeepingContext): BackupCalls {
  const { platform } = ports
  let desk: { readonly station: OpenStation; readonly of: BackupDesk } | null = null
  const deskOf = (station: OpenStation): BackupDesk => {
    if (desk?.station !== station) {
      desk?.of.end()
      desk = { station, of: new BackupDesk(station, ports, (report) => emit({ type: 'backups', report })) }
    }
    return desk.of
  }
  whenOpened((station) => deskOf(station).begin())
  beforeSealing(async (station, mayTakeSeconds) => {
    const of = deskOf(station)
    if (mayTakeSeconds) await of.atSealing()
    of.end()
  })
  const choose = async (what: 'backup-folder' | 'backup-file', typed: string | null) => {
    try {
      return (await platform.call('choosePlace', { what, typed })).answer.chosen
    } catch (error) {
      throw asBackupError(error, true)
    }
  }
  const told = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work
    } catch (error) {
      throw asBackupError(error)
    }
  }
  const progressOf = ({ signal, onProgress }: Task, key: string) => ({ ...(signal && { signal }), onProgress: (done: number, total: number) => onProgress?.({ done, total, what: { key } }) })
  const engine = ports.engine && { engine: ports.engine }
  return {
    backups: async () => deskOf(held()).report(),
    async backupsThere() {
      const report = await deskOf(held()).report()
      const place = report.place && (await deskOf(held()).place())
      if (!place || !report.place.present) return []
      const { backups } = (await told(platform.call('listBackups', { vault: held().vault.describe().vault, place }))).answer
      return backups.toReversed().map((each) => ({ ...each, known: report.made.find((made) => made.place === place && made.name === each.name) ?? null }))
    },
    async chooseBackupFolder(typed) {
      const desk = deskOf(held())
      const chosen = await choose('backup-folder', typed)
      return chosen && desk.change({ place: { place: chosen.place, path: chosen.path } })
    },
    setBackups: async (change) => deskOf(held()).change(change),
    // No entry of the audit trail: it would make each copy behind at once; what this machine remembers of its backups is sealed beside them.
    backUp: async (task) => deskOf(held()).backUp(task),
    checkBackup: async (name, task) => deskOf(held()).check(name, task),
    async chooseBackupFile(typed) {
      const chosen = await choose('backup-file', typed)
      return chosen?.name ? { place: chosen.place, name: chosen.name, path: chosen.path } : null
    },
    async previewBackup(file, task = {}) {
      const found = await told(previewBackup(platform, file, progressOf(task, 'backup.progress.looking'), ports.engine))
      if (typeof found === 'string') throw backupError(found)
      return found
    },
    async restoreBackup({ place, name, ...allowed }, task = {}) {
      const restored = await told(restoreBackup(platform, { place, name }, { ...allowed, ...engine, ...progressOf(task, 'backup.progress.restoring') }))
      if (!restored.done) throw restoreError(restored.why)
      // Folds of the vault that was here before are another's.
      await ports.segmentStore(restored.vault).clear().catch(() => undefined)
      const { vault, name: station, aside } = restored
      return { vault, name: station, aside }
    },
  }
}
