import { z } from 'zod'
import { placeId } from '../../platform.ts'
import type { OpenVault } from '../../vault/vault.ts'

/** Backups that are told of, newest first. */
const MOST_TOLD = 50

const message = z.object({ key: z.string(), values: z.record(z.string(), z.union([z.string(), z.number()])).optional() }).transform(({ key, values }) => ({ key, ...(values && { values }) }))
const madeBackup = z.object({
  place: placeId, path: z.string(), name: z.string(), made: z.number(), bytes: z.number(), commits: z.number(), digest: z.string(), stamp: z.string(),
  /** Milliseconds since 1970 when it was last read back; `says`: why it is not verified. */
  check: z.object({ at: z.number(), verified: z.boolean(), says: message.nullable() }).nullable(),
})
const memory = z.object({
  version: z.literal(1),
  /** The machine that remembers: on another the copies are not known to be there. */
  machine: z.string(),
  place: z.object({ place: placeId, path: z.string() }).nullable(),
  schedule: z.enum(['off', 'daily', 'weekly', 'sealing']),
  /** How many are kept in the folder; null keeps all. */
  keep: z.number().int().min(1).nullable(),
  made: z.array(madeBackup),
  /** What went wrong last, until one succeeds. */
  trouble: z.object({ at: z.number(), code: z.string(), says: message, remedy: message.nullable() }).nullable(),
})
export type BackupMemory = z.infer<typeof memory>
export type MadeBackup = BackupMemory['made'][number]
export type BackupSchedule = BackupMemory['schedule']

const nothing = (machine: string): BackupMemory => ({ version: 1, machine, place: null, schedule: 'off', keep: null, made: [], trouble: null })

/** What this machine remembers of a vault's backups; nothing where nothing readable is, or where the folder was copied from another machine. */
export async function recallBackups(vault: OpenVault, machine: string): Promise<BackupMemory> {
  const bytes = await vault.backups.remembered()
  if (!bytes) return nothing(machine)
  try {
    const read = memory.parse(JSON.parse(new TextDecoder().decode(bytes)))
    return read.machine === machine ? read : nothing(machine)
  } catch {
    return nothing(machine)
  }
}

export async function keepBackupMemory(vault: OpenVault, remembered: BackupMemory): Promise<void> {
  await vault.backups.remember(new TextEncoder().encode(JSON.stringify({ ...remembered, made: remembered.made.slice(0, MOST_TOLD) } satisfies BackupMemory)))
}

const PERIOD: Readonly<Record<BackupSchedule, number>> = { off: Infinity, sealing: Infinity, daily: 24 * 3_600_000, weekly: 7 * 24 * 3_600_000 }

/** Whether the schedule wants one now. @param stamp the vault as it stands: what is backed up already is not again */
export function backupIsDue({ schedule, place, made }: BackupMemory, stamp: string, now: number): boolean {
  if (!place || PERIOD[schedule] === Infinity) return false
  const last = made.find(({ check }) => check?.verified)
  return !last || (last.stamp !== stamp && now - last.made >= PERIOD[schedule])
}
