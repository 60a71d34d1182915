import type { Platform } from '../platform.ts'
import { owned, type Bytes } from './bytes.ts'

/**
 * What this machine keeps for a vault, 32 bytes each, by number from 1. More than one while a change is under way: rings that were sealed
 * under an earlier one still open, and are sealed anew at their account's next opening.
 */
export type DeviceSecrets = ReadonlyMap<number, Bytes>
export const NO_DEVICE_SECRETS: DeviceSecrets = new Map()

/** The one that rings are sealed under now; 0 where the machine keeps none. */
export const newestSecret = (secrets: DeviceSecrets): number => Math.max(0, ...secrets.keys())

export async function readDeviceSecrets(platform: Platform, vaultId: string): Promise<DeviceSecrets> {
  const { answer, bytes } = await platform.call('deviceSecret', { vault: vaultId })
  return new Map(answer.numbers.map((number, at) => [number, owned(bytes).slice(32 * at, 32 * at + 32)]))
}

export function wipeSecrets(secrets: DeviceSecrets): void {
  for (const secret of secrets.values()) secret.fill(0)
}
