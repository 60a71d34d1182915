import { readdir, stat, statfs } from 'node:fs/promises'
import { createHash } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { PLATFORM_CALLS, PlatformError, vaultId } from '../../shared/platform.ts'
import type { AnswerOf, Platform, PlatformCall, PlatformNotice, RequestOf } from '../../shared/platform.ts'
import { BackupFiles } from './backup-files.ts'
import { backupHandlers } from './backup-handlers.ts'
import { ChosenPlaces } from './chosen-places.ts'
import type { DeviceSecretKeeper } from './device-secrets.ts'
import { DurableFiles, asPlatformError } from './durable-files.ts'
import type { Handlers } from './handlers.ts'
import { Restores } from './restores.ts'
import { VaultFolder, readSlotOf } from './vault-folder.ts'

export type Paper = RequestOf<'printPdf'>['paper']

/** What differs between shells. */
export interface HostOptions {
  readonly dataFolder: string
  readonly shell: AnswerOf<'describe'>['shell']
  readonly version: string
  /** A self-contained page to PDF; null where nothing here can print. */
  readonly printPdf: ((html: Uint8Array, paper: Paper) => Promise<Uint8Array>) | null
  /** Writes released bytes where the person chooses; null answer: they chose not to. */
  readonly saveFile: (name: string, bytes: Uint8Array) => Promise<string | null>
  /** Where the person keeps backups, or which one they mean, asked in a dialog; null answer: they chose nothing. Null where this shell has no dialog: the person types the path. */
  readonly choosePath: ((what: RequestOf<'choosePlace'>['what']) => Promise<string | null>) | null
  /** 32 bytes that this machine keeps; null where it keeps none. */
  readonly deviceSecrets: DeviceSecretKeeper | null
  /** Milliseconds after which a write is given up. */
  readonly writeLimit?: number
}

/** One window's side of the contract. Closing it gives back the vaults it took. */
export interface WindowSession extends Platform {
  close(): Promise<void>
}

/** A window that reloads closes its old connection a moment after it opens the new one. */
const HANDOVER_MS = 400

/**
 * The Node side that both shells share: every call of `shared/platform.ts` over a data folder. Sealed
 * bytes in, sealed bytes out; it has no key and knows no record.
 */
export class Host {
  readonly options: HostOptions
  private readonly files = new DurableFiles()
  private readonly places: ChosenPlaces
  private readonly taken = new Map<string, WindowSession>()
  private readonly windows = new Set<{ session: WindowSession; notify: (notice: PlatformNotice) => void }>()

  constructor(options: HostOptions) {
    this.options = options
    mkdirSync(this.vaultsFolder, { recursive: true, mode: 0o700 })
    this.places = new ChosenPlaces(options.dataFolder, this.files)
  }

  get vaultsFolder(): string {
    return join(this.options.dataFolder, 'vaults')
  }

  /** Tells every window. */
  notify(notice: PlatformNotice): void {
    for (const window of this.windows) window.notify(notice)
  }

  async close(): Promise<void> {
    await Promise.all([...this.windows].map(({ session }) => session.close()))
  }

  openWindow(): WindowSession {
    const listeners = new Set<(notice: PlatformNotice) => void>()
    const folders = new Map<string, VaultFolder>()
    const backups = new BackupFiles(this.places, this.files)
    const restores = new Restores(this.options.dataFolder, this.vaultsFolder, this.files)
    const handlers = this.handlers(folders, backups, restores, () => session)
    let closed = false
    const session: WindowSession = {
      call: async (name, request, bytes = new Uint8Array()) => {
        if (closed) throw new PlatformError('closed')
        return answerCall(handlers, name, request, bytes)
      },
      onNotice: (listener) => {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
      close: async () => {
        closed = true
        this.windows.delete(entry)
        listeners.clear()
        await backups.close()
        await restores.close()
        for (const [vault, folder] of folders) await this.giveBack(vault, folder, folders)
      },
    }
    const entry = { session, notify: (notice: PlatformNotice) => listeners.forEach((listener) => listener(notice)) }
    this.windows.add(entry)
    return session
  }

  private folderOf(vault: string): string {
    return join(this.vaultsFolder, vault)
  }

  private async giveBack(vault: string, folder: VaultFolder, folders: Map<string, VaultFolder>): Promise<void> {
    folders.delete(vault)
    await folder.release()
    this.taken.delete(vault)
  }

  private async take(vault: string, folders: Map<string, VaultFolder>, session: WindowSession): Promise<'yes' | 'busy' | 'absent'> {
    // Not even the window that has it may take it twice: two openings would write over each other.
    if (folders.has(vault)) return 'busy'
    if (!(await isFolder(this.folderOf(vault)))) return 'absent'
    const until = performance.now() + HANDOVER_MS
    do {
      if (!this.taken.has(vault)) {
        this.taken.set(vault, session)
        const folder = await VaultFolder.take(this.folderOf(vault), this.files, this.options.writeLimit).catch((error: unknown) => {
          this.taken.delete(vault)
          throw error
        })
        if (folder) {
          folders.set(vault, folder)
          return 'yes'
        }
        this.taken.delete(vault)
      }
      await wait(40)
    } while (performance.now() < until)
    return 'busy'
  }

  /** Takes a vault and lets go of its files at once: it can be moved, and no window of this program takes it meanwhile. */
  private async holdBack(vault: string, folders: Map<string, VaultFolder>, session: WindowSession): Promise<{ release(): void }> {
    // One whose files are gone can't be opened, and is put aside all the same.
    const taken = await this.take(vault, folders, session).catch(() => {
      this.taken.set(vault, session)
      return 'yes' as const
    })
    if (taken !== 'yes') throw new PlatformError(taken)
    const folder = folders.get(vault)
    folders.delete(vault)
    await folder?.release()
    return { release: () => this.taken.delete(vault) }
  }

  private handlers(folders: Map<string, VaultFolder>, backups: BackupFiles, restores: Restores, session: () => WindowSession): Handlers {
    const { options, files } = this
    const own = (vault: string): VaultFolder => {
      const folder = folders.get(vault)
      if (!folder) throw new PlatformError('not-taken')
      return folder
    }
    return {
      describe: async () => ({
        answer: {
          shell: options.shell, version: options.version, deviceSecret: options.deviceSecrets ? 'kept' : 'none', printsPdf: options.printPdf !== null,
          choosesPlaces: options.choosePath ? 'dialog' : 'typed', machine: createHash('sha256').update(`vigil/machine\0${hostname()}`).digest('hex').slice(0, 32),
          freeBytes: await freeBytes(options.dataFolder), dataFolder: options.dataFolder,
        },
      }),
      listVaults: async () => {
        await restores.settle()
        const vaults = (await readdir(this.vaultsFolder)).filter((name) => vaultId.safeParse(name).success).sort()
        return { answer: { vaults, busy: vaults.filter((vault) => !folders.has(vault) && (this.taken.has(vault) || VaultFolder.isTaken(this.folderOf(vault)))) } }
      },
      createVault: async ({ vault }) => {
        await VaultFolder.create(this.folderOf(vault), files)
        if ((await this.take(vault, folders, session())) !== 'yes') throw new PlatformError('busy')
        return { answer: {} }
      },
      takeVault: async ({ vault }) => ({ answer: { taken: await this.take(vault, folders, session()) } }),
      releaseVault: async ({ vault }) => {
        const folder = folders.get(vault)
        if (folder) await this.giveBack(vault, folder, folders)
        return { answer: {} }
      },
      // One that was left behind by a killed program is not taken by anyone: it is taken first, so that no other window's goes.
      discardVault: async ({ vault }) => {
        if (!folders.has(vault)) {
          const taken = await this.take(vault, folders, session())
          if (taken !== 'yes') throw new PlatformError(taken)
        }
        const folder = own(vault)
        folders.delete(vault)
        await folder.discard()
        this.taken.delete(vault)
        return { answer: {} }
      },
      journalLength: async ({ vault }) => ({ answer: { length: await own(vault).journalLength() } }),
      readJournal: async ({ vault, offset, length }) => ({ answer: {}, bytes: await own(vault).readJournal(offset, length) }),
      appendJournal: async ({ vault, expected, sync }, bytes) => ({ answer: { length: await own(vault).appendJournal(expected, bytes, sync) } }),
      // Slots may be read before a vault is taken: the lock screen shows the vaults by name.
      readSlot: async ({ vault, slot, copy }) => present(await readSlotOf(this.folderOf(vault), slot, copy)),
      replaceSlot: async ({ vault, slot, both }, bytes) => {
        await own(vault).replaceSlot(slot, bytes, both)
        return { answer: {} }
      },
      appendSlot: async ({ vault, slot, expected }, bytes) => ({ answer: { length: await own(vault).appendSlot(slot, expected, bytes) } }),
      listDrafts: async ({ vault }) => ({ answer: { drafts: await own(vault).listDrafts() } }),
      readDraft: async ({ vault, draft }) => present(await own(vault).readDraft(draft)),
      writeDraft: async ({ vault, draft }, bytes) => {
        await own(vault).writeDraft(draft, bytes)
        return { answer: {} }
      },
      removeDraft: async ({ vault, draft }) => {
        await own(vault).removeDraft(draft)
        return { answer: {} }
      },
      syncCount: async () => ({ answer: { syncs: files.syncs } }),
      readAttempts: async ({ vault }) => ({ answer: await own(vault).readAttempts() }),
      writeAttempts: async ({ vault, failures, last }) => {
        await own(vault).writeAttempts({ failures, last })
        return { answer: {} }
      },
      deviceSecret: async ({ vault }) => {
        own(vault)
        const secrets = (await options.deviceSecrets?.read(this.folderOf(vault))) ?? new Map<number, Uint8Array>()
        return { answer: { numbers: [...secrets.keys()] }, bytes: Buffer.concat([...secrets.values()]) }
      },
      renewDeviceSecret: async ({ vault }) => {
        own(vault)
        if (!options.deviceSecrets) throw new PlatformError('absent')
        return { answer: { number: await options.deviceSecrets.renew(this.folderOf(vault)) } }
      },
      endDeviceSecrets: async ({ vault, before }) => {
        own(vault)
        await options.deviceSecrets?.end(this.folderOf(vault), before)
        return { answer: {} }
      },
      saveFile: async ({ name }, bytes) => {
        const where = await options.saveFile(name, bytes)
        return { answer: where === null ? { saved: false } : { saved: true, where } }
      },
      printPdf: async ({ paper }, bytes) => {
        if (!options.printPdf) throw new PlatformError('no-browser')
        return { answer: {}, bytes: await options.printPdf(bytes, paper) }
      },
      ...backupHandlers({ places: this.places, files: backups, restores, choosePath: options.choosePath, requireTaken: own, holdBack: (vault) => this.holdBack(vault, folders, session()) }),
    }
  }
}

async function answerCall<C extends PlatformCall>(handlers: Handlers, name: C, request: RequestOf<C>, bytes: Uint8Array): Promise<{ answer: AnswerOf<C>; bytes: Uint8Array }> {
  if (!Object.hasOwn(PLATFORM_CALLS, name)) throw new PlatformError('bad-request')
  const parsed = PLATFORM_CALLS[name].request.safeParse(request)
  if (!parsed.success) throw new PlatformError('bad-request', parsed.error)
  try {
    // The schema of `name` made `parsed.data`, which TypeScript can't follow through the union.
    const reply = await handlers[name](parsed.data as RequestOf<C>, bytes)
    return { answer: reply.answer, bytes: reply.bytes ?? new Uint8Array() }
  } catch (error) {
    throw asPlatformError(error)
  }
}

function present(bytes: Uint8Array | null): { answer: { present: boolean }; bytes: Uint8Array | null } {
  return { answer: { present: bytes !== null }, bytes }
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then((found) => found.isDirectory(), () => false)
}

async function freeBytes(folder: string): Promise<number | null> {
  return statfs(folder).then(({ bavail, bsize }) => bavail * bsize, () => null)
}

