import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { safeStorage } from 'electron'
import { DurableFiles, readIfPresent } from '../host/durable-files.ts'
import { DEVICE_SECRET } from '../host/vault-folder.ts'
import { PlatformError } from '../../shared/platform.ts'
import { keepsSecrets, parseSecret } from './secret-backend.ts'

/**
 * 32 random bytes a vault, sealed by the system's keychain and kept beside the vault. Null where the
 * keychain protects nothing: the vault then rests on its passphrase alone, and says so.
 */
export async function deviceSecretKeeper(): Promise<((vaultFolder: string) => Promise<Uint8Array>) | null> {
  const backend = process.platform === 'linux' ? safeStorage.getSelectedStorageBackend() : 'system'
  if (!keepsSecrets(backend, await safeStorage.isAsyncEncryptionAvailable())) return null
  const files = new DurableFiles()
  return async (vaultFolder) => {
    const path = join(vaultFolder, DEVICE_SECRET)
    const kept = await readIfPresent(path)
    if (kept === null) {
      const secret = randomBytes(32)
      await files.replace(path, await safeStorage.encryptStringAsync(secret.toString('base64')), { syncFolder: true })
      return secret
    }
    // A secret that can't be read is an error and never a new one: a new one would lock the vault for good.
    const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(Buffer.from(kept)).catch((error: unknown) => {
      throw new PlatformError('io', error)
    })
    const secret = parseSecret(result)
    if (secret === null) throw new PlatformError('io')
    if (shouldReEncrypt) await files.replace(path, await safeStorage.encryptStringAsync(result), { syncFolder: true })
    return secret
  }
}
