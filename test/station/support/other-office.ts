import { nodePlatform } from '../../../electron/host/node-platform.ts'
import type { Patch } from '../../../shared/model/change.ts'
import { patchParts } from '../../../shared/station/import-run.ts'
import { fromHex, toHex } from '../../../shared/vault/bytes.ts'
import { sodiumReady } from '../../../shared/vault/engine.ts'
import { openState } from '../../../shared/vault/opening.ts'
import { randomBytes } from '../../../shared/vault/primitives.ts'
import { newRing } from '../../../shared/vault/ring.ts'
import { openedVault } from '../../../shared/vault/session.ts'
import { advanceHead, appendRoster } from '../../../shared/vault/state.ts'
import { readStoredKeys, unlock } from '../../../shared/vault/unlock.ts'
import { memoryStore } from '../../../shared/vault/vault.ts'
import { appendEnvelope, packParts } from '../../../shared/vault/writing.ts'
import { nodeCompressor, nodeEngine } from '../../vault/support/node.ts'

/** What another office committed: what it had seen (ids; absent: its own last commit), and when by its clock, milliseconds since epoch. */
export interface Elsewhere { readonly act?: string; readonly patches: readonly Patch[]; readonly seen?: readonly string[]; readonly at: number }

/**
 * Puts into a sealed vault's own journal what an office elsewhere committed meanwhile: another device, another account of
 * the roster, a clock of its own, and nothing seen but what is said. What exchange will bring in looks the same. Answers the commits' ids.
 */
export async function writeElsewhere(folder: string, vault: string, who: { readonly account: string; readonly passphrase: string }, account: string, made: readonly Elsewhere[]): Promise<readonly string[]> {
  await sodiumReady
  const platform = nodePlatform(folder, { printPdf: null })
  await platform.call('takeVault', { vault })
  const stored = await readStoredKeys(platform, nodeEngine, fromHex(vault))
  const unlocked = await unlock(nodeEngine, fromHex(vault), stored, { ...who, deviceSecrets: new Map() })
  let now = Date.now()
  const state = await openState(platform, memoryStore(), { compressor: nodeCompressor, engine: nodeEngine, clock: () => now, vault }, fromHex(vault), stored, unlocked)
  const ring = newRing(account, state.ring.rosterRoot)
  await appendRoster(state, { accounts: [...state.roster.accounts, { id: ring.account, name: account, agreement: ring.agreement.publicKey, signing: ring.signing.publicKey, active: true, administrator: false, since: 0, last: [] }] })
  const device = randomBytes(16)
  const ids: string[] = []
  for (const { act = 'edit-tip', patches, seen, at } of made) {
    now = at
    const { frontier } = state.tip
    const saw = seen ?? ids.slice(-1)
    const there = { ...state, ring, device, tip: { ...state.tip, frontier: saw.map(fromHex), hlc: { time: at - 1, count: 0 } } }
    const written = await appendEnvelope(there, { id: randomBytes(16), kind: 'commit', bulk: null, undoes: null, blocks: await packParts(there, act, patchParts(patches)), sync: true })
    ids.push(toHex(written.statement.id))
    const tip = { ...written.tip, hlc: state.tip.hlc, frontier: [...frontier.filter((id) => !saw.includes(toHex(id))), written.statement.id] }
    now = Date.now()
    Object.assign(state, { keyFile: there.keyFile, head: there.head, witnessed: there.witnessed, unanswered: there.unanswered })
    await advanceHead(state, tip)
  }
  await openedVault(state, null).seal()
  await platform.close()
  return ids
}
