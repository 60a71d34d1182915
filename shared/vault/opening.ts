import { PlatformError, type Platform } from '../platform.ts'
import { fromHex, type Bytes } from './bytes.ts'
import { sodiumReady, webEngine } from './engine.ts'
import { note, vaultError } from './faults.ts'
import { buildKeyFile, encodeSuccession, RECORD, type KeyFile } from './keyfile.ts'
import { randomBytes } from './primitives.ts'
import { readDeviceSecrets, wipeSecrets } from './device-secret.ts'
import { finishErasing } from './erasing.ts'
import { followDeviceSecret } from './passphrase.ts'
import { attendRecovery } from './recovery-renewal.ts'
import { settleRoots } from './rewriting.ts'
import { attend, publishDoor } from './sharing.ts'
import { renewSpares } from './spares.ts'
import { addNote, advanceHead, ifDiskTakes, type VaultState } from './state.ts'
import type { SegmentStore } from './store.ts'
import { compareWitnesses, emptyTip, readHead, settleTip } from './tip.ts'
import { readStoredKeys, unlock, type StoredKeys, type Unlocked } from './unlock.ts'
import type { OpenVault, VaultParts } from './open-vault.ts'
import { openedVault } from './session.ts'

export type OpenProgress = { readonly what: 'waiting'; readonly milliseconds: number } | { readonly what: 'stretching' } | { readonly what: 'checking' }
export interface OpenOptions extends VaultParts {
  readonly vault: string
  readonly account: string
  readonly passphrase: string
  readonly onProgress?: (progress: OpenProgress) => void
  readonly signal?: AbortSignal
}

/**
 * Wait after failures: none for the first three, then one second, doubling to a minute. It slows a person at the
 * keyboard; whoever has a copy of the files is slowed by Argon2id alone.
 */
export function attemptDelay(failures: number, last: number, now: number): number {
  if (failures < 3) return 0
  const wait = Math.min(60_000, 1000 * 2 ** (failures - 3))
  return Math.max(0, wait - Math.max(0, now - last))
}

/**
 * Opens a vault with an account's passphrase.
 * @throws `vault-busy`, `vault-absent`, `wrong-passphrase`, `keys-absent`, `keys-damaged`, `root-damaged`, `format-newer`,
 * `header-refused`, `roster-forged`
 */
export async function openVault(platform: Platform, store: SegmentStore, options: OpenOptions): Promise<OpenVault> {
  await sodiumReady
  const engine = options.engine ?? webEngine
  const clock = options.clock ?? Date.now
  const vault = fromHex(options.vault)
  const { answer } = await platform.call('takeVault', { vault: options.vault })
  if (answer.taken !== 'yes') throw vaultError(answer.taken === 'busy' ? 'vault-busy' : 'vault-absent')
  try {
    const stored = await readStoredKeys(platform, engine, vault)
    const { answer: attempts } = await platform.call('readAttempts', { vault: options.vault })
    const wait = attemptDelay(attempts.failures, attempts.last, clock())
    if (wait > 0) {
      options.onProgress?.({ what: 'waiting', milliseconds: wait })
      await pause(wait, options.signal)
    }
    options.onProgress?.({ what: 'stretching' })
    const deviceSecrets = await readDeviceSecrets(platform, options.vault)
    const numbers = [...deviceSecrets.keys()]
    let unlocked
    try {
      // Counted before it is tried: a program that is killed while it tries has had its try.
      await countAttempt(platform, options, { failures: attempts.failures + 1, last: clock() })
      unlocked = await unlock(engine, vault, stored, { account: options.account, passphrase: options.passphrase, deviceSecrets })
    } finally {
      wipeSecrets(deviceSecrets)
    }
    await ifDiskTakes(platform.call('writeAttempts', { vault: options.vault, failures: 0, last: clock() }))
    options.signal?.throwIfAborted()
    options.onProgress?.({ what: 'checking' })
    const state = await openState(platform, store, { ...options, engine, clock }, vault, stored, unlocked)
    await ifDiskTakes(attend(state).then(() => attendRecovery(state)).then(() => publishDoor(state)).then(() => followDeviceSecret(state, options.passphrase, numbers)))
    return openedVault(state, null)
  } catch (error) {
    await platform.call('releaseVault', { vault: options.vault }).catch(() => undefined)
    throw error
  }
}

/** A try that can't be counted, since the disk takes nothing, waits as long as one after four failures: to keep people out of their own vault would be worse. */
const UNCOUNTED_WAIT = 2000

async function countAttempt(platform: Platform, { vault, onProgress, signal }: OpenOptions, attempts: { failures: number; last: number }): Promise<void> {
  try {
    await platform.call('writeAttempts', { vault, ...attempts })
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error
    onProgress?.({ what: 'waiting', milliseconds: UNCOUNTED_WAIT })
    await pause(UNCOUNTED_WAIT, signal)
    onProgress?.({ what: 'stretching' })
  }
}

/** From opened keys to a checked state. */
export async function openState(
  platform: Platform, store: SegmentStore, parts: Required<VaultParts> & { readonly vault: string }, vault: Bytes, stored: StoredKeys, unlocked: Unlocked,
): Promise<VaultState> {
  const { engine, compressor, clock } = parts
  const root = stored.roots.reduce((a, b) => (b.generation > a.generation ? b : a))
  const none = { generation: 0, length: 0, chain: new Uint8Array(32) }
  const state: VaultState = {
    platform, store, engine, compressor, clock, vault, vaultId: parts.vault, ...unlocked, root, roots: stored.roots, notes: [...stored.notes],
    keyFile: stored.current ?? none, head: null, unanswered: null, tip: await emptyTip(engine, vault), device: randomBytes(16), witnessed: 0, writable: true, journalWhole: true, open: true,
  }
  if (stored.name && (stored.name.name !== state.roster.name || stored.name.sample !== state.roster.sample)) addNote(state, note('name-changed'))
  state.head = await readHead(state, state.keyring, state.roster)
  const { head } = state
  await settleTip(state)
  await compareWitnesses(state, stored.current)
  if (!stored.current) await rewriteKeyFile(state, stored, head?.keys.generation ?? 1)
  state.keyFile = pick(stored.current ?? state.keyFile)
  await renewSpares(state, stored.spares)
  if (!state.head && state.writable) await ifDiskTakes(advanceHead(state, state.tip))
  await ifDiskTakes(settleRoots(state, stored))
  await ifDiskTakes(finishErasing(state))
  return state
}
const pick = ({ generation, length, chain }: Pick<KeyFile, 'generation' | 'length' | 'chain'>) => ({ generation, length, chain })

/** Where the current key file is beyond use: the previous one's records, as a new generation signed by this account. */
async function rewriteKeyFile(state: VaultState, stored: StoredKeys, generation: number): Promise<void> {
  // What a generation before was succeeded by says nothing of this one.
  const records = stored.records.filter(({ type }) => type !== RECORD.succession)
  const { chain: before } = await buildKeyFile(state.engine, state.vault, generation + 1, records)
  const succession = { type: RECORD.succession, payload: encodeSuccession(state.vault, generation + 1, state.ring.account, before, state.ring.signing) }
  const { bytes, ...keyFile } = await buildKeyFile(state.engine, state.vault, generation + 1, [...records, succession])
  await state.platform.call('replaceSlot', { vault: state.vaultId, slot: 'keys', both: false }, bytes)
  state.keyFile = keyFile
}

async function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted()
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds)
    signal?.addEventListener('abort', () => {
      clearTimeout(timer)
      reject(signal.reason)
    }, { once: true })
  })
}
