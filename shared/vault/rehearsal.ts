import { ByteWriter, type Bytes } from './bytes.ts'
import type { Engine } from './engine.ts'
import { RECORD, type KeyRecord } from './keyfile.ts'
import type { GroupKey, Keyring } from './keyring.ts'
import { sign, u48Bytes, verify, type SigningKeys } from './primitives.ts'
import { readForStation, sealForStation } from './station-record.ts'

/**
 * That a recovery key was shown to work, and when. Signed by the recovery key itself: nobody can say so who did not have it,
 * and it stays true whoever comes and goes.
 */
export interface Rehearsal {
  /** The Ed25519 public key of the recovery key. */
  readonly signing: Bytes
  /** Milliseconds since 1970. */
  readonly time: number
}

export async function rehearsalRecord(engine: Engine, vault: Bytes, station: GroupKey, signing: SigningKeys, time: number): Promise<KeyRecord> {
  const plain = new ByteWriter().raw(signing.publicKey).u48(time).raw(sign(signing, 'rehearsal', vault, u48Bytes(time))).finish()
  return { type: RECORD.rehearsal, payload: await sealForStation(engine, vault, 'rehearsal', station, plain) }
}

/** Rehearsals of whichever recovery keys, each signed by the one that it names. */
export function readRehearsals(engine: Engine, vault: Bytes, keyring: Keyring, records: readonly KeyRecord[]): Promise<Rehearsal[]> {
  return readForStation(engine, vault, 'rehearsal', keyring, records, RECORD.rehearsal, (reader) => {
    const rehearsal = { signing: reader.raw(32).slice(), time: reader.u48() }
    return verify(rehearsal.signing, 'rehearsal', vault, u48Bytes(rehearsal.time), reader.raw(64)) ? [rehearsal] : []
  })
}
