import type { BackupFiles } from './backup-files.ts'
import type { ChosenPlaces } from './chosen-places.ts'
import type { HandlersOf } from './handlers.ts'
import type { HostOptions } from './host.ts'
import type { Restores } from './restores.ts'

/** What the calls about backups stand on. */
export interface BackupGround {
  readonly places: ChosenPlaces
  readonly files: BackupFiles
  readonly restores: Restores
  readonly choosePath: HostOptions['choosePath']
  /** @throws PlatformError `not-taken` */
  readonly requireTaken: (vault: string) => void
  /** Takes a sealed vault so that nobody opens it, without holding any of its files. @throws PlatformError `busy` */
  readonly holdBack: (vault: string) => Promise<{ release(): void }>
}

type BackupCall =
  | 'choosePlace' | 'describePlace' | 'listBackups' | 'beginBackup' | 'appendBackup' | 'finishBackup' | 'abandonBackup' | 'backupLength' | 'readBackup' | 'removeBackup'
  | 'beginRestore' | 'writeRestored' | 'finishRestore' | 'abandonRestore'

/** The calls about backups and restoring. */
export function backupHandlers({ places, files, restores, choosePath, requireTaken, holdBack }: BackupGround): HandlersOf<BackupCall> {
  return {
    choosePlace: async ({ what, typed }) => {
      // Where there is a dialog, no path of the window's own is taken.
      const path = choosePath ? await choosePath(what) : typed
      return { answer: { chosen: path === null ? null : await places.choose(what, path) } }
    },
    describePlace: async ({ place }) => ({ answer: await places.describe(place) }),
    listBackups: async ({ vault, place }) => ({ answer: { backups: await files.list(vault, place) } }),
    beginBackup: async ({ vault, place, name }) => {
      requireTaken(vault)
      return { answer: { backup: await files.begin(vault, place, name) } }
    },
    appendBackup: async ({ backup, offset }, bytes) => ({ answer: { length: await files.append(backup, offset, bytes) } }),
    finishBackup: async ({ backup }) => ({ answer: await files.finish(backup) }),
    abandonBackup: async ({ backup }) => {
      await files.abandon(backup)
      return { answer: {} }
    },
    backupLength: async ({ place, name }) => ({ answer: { length: await files.length(place, name) } }),
    readBackup: async ({ place, name, offset, length }) => ({ answer: {}, bytes: await files.read(place, name, offset, length) }),
    removeBackup: async ({ vault, place, name }) => {
      requireTaken(vault)
      await files.remove(vault, place, name)
      return { answer: {} }
    },
    beginRestore: async () => ({ answer: { restore: await restores.begin() } }),
    writeRestored: async (request, bytes) => {
      await restores.write(request, bytes)
      return { answer: {} }
    },
    finishRestore: async ({ restore, vault, replace }) => ({ answer: { aside: await restores.finish(restore, vault, replace, () => holdBack(vault)) } }),
    abandonRestore: async ({ restore }) => {
      await restores.abandon(restore)
      return { answer: {} }
    },
  }
}
