import { ByteReader, ByteWriter, LayoutFault, toHex, type Bytes } from './bytes.ts'
import { OpenFault, type Engine } from './engine.ts'
import { decodeAll, RECORD, type KeyRecord } from './keyfile.ts'
import type { GroupKey, Keyring } from './keyring.ts'
import { paddedLength } from './padding.ts'
import { context, openUnder, sealUnder, sign, verify, type SigningKeys } from './primitives.ts'
import { accountById, type Roster } from './roster.ts'

/**
 * What an erasure leaves: of each block whose key it ended, where in the journal what remains of it stands now. The journal
 * only grows, so the old bytes stay, sealed under a key that nobody has any more.
 */
export interface Replacement {
  /** Id of the block's key, by which its envelope's table names it. */
  readonly block: Bytes
  /** The envelope that carries what remains, and its block there; null where nothing remains. */
  readonly by: { readonly envelope: Bytes; readonly offset: number; readonly block: number } | null
}

const NOTHING = new Uint8Array(16)

/** A replaced record: station key handle, then sealed: who erased, the replacements, the signature, padding. */
export async function replacedRecord(engine: Engine, vault: Bytes, station: GroupKey, account: Bytes, replacements: readonly Replacement[], signing: SigningKeys): Promise<KeyRecord> {
  const writer = new ByteWriter().raw(account).u32(replacements.length)
  for (const { block, by } of replacements) writer.raw(block).raw(by?.envelope ?? NOTHING).u48(by?.offset ?? 0).u16(by?.block ?? 0)
  const plain = writer.finish()
  const signed = new ByteWriter().block(plain).raw(sign(signing, 'replaced', vault, plain)).finish()
  const padded = new Uint8Array(paddedLength(signed.length))
  padded.set(signed)
  return { type: RECORD.replaced, payload: new ByteWriter().raw(station.handle).block(await sealUnder(engine, station.key, context('replaced', vault, station.handle), padded)).finish() }
}

const decodeSealed = (payload: Bytes) => {
  const reader = new ByteReader(payload)
  const record = { handle: reader.raw(16), sealed: reader.block() }
  reader.done()
  return record
}

/** Replacements by the replaced block's key id (hexadecimal), of records that an account of the roster signed. */
export async function readReplaced(engine: Engine, vault: Bytes, keyring: Keyring, roster: Roster, records: readonly KeyRecord[]): Promise<Map<string, Replacement>> {
  const replaced = new Map<string, Replacement>()
  for (const { handle, sealed } of decodeAll(records, RECORD.replaced, decodeSealed)) {
    const station = keyring.byHandle(handle)
    if (!station) continue
    try {
      const outer = new ByteReader(await openUnder(engine, station.key, context('replaced', vault, handle), sealed))
      const plain = outer.block()
      const reader = new ByteReader(plain)
      const account = accountById(roster, reader.raw(16))
      if (!account || !verify(account.signing, 'replaced', vault, plain, outer.raw(64))) continue
      const count = reader.u32()
      for (let at = 0; at < count; at++) {
        const block = reader.raw(16).slice()
        const by = { envelope: reader.raw(16).slice(), offset: reader.u48(), block: reader.u16() }
        replaced.set(toHex(block), { block, by: by.envelope.every((byte) => byte === 0) ? null : by })
      }
      reader.done()
    } catch (error) {
      if (!(error instanceof OpenFault || error instanceof LayoutFault)) throw error
    }
  }
  return replaced
}
