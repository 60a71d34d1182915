import type { Erased } from '../../model/payload/erase-patches.ts'
import type { ErasedBlock, OpenVault } from '../../vault/vault.ts'
import { rewritten, type FoundErased } from './find.ts'

/** Opened bytes that are sealed anew at once. An erasure of more is done in several, each of them whole. */
const MOST_AT_ONCE = 48_000_000

/** Seals anew what remains of every place that was found, and ends the keys to what was. */
export async function eraseInVault(vault: OpenVault, { places }: FoundErased, erased: Erased): Promise<void> {
  let blocks: ErasedBlock[] = []
  let bytes = 0
  const erase = async () => {
    if (blocks.length > 0) await vault.erase('erase', blocks)
    blocks = []
    bytes = 0
  }
  for (const place of places) {
    const more = await rewritten(place, erased)
    const size = sizeOf(more)
    if (bytes + size > MOST_AT_ONCE) await erase()
    blocks.push(...more)
    bytes += size
  }
  await erase()
}

const sizeOf = (blocks: readonly ErasedBlock[]): number => blocks.reduce((sum, { sections }) => sum + (sections ?? []).reduce((bytes, section) => bytes + section.byteLength, 0), 0)
