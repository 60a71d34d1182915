/** Keeps secrets of this machine for its vaults: 32 bytes each, by number from 1. */
export interface DeviceSecretKeeper {
  /** Makes the first where there is none. */
  read(vaultFolder: string): Promise<ReadonlyMap<number, Uint8Array>>
  /** Makes a further one and answers its number. */
  renew(vaultFolder: string): Promise<number>
  /** Ends those with a smaller number. */
  end(vaultFolder: string, before: number): Promise<void>
}
