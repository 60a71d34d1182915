import { decodeKeyBatch, encodeKeyBatch, MOST_IN_BATCH, moveKeyBatch, openKeyBatch, sealKeyBatch, type BlockKey, type KeyBatch } from './blockkeys.ts'
import { equalBytes, LayoutFault, toHex, type Bytes } from './bytes.ts'
import { OpenFault } from './engine.ts'
import { vaultError } from './faults.ts'
import { decodeGrant, RECOVERY_ID } from './grants.ts'
import { buildKeyFile, decodeAll, encodeRoots, encodeSuccession, newRoot, parseKeyFile, RECORD, type KeyRecord, type Root } from './keyfile.ts'
import type { GroupKey } from './keyring.ts'
import { decodeRingRecord } from './ring.ts'
import { advanceHead, witnessOf, type VaultState } from './state.ts'
import { readSlot, type StoredKeys } from './unlock.ts'

/** What of the key file goes when it is rewritten, beside what belongs to accounts that are gone. */
export interface Dropping {
  /** Ids (hexadecimal) of block keys that end. */
  readonly blockKeys?: ReadonlySet<string>
  /** Records that end. */
  readonly record?: (record: KeyRecord) => boolean
}

/**
 * Rewrites the key file whole, in both copies, as a new generation: what it drops is gone from every live file. Where block
 * keys end it goes under a fresh root, and the old root opens nothing. Batches of a group are joined. Cut anywhere, the vault opens with the old or the new
 * file, and the next opening ends the root that is left over.
 */
export async function rewriteKeys(state: VaultState, { blockKeys = new Set(), record: ends = () => false }: Dropping = {}): Promise<void> {
  const { engine, vault, platform, vaultId } = state
  const parsed = await parseKeyFile(engine, vault, await readSlot(platform, vaultId, 'keys', 'current'))
  // A damaged file may hold keys that this reading misses: rewriting it would lose them for good.
  if (typeof parsed === 'string' || parsed.damaged > 0) throw vaultError('keys-damaged')
  await state.blockKeys.all()
  // Only where keys end must the old root end with them: under a fresh one every account's folds are made anew.
  const root = blockKeys.size > 0 ? newRoot(state.root.generation + 1) : state.root
  const gone = ofGoneAccounts(state)
  const kept = parsed.records.filter((record) => record.type !== RECORD.blockKeys && record.type !== RECORD.succession && !ends(record) && !gone(record))
  const batches = await moved(state, decodeAll(parsed.records, RECORD.blockKeys, decodeKeyBatch), root, blockKeys)
  const records: KeyRecord[] = [...kept, ...batches.map((payload) => ({ type: RECORD.blockKeys, payload }))]
  const generation = parsed.generation + 1
  const { chain: before } = await buildKeyFile(engine, vault, generation, records)
  records.push({ type: RECORD.succession, payload: encodeSuccession(vault, generation, state.ring.account, before, state.ring.signing) })
  const { bytes, ...keyFile } = await buildKeyFile(engine, vault, generation, records)

  if (root !== state.root) {
    await platform.call('replaceSlot', { vault: vaultId, slot: 'root', both: true }, await encodeRoots(engine, vault, [...state.roots, root]))
    state.roots = [...state.roots, root]
  }
  await platform.call('replaceSlot', { vault: vaultId, slot: 'keys', both: true }, bytes)
  state.root = root
  state.keyFile = keyFile
  state.blockKeys.drop(blockKeys)
  if (state.roots.length > 1) await endRoots(state, [root])
  await advanceHead(state, state.tip)
}

/** Rings of accounts that ended, or that a later renewal passed over, and what was granted to them: whoever has their secrets still opens that. */
function ofGoneAccounts(state: VaultState): (record: KeyRecord) => boolean {
  const { roster, notices } = state
  const active = roster.accounts.filter((account) => account.active).map(({ id }) => id)
  const following = active.flatMap((account) => notices.flatMap((notice) => (notice.kind === 'renewal' && equalBytes(notice.author, account) ? [notice.id] : [])).slice(-1))
  const here = new Set([...active, ...following, RECOVERY_ID].map(toHex))
  return (record) => {
    const [ring] = decodeAll([record], RECORD.ring, decodeRingRecord)
    const [grant] = decodeAll([record], RECORD.grant, decodeGrant)
    const whose = ring?.account ?? grant?.recipient
    return whose !== undefined && !here.has(toHex(whose))
  }
}

async function endRoots(state: VaultState, kept: readonly Root[]): Promise<void> {
  await state.platform.call('replaceSlot', { vault: state.vaultId, slot: 'root', both: true }, await encodeRoots(state.engine, state.vault, kept))
  for (const { secret } of state.roots.filter((root) => !kept.includes(root))) secret.fill(0)
  state.roots = kept
}

/** Ends the roots that no batch is under any more: what a rewriting that was cut short had left to do. */
export async function settleRoots(state: VaultState, stored: StoredKeys): Promise<void> {
  if (state.roots.length < 2 || !state.writable || stored.damaged || !stored.current) return
  const used = new Set(decodeAll(stored.records, RECORD.blockKeys, decodeKeyBatch).map(({ generation }) => generation))
  const kept = state.roots.filter((root) => root === state.root || used.has(root.generation))
  if (kept.length < state.roots.length) await endRoots(state, kept)
}

/** Every batch under the new root: those of held groups opened, thinned and joined, the others moved as they are. */
async function moved(state: VaultState, batches: readonly KeyBatch[], root: Root, dropped: ReadonlySet<string>): Promise<Bytes[]> {
  const { engine, vault } = state
  const payloads: Bytes[] = []
  const held = new Map<string, { group: GroupKey; keys: BlockKey[] }>()
  for (const batch of batches) {
    const group = state.keyring.byHandle(batch.handle)
    const from = state.roots.find(({ generation }) => generation === batch.generation)
    try {
      if (!from) throw new OpenFault()
      if (group) {
        const { keys } = await openKeyBatch(engine, vault, group, from, batch)
        const joined = held.get(toHex(batch.handle)) ?? { group, keys: [] }
        for (const key of keys) if (!dropped.has(toHex(key.id))) joined.keys.push(key)
        held.set(toHex(batch.handle), joined)
      } else payloads.push(encodeKeyBatch(await moveKeyBatch(engine, vault, batch, from, root)))
    } catch (error) {
      // A batch that no root opens, opens for nobody: what somebody planted there goes.
      if (!(error instanceof OpenFault || error instanceof LayoutFault)) throw error
    }
  }
  for (const { group, keys } of held.values()) {
    for (let at = 0; at < keys.length; at += MOST_IN_BATCH) payloads.push(await sealKeyBatch(engine, vault, root, group, keys.slice(at, at + MOST_IN_BATCH), witnessOf(state)))
  }
  return payloads
}
