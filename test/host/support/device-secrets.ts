import type { DeviceSecretKeeper } from '../../../electron/host/device-secrets.ts'

/** A machine's keychain for tests: the first secret is 32 times this byte. */
export function keptSecrets(first: number): DeviceSecretKeeper {
  const secrets = new Map([[1, new Uint8Array(32).fill(first)]])
  return {
    read: async () => secrets,
    renew: async () => {
      const number = Math.max(...secrets.keys()) + 1
      secrets.set(number, crypto.getRandomValues(new Uint8Array(32)))
      return number
    },
    end: async (_, before) => {
      for (const number of secrets.keys()) if (number < before) secrets.delete(number)
    },
  }
}
