import type { Platform } from '../../../shared/platform.ts'
import { openSection, type BlockPlace } from '../../../shared/vault/block.ts'
import { BlockKeys, decodeKeyBatch } from '../../../shared/vault/blockkeys.ts'
import { fromHex, toHex } from '../../../shared/vault/bytes.ts'
import { JournalReader, JOURNAL_HEADER } from '../../../shared/vault/journal.ts'
import { decodeAll, decodeRoots, parseKeyFile, RECORD } from '../../../shared/vault/keyfile.ts'
import { readEnvelope } from '../../../shared/vault/reading.ts'
import { openByRecovery } from '../../../shared/vault/recovering.ts'
import { readSlot, readStoredKeys } from '../../../shared/vault/unlock.ts'
import { nodeCompressor, nodeEngine } from './node.ts'
import { OpenedRing } from './opened-ring.ts'
import { WHO } from './vaults.ts'

type Who = { readonly account: string; readonly passphrase: string }

/** Everything that every key there is opens of the files as they lie there: all accounts' groups, the recovery key's, all roots, both copies. */
export async function everythingThatOpens(platform: Platform, id: string, recoveryKey: readonly string[], who: Who = WHO): Promise<string> {
  const vault = fromHex(id)
  const stored = await readStoredKeys(platform, nodeEngine, vault)
  const { keyring } = await openByRecovery(nodeEngine, vault, stored, recoveryKey)
  const state = await (await OpenedRing.of(platform, id, who)).state(platform)
  const found: string[] = []
  const files = await Promise.all((['current', 'previous'] as const).map(async (copy) => parseKeyFile(nodeEngine, vault, await readSlot(platform, id, 'keys', copy))))
  const batches = files.flatMap((file) => (typeof file === 'string' ? [] : decodeAll(file.records, RECORD.blockKeys, decodeKeyBatch)))
  const roots = (await Promise.all((['current', 'previous'] as const).map(async (copy) => decodeRoots(nodeEngine, vault, await readSlot(platform, id, 'root', copy))))).flatMap((one) => one ?? [])
  // A batch is opened with every root of its generation: two copies may hold different ones.
  const keys = (await Promise.all(roots.map(async (root) => new BlockKeys(nodeEngine, vault, keyring, [root], batches).all()))).flat()
  const byId = new Map(keys.map((key) => [toHex(key.id), key]))
  const reader = new JournalReader(platform, nodeEngine, vault)
  for await (const frame of reader.frames(JOURNAL_HEADER, await reader.length())) {
    const envelope = frame.body ? await readEnvelope(state, frame) : ''
    if (typeof envelope === 'string') continue
    const { statement, table } = envelope.meta
    let at = envelope.body.length - table.reduce((sum, { sections }) => sum + sections.reduce((a, b) => a + b, 0), 0)
    for (const block of table) {
      for (const [section, length] of block.sections.entries()) {
        const key = byId.get(toHex(block.key))
        const sealed = envelope.body.subarray(at, (at += length))
        if (!key) continue
        const place: BlockPlace = { vault, use: 'commit', group: key.group, block: block.key, owner: statement.id, sequence: statement.sequence }
        found.push(new TextDecoder().decode((await openSection(nodeEngine, nodeCompressor, await nodeEngine.cipher(key.key), place, section, sealed)).content))
      }
    }
  }
  return found.join('\n')
}
