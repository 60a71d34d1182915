import sodium from 'libsodium-wrappers-sumo'
import { ByteWriter, concatBytes, owned, utf8, type Bytes } from './bytes.ts'
import { OpenFault, type Engine } from './engine.ts'

/** Version of every sealed format; bound into all associated data. */
export const FORMAT = 1

export function randomBytes(count: number): Bytes {
  return crypto.getRandomValues(new Uint8Array(count))
}

/**
 * HKDF-SHA-256 (RFC 5869) with a salt of exactly 32 bytes and 32 bytes of output (one expand block).
 * Synchronous over libsodium's HMAC: WebCrypto's takes two thread hops for the same microseconds of work.
 */
export function hkdf(secret: Uint8Array, salt: Uint8Array, info: Uint8Array): Bytes {
  if (salt.length !== 32) throw new RangeError('salt must be 32 bytes')
  const extracted = sodium.crypto_auth_hmacsha256(secret, salt)
  const expanded = sodium.crypto_auth_hmacsha256(concatBytes(info, Uint8Array.of(1)), extracted)
  extracted.fill(0)
  return owned(expanded)
}

/** Names what is sealed and where it belongs: `vigil/<what>/v1`, the vault, then the caller's own binding. */
export function context(what: string, vault: Uint8Array, ...binding: readonly Uint8Array[]): Bytes {
  return concatBytes(utf8(`vigil/${what}/v${FORMAT}\0`), vault, ...binding)
}

export const u32Bytes = (value: number): Bytes => new ByteWriter().u32(value).finish()
export const u48Bytes = (value: number): Bytes => new ByteWriter().u48(value).finish()

const NONCE_ZERO = new Uint8Array(12)

/**
 * Seals a small thing under a long-lived key: a fresh 32-byte salt makes a key that is used once, so the
 * nonce can be fixed. Output: salt, ciphertext, tag.
 * @throws RangeError for a key that was wiped: what it sealed, anyone could open
 */
export async function sealUnder(engine: Engine, key: Uint8Array, binding: Bytes, plaintext: Bytes): Promise<Bytes> {
  if (key.every((byte) => byte === 0)) throw new RangeError('a wiped key seals nothing')
  const salt = randomBytes(32)
  const once = hkdf(key, salt, binding)
  const cipher = await engine.cipher(once)
  once.fill(0)
  return concatBytes(salt, await cipher.seal(NONCE_ZERO, binding, plaintext))
}

/** @throws OpenFault */
export async function openUnder(engine: Engine, key: Uint8Array, binding: Bytes, sealed: Bytes): Promise<Bytes> {
  if (sealed.length < 32 + 16) throw new OpenFault()
  const once = hkdf(key, sealed.subarray(0, 32), binding)
  const cipher = await engine.cipher(once)
  once.fill(0)
  return owned(await cipher.open(NONCE_ZERO, binding, sealed.subarray(32)))
}

export interface SigningKeys { readonly publicKey: Bytes; readonly secretKey: Bytes }
export interface AgreementKeys { readonly publicKey: Bytes; readonly secretKey: Bytes }

/** Ed25519 keys from a 32-byte seed. */
export function signingKeys(seed: Uint8Array): SigningKeys {
  const pair = sodium.crypto_sign_seed_keypair(seed)
  return { publicKey: owned(pair.publicKey), secretKey: owned(pair.privateKey) }
}

/** X25519 keys from a 32-byte secret. */
export function agreementKeys(secret: Uint8Array): AgreementKeys {
  return { publicKey: owned(sodium.crypto_scalarmult_base(secret)), secretKey: new Uint8Array(secret) }
}

/** Ed25519 over `vigil/<what>/v1`, the vault and the message: a signature never fits another use or vault. */
export function sign(keys: SigningKeys, what: string, vault: Uint8Array, message: Uint8Array): Bytes {
  return owned(sodium.crypto_sign_detached(context(what, vault, message), keys.secretKey))
}

export function verify(publicKey: Uint8Array, what: string, vault: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== 32 || signature.length !== 64) return false
  return sodium.crypto_sign_verify_detached(signature, context(what, vault, message), publicKey)
}

/**
 * Seals to the holder of an X25519 key: ephemeral key, then AES-256-GCM under HKDF of the shared secret,
 * salted with the hash of both public keys. Anonymous: whoever relies on its author needs a signature.
 */
export async function sealTo(engine: Engine, recipient: Uint8Array, binding: Bytes, plaintext: Bytes): Promise<Bytes> {
  const ephemeral = agreementKeys(randomBytes(32))
  const shared = sodium.crypto_scalarmult(ephemeral.secretKey, recipient)
  const once = hkdf(shared, await engine.sha256(concatBytes(ephemeral.publicKey, recipient)), binding)
  const cipher = await engine.cipher(once)
  shared.fill(0)
  once.fill(0)
  ephemeral.secretKey.fill(0)
  return concatBytes(ephemeral.publicKey, await cipher.seal(NONCE_ZERO, binding, plaintext))
}

/** @throws OpenFault for a point of low order, with which every secret would agree to zero */
function agreedSecret(secretKey: Bytes, publicKey: Bytes): Uint8Array {
  try {
    return sodium.crypto_scalarmult(secretKey, publicKey)
  } catch {
    throw new OpenFault()
  }
}

/** @throws OpenFault */
export async function openFrom(engine: Engine, keys: AgreementKeys, binding: Bytes, sealed: Bytes): Promise<Bytes> {
  if (sealed.length < 32 + 16) throw new OpenFault()
  const ephemeral = sealed.subarray(0, 32)
  const shared = agreedSecret(keys.secretKey, ephemeral)
  const once = hkdf(shared, await engine.sha256(concatBytes(ephemeral, keys.publicKey)), binding)
  const cipher = await engine.cipher(once)
  shared.fill(0)
  once.fill(0)
  return owned(await cipher.open(NONCE_ZERO, binding, sealed.subarray(32)))
}

/** First 8 bytes of SHA-256: tells damage, proves nothing (anyone can compute it). */
export async function checksum(engine: Engine, data: Bytes): Promise<Bytes> {
  return (await engine.sha256(data)).slice(0, 8)
}
