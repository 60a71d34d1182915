import type { Station } from '../../shared/station/station.ts'
import { tell } from './notices.ts'

/** Saves a file that may leave the vault and says where it is. Answers whether it was saved. */
export async function saveFile(station: Station, name: string, bytes: Uint8Array, says: { readonly key: string } = { key: 'app.saved' }): Promise<boolean> {
  const { saved, where } = await station.saveFile(name, bytes)
  if (saved) tell({ key: says.key, values: { name, where: where ?? name } })
  return saved
}
