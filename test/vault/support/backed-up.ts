import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import type { WindowSession } from '../../../electron/host/host.ts'
import { nodePlatform } from '../../../electron/host/node-platform.ts'
import { createVault, memoryStore, openVault, type OpenVault, type WrittenBackup } from '../../../shared/vault/vault.ts'
import { PARTS, QUICK, WHO } from './vaults.ts'

const folders: string[] = []
const platforms: WindowSession[] = []
afterAll(async () => {
  for (const platform of platforms) await platform.close()
  for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
})

/** A laptop of its own: a data folder, and a program over it. */
export function laptop(more: Parameters<typeof nodePlatform>[1] = {}): { readonly folder: string; readonly platform: WindowSession } {
  const folder = mkdtempSync(join(tmpdir(), 'vigil-laptop-'))
  folders.push(folder)
  const platform = nodePlatform(folder, { printPdf: null, ...more })
  platforms.push(platform)
  return { folder, platform }
}

/** A disk for backups. */
export function stick(): string {
  const folder = mkdtempSync(join(tmpdir(), 'vigil-stick-'))
  folders.push(folder)
  mkdirSync(join(folder, 'backups'))
  return join(folder, 'backups')
}

export async function chosen(platform: WindowSession, path: string, what: 'backup-folder' | 'backup-file' = 'backup-folder'): Promise<string> {
  return (await platform.call('choosePlace', { what, typed: path })).answer.chosen!.place
}

export async function foundedOn(platform: WindowSession): Promise<{ vault: OpenVault; id: string; recoveryKey: readonly string[] }> {
  const made = await createVault(platform, memoryStore(), { ...PARTS, ...WHO, name: 'Northern desk', stretching: QUICK })
  return { ...made, id: made.vault.describe().vault }
}

export const openedOn = (platform: WindowSession, vault: string, who: Partial<typeof WHO> = {}): Promise<OpenVault> => openVault(platform, memoryStore(), { ...PARTS, ...WHO, ...who, vault })

/** Writes a backup and answers it with its path. */
export async function backedUp(vault: OpenVault, platform: WindowSession, folder: string): Promise<WrittenBackup & { readonly place: string; readonly path: string }> {
  const place = await chosen(platform, folder)
  const written = await vault.backups.write({ place, name: 'Northern desk' })
  return { ...written, place, path: join(folder, written.name) }
}

export const namesIn = (folder: string): string[] => readdirSync(folder).sort()
