import { ByteReader, ByteWriter, LayoutFault, type Bytes } from './bytes.ts'
import { OpenFault, type Engine } from './engine.ts'
import { decodeAll, RECORD, type KeyRecord } from './keyfile.ts'
import type { GroupKey, Keyring } from './keyring.ts'
import { paddedLength } from './padding.ts'
import { context, openUnder, sealUnder, sign, u48Bytes, verify, type SigningKeys } from './primitives.ts'

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
  const padded = new Uint8Array(paddedLength(plain.length))
  padded.set(plain)
  return { type: RECORD.rehearsal, payload: new ByteWriter().raw(station.handle).block(await sealUnder(engine, station.key, context('rehearsal', vault, station.handle), padded)).finish() }
}

const decodeSealed = (payload: Bytes) => {
  const reader = new ByteReader(payload)
  const record = { handle: reader.raw(16), sealed: reader.block() }
  reader.done()
  return record
}

/** Rehearsals of whichever recovery keys, each signed by the one that it names. */
export async function readRehearsals(engine: Engine, vault: Bytes, keyring: Keyring, records: readonly KeyRecord[]): Promise<Rehearsal[]> {
  const rehearsals: Rehearsal[] = []
  for (const { handle, sealed } of decodeAll(records, RECORD.rehearsal, decodeSealed)) {
    const station = keyring.byHandle(handle)
    if (!station) continue
    try {
      const reader = new ByteReader(await openUnder(engine, station.key, context('rehearsal', vault, handle), sealed))
      const rehearsal = { signing: reader.raw(32).slice(), time: reader.u48() }
      if (verify(rehearsal.signing, 'rehearsal', vault, u48Bytes(rehearsal.time), reader.raw(64))) rehearsals.push(rehearsal)
    } catch (error) {
      if (!(error instanceof OpenFault || error instanceof LayoutFault)) throw error
    }
  }
  return rehearsals
}
