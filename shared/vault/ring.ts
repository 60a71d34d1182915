import sodium from 'libsodium-wrappers-sumo'
import { foldAccountName } from './account-name.ts'
import { ByteReader, ByteWriter, concatBytes, utf8, type Bytes } from './bytes.ts'
import { OpenFault, sha256Small, type Engine } from './engine.ts'
import type { DeviceSecrets } from './device-secret.ts'
import { vaultError } from './faults.ts'
import { agreementKeys, context, hkdf, openUnder, randomBytes, sealUnder, signingKeys, type AgreementKeys, type SigningKeys } from './primitives.ts'

/** What Argon2id is asked for. Memory in KiB. */
export interface Stretching { readonly memory: number; readonly passes: number }

/** Under the least a passphrase is too cheap to guess; over the most a forged file would stall the machine. */
export const LEAST_STRETCHING: Stretching = { memory: 64 * 1024, passes: 3 }
export const MOST_STRETCHING: Stretching = { memory: 1024 * 1024, passes: 10 }
export const USUAL_STRETCHING: Stretching = { memory: 256 * 1024, passes: 3 }

export function stretchingAllowed({ memory, passes }: Stretching): boolean {
  return memory >= LEAST_STRETCHING.memory && passes >= LEAST_STRETCHING.passes && memory <= MOST_STRETCHING.memory && passes <= MOST_STRETCHING.passes
}

/** More passes where the usual ones take this machine less than `milliseconds`; never fewer. */
export function calibrateStretching(milliseconds = 800): Stretching {
  const start = performance.now()
  argon2id('calibration', new Uint8Array(16), USUAL_STRETCHING).fill(0)
  const taken = Math.max(1, performance.now() - start)
  const passes = Math.floor((USUAL_STRETCHING.passes * milliseconds) / taken)
  return { memory: USUAL_STRETCHING.memory, passes: Math.min(MOST_STRETCHING.passes, Math.max(USUAL_STRETCHING.passes, passes)) }
}

function argon2id(passphrase: string, salt: Uint8Array, { memory, passes }: Stretching): Uint8Array {
  return sodium.crypto_pwhash(32, utf8(passphrase.normalize('NFKC')), salt, passes, memory * 1024, sodium.crypto_pwhash_ALG_ARGON2ID13)
}

/** An account's own secrets, and the key whose signature it trusts the roster by. */
export interface Ring {
  readonly account: Bytes
  readonly name: string
  readonly agreement: AgreementKeys
  readonly signing: SigningKeys
  readonly rosterRoot: Bytes
  /** Number of the machine's secret that its record was sealed under; 0 for none. */
  readonly device: number
}

export interface RingRecord {
  readonly account: Bytes
  readonly stretching: Stretching
  /** Number of the machine's secret that takes part, from 1; 0 for none. */
  readonly device: number
  readonly sealed: Bytes
}

export interface Secrets { readonly account: string; readonly passphrase: string; readonly deviceSecrets: DeviceSecrets }

/**
 * Argon2id of the passphrase, once for all rings of the same stretching: its salt comes from the vault and the
 * typed name, so that the file needs to name no account. Then HKDF with the device's secret, if it keeps one.
 */
export class KeyStretcher {
  readonly #vault: Bytes
  readonly #secrets: Secrets
  readonly #stretched = new Map<string, Uint8Array>()

  constructor(vault: Bytes, secrets: Secrets) {
    this.#vault = vault
    this.#secrets = secrets
  }
  /** @throws `header-refused` for a stretching outside the limits */
  encryptionKey(stretching: Stretching, device: number): Bytes {
    if (!stretchingAllowed(stretching)) throw vaultError('header-refused')
    const id = `${stretching.memory}/${stretching.passes}`
    const name = utf8(foldAccountName(this.#secrets.account))
    let stretched = this.#stretched.get(id)
    if (!stretched) {
      stretched = argon2id(this.#secrets.passphrase, sha256Small(context('argon-salt', this.#vault, name)).subarray(0, 16), stretching)
      this.#stretched.set(id, stretched)
    }
    const secret = concatBytes(stretched, this.#secrets.deviceSecrets.get(device) ?? new Uint8Array(0))
    const salt = sha256Small(context('kek-salt', this.#vault, name))
    const key = hkdf(secret, salt, context('kek', this.#vault, Uint8Array.of(device)))
    secret.fill(0)
    return key
  }
  wipe(): void {
    for (const stretched of this.#stretched.values()) stretched.fill(0)
    this.#stretched.clear()
  }
}

export function newRing(name: string, rosterRoot?: Bytes): Ring {
  const signing = signingKeys(randomBytes(32))
  return { account: randomBytes(16), name, agreement: agreementKeys(randomBytes(32)), signing, rosterRoot: rosterRoot ?? signing.publicKey, device: 0 }
}

function ringBinding(vault: Bytes, record: Omit<RingRecord, 'sealed'>): Bytes {
  return context('ring', vault, new ByteWriter().raw(record.account).u32(record.stretching.memory).u8(record.stretching.passes).u8(record.device).finish())
}

export async function sealRing(engine: Engine, vault: Bytes, ring: Ring, stretching: Stretching, device: number, stretcher: KeyStretcher): Promise<RingRecord> {
  const header = { account: ring.account, stretching, device }
  const key = stretcher.encryptionKey(stretching, device)
  const plain = new ByteWriter().text(ring.name).raw(ring.agreement.secretKey).raw(ring.signing.secretKey.subarray(0, 32)).raw(ring.rosterRoot)
  const plaintext = plain.finish()
  const sealed = await sealUnder(engine, key, ringBinding(vault, header), padTo(plaintext, 256))
  for (const secret of [key, plaintext]) secret.fill(0)
  plain.wipe()
  return { ...header, sealed }
}

/** The ring, or null where it does not open: another account's, a wrong passphrase, a forgery. */
export async function openRing(engine: Engine, vault: Bytes, record: RingRecord, stretcher: KeyStretcher): Promise<Ring | null> {
  const key = stretcher.encryptionKey(record.stretching, record.device)
  try {
    const plain = await openUnder(engine, key, ringBinding(vault, record), record.sealed)
    const reader = new ByteReader(plain)
    const name = reader.text()
    const agreement = agreementKeys(reader.raw(32))
    const signing = signingKeys(reader.raw(32))
    const rosterRoot = reader.raw(32).slice()
    plain.fill(0)
    return { account: record.account, name, agreement, signing, rosterRoot, device: record.device }
  } catch (error) {
    if (error instanceof OpenFault) return null
    throw error
  } finally {
    key.fill(0)
  }
}

export function wipeRing(ring: Ring): void {
  ring.agreement.secretKey.fill(0)
  ring.signing.secretKey.fill(0)
}

function padTo(bytes: Bytes, multiple: number): Bytes {
  const padded = new Uint8Array(Math.ceil(bytes.length / multiple) * multiple)
  padded.set(bytes)
  return padded
}

export function encodeRingRecord(record: RingRecord): Bytes {
  return new ByteWriter().raw(record.account).u32(record.stretching.memory).u8(record.stretching.passes).u8(record.device).block(record.sealed).finish()
}
export function decodeRingRecord(payload: Bytes): RingRecord {
  const reader = new ByteReader(payload)
  const record = { account: reader.raw(16), stretching: { memory: reader.u32(), passes: reader.u8() }, device: reader.u8(), sealed: reader.block() }
  reader.done()
  return record
}
