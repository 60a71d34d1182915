import sodium from 'libsodium-wrappers-sumo'
import { owned, type Bytes } from './bytes.ts'

/**
 * The two primitives that carry the bulk: SHA-256 and AES-256-GCM. The default runs on WebCrypto; a Node
 * program may give one over `node:crypto`, which must produce the same bytes (test/vault/engine.test.ts).
 */
export interface Engine {
  sha256(data: Bytes): Bytes | Promise<Bytes>
  /** A cipher for one 32-byte key. */
  cipher(key: Bytes): BlockCipher | Promise<BlockCipher>
}

/** AES-256-GCM with 12-byte nonces and a 16-byte tag behind the ciphertext. */
export interface BlockCipher {
  seal(nonce: Bytes, associated: Bytes, plaintext: Bytes): Bytes | Promise<Bytes>
  /** @throws OpenFault where key, nonce, associated data or a byte differs */
  open(nonce: Bytes, associated: Bytes, sealed: Bytes): Bytes | Promise<Bytes>
}

/** The AEAD refused: wrong key, wrong place, or changed bytes. Which one, nobody can tell from it. */
export class OpenFault extends Error {
  constructor() {
    super('did not open')
    this.name = 'OpenFault'
  }
}

/** A WebCrypto call costs a hop between threads (80 microseconds here); libsodium hashes this much sooner. */
const SMALL = 4096

export const webEngine: Engine = {
  sha256(data) {
    return data.length <= SMALL ? sha256Small(data) : crypto.subtle.digest('SHA-256', data).then((digest) => new Uint8Array(digest))
  },
  async cipher(raw) {
    const key = await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt'])
    return {
      async seal(iv, additionalData, plaintext) {
        return new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData }, key, plaintext))
      },
      async open(iv, additionalData, sealed) {
        try {
          return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData }, key, sealed))
        } catch {
          throw new OpenFault()
        }
      },
    }
  },
}

/** Resolves when libsodium's WebAssembly is compiled; every entry of the vault awaits it first. */
export const sodiumReady: Promise<void> = sodium.ready

export function sha256Small(data: Uint8Array): Bytes {
  return owned(sodium.crypto_hash_sha256(data))
}
