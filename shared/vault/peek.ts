import type { Platform } from '../platform.ts'
import { fromHex } from './bytes.ts'
import { sodiumReady, webEngine, type Engine } from './engine.ts'
import { decodeAll, decodeName, parseKeyFile, RECORD } from './keyfile.ts'
import { readSlot } from './unlock.ts'

/** Name and sample flag of a vault, before it is opened: all that can be read then. They are shown, not believed. */
export async function peekVault(platform: Platform, vaultId: string, engine: Engine = webEngine): Promise<{ name: string; sample: boolean; damaged: boolean }> {
  await sodiumReady
  const vault = fromHex(vaultId)
  for (const copy of ['current', 'previous'] as const) {
    const file = await parseKeyFile(engine, vault, await readSlot(platform, vaultId, 'keys', copy))
    if (typeof file === 'string') continue
    const [named] = decodeAll(file.records, RECORD.name, decodeName)
    if (named) return { ...named, damaged: copy === 'previous' || file.damaged > 0 }
  }
  return { name: '', sample: false, damaged: true }
}
