import { randomBytes } from 'node:crypto'
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { safeStorage } from 'electron'
import type { DeviceSecretKeeper } from '../host/device-secrets.ts'
import { DurableFiles, readIfPresent } from '../host/durable-files.ts'
import { deviceSecretFile, deviceSecretNumber } from '../host/vault-folder.ts'
import { PlatformError } from '../../shared/platform.ts'
import { keepsSecrets, parseSecret } from './secret-backend.ts'

/**
 * 32 random bytes a vault, sealed by the system's keychain and kept beside the vault; a further file for each further one. Null
 * where the keychain protects nothing: the vault then rests on its passphrase alone, and says so.
 */
export async function deviceSecretKeeper(): Promise<DeviceSecretKeeper | null> {
  const backend = process.platform === 'linux' ? safeStorage.getSelectedStorageBackend() : 'system'
  if (!keepsSecrets(backend, await safeStorage.isAsyncEncryptionAvailable())) return null
  const files = new DurableFiles()
  const numbersIn = async (folder: string) => (await readdir(folder)).flatMap((name) => deviceSecretNumber(name) ?? []).sort((a, b) => a - b)
  const make = async (folder: string, number: number): Promise<Uint8Array> => {
    const secret = randomBytes(32)
    await files.replace(join(folder, deviceSecretFile(number)), await safeStorage.encryptStringAsync(secret.toString('base64')), { syncFolder: true })
    return secret
  }
  const open = async (folder: string, number: number): Promise<Uint8Array> => {
    const path = join(folder, deviceSecretFile(number))
    const kept = await readIfPresent(path)
    if (kept === null) throw new PlatformError('io')
    // A secret that can't be read is an error and never a new one: a new one would lock the vault for good.
    const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(Buffer.from(kept)).catch((error: unknown) => {
      throw new PlatformError('io', error)
    })
    const secret = parseSecret(result)
    if (secret === null) throw new PlatformError('io')
    if (shouldReEncrypt) await files.replace(path, await safeStorage.encryptStringAsync(result), { syncFolder: true })
    return secret
  }
  return {
    async read(folder) {
      const numbers = await numbersIn(folder)
      if (numbers.length === 0) return new Map([[1, await make(folder, 1)]])
      return new Map(await Promise.all(numbers.map(async (number) => [number, await open(folder, number)] as const)))
    },
    async renew(folder) {
      const number = Math.max(0, ...(await numbersIn(folder))) + 1
      await make(folder, number)
      return number
    },
    async end(folder, before) {
      for (const number of await numbersIn(folder)) if (number < before) await rm(join(folder, deviceSecretFile(number)), { force: true })
      await files.syncFolder(folder)
    },
  }
}
