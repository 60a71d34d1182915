import { createVault, memoryStore, openVault, type CommitPart, type OpenVault, type SegmentStore, type Stretching, type VaultCommit } from '../../../shared/vault/vault.ts'
import { MemoryPlatform } from './memory-platform.ts'
import { nodeCompressor, nodeEngine } from './node.ts'

/** The least that a header may ask for: tests open many vaults. */
export const QUICK: Stretching = { memory: 64 * 1024, passes: 3 }
export const WHO = { account: 'Amina', passphrase: 'correct horse battery staple' }
export const PARTS = { compressor: nodeCompressor, engine: nodeEngine }

export async function founded(options: { platform?: MemoryPlatform; store?: SegmentStore; clock?: () => number } = {}): Promise<{ platform: MemoryPlatform; store: SegmentStore; vault: OpenVault; recoveryKey: readonly string[]; id: string }> {
  const platform = options.platform ?? new MemoryPlatform()
  const store = options.store ?? memoryStore()
  const made = await createVault(platform, store, { ...PARTS, ...WHO, name: 'Northern desk', stretching: QUICK, ...(options.clock ? { clock: options.clock } : {}) })
  return { platform, store, ...made, id: made.vault.describe().vault }
}

export function reopened(platform: MemoryPlatform, id: string, options: { store?: SegmentStore; passphrase?: string; account?: string; clock?: () => number } = {}): Promise<OpenVault> {
  return openVault(platform, options.store ?? memoryStore(), { ...PARTS, ...WHO, vault: id, ...(options.passphrase === undefined ? {} : { passphrase: options.passphrase }), ...(options.account === undefined ? {} : { account: options.account }), ...(options.clock ? { clock: options.clock } : {}) })
}

export const text = (value: string) => new TextEncoder().encode(value)
export const words = (bytes: Uint8Array) => new TextDecoder().decode(bytes)

export function note(vault: OpenVault, value: string, group = 'casework') {
  return vault.commit({ act: 'write-note', parts: [{ group, section: 'text', bytes: text(value) }] })
}

export async function allCommits(vault: OpenVault, from = 0): Promise<VaultCommit[]> {
  const commits = []
  for await (const commit of vault.commits(from)) commits.push(commit)
  return commits
}

/** Every text that opens, in journal order. */
export async function allTexts(vault: OpenVault): Promise<string[]> {
  const texts = []
  for (const commit of await allCommits(vault)) for (const part of commit.parts) texts.push(await openText(part))
  return texts
}
export async function openText(part: CommitPart): Promise<string> {
  try {
    return words(await part.open())
  } catch (error) {
    return `!${(error as { code?: string }).code}`
  }
}
export const codes = (vault: OpenVault) => vault.describe().notes.map(({ code }) => code)
