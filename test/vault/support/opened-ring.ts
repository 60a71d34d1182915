import type { Platform } from '../../../shared/platform.ts'
import { fromHex, type Bytes } from '../../../shared/vault/bytes.ts'
import { sodiumReady, type Engine } from '../../../shared/vault/engine.ts'
import { openState } from '../../../shared/vault/opening.ts'
import { openedVault } from '../../../shared/vault/session.ts'
import type { VaultState } from '../../../shared/vault/state.ts'
import { readStoredKeys, unlock, unlockWithRing, type Unlocked } from '../../../shared/vault/unlock.ts'
import { memoryStore, type OpenVault, type SegmentStore } from '../../../shared/vault/vault.ts'
import { nodeEngine } from './node.ts'
import { PARTS, WHO } from './vaults.ts'

/**
 * An account's ring, opened once, and the way in with it: what `openVault` does but for Argon2id, so that
 * hundreds of damaged vaults can be opened.
 */
export class OpenedRing {
  readonly #seed: Unlocked['ring']
  readonly #vault: string
  private constructor(vault: string, ring: Unlocked['ring']) {
    this.#vault = vault
    this.#seed = ring
  }
  static async of(platform: Platform, id: string, who: { account: string; passphrase: string } = WHO, deviceSecret: Bytes | null = null): Promise<OpenedRing> {
    await sodiumReady
    const stored = await readStoredKeys(platform, nodeEngine, fromHex(id))
    return new OpenedRing(id, (await unlock(nodeEngine, fromHex(id), stored, { ...who, deviceSecrets: new Map(deviceSecret ? [[1, deviceSecret]] : []) })).ring)
  }
  async state(platform: Platform, store: SegmentStore = memoryStore(), clock: () => number = Date.now, engine: Engine = nodeEngine): Promise<VaultState> {
    const stored = await readStoredKeys(platform, engine, fromHex(this.#vault))
    const unlocked = await unlockWithRing(engine, fromHex(this.#vault), stored, structuredClone(this.#seed))
    return openState(platform, store, { ...PARTS, engine, clock, vault: this.#vault }, fromHex(this.#vault), stored, unlocked)
  }
  async open(platform: Platform, store?: SegmentStore, clock?: () => number): Promise<OpenVault> {
    return openedVault(await this.state(platform, store, clock), null)
  }
}
