import { ByteReader, ByteWriter, toHex, type Bytes } from './bytes.ts'
import type { Engine } from './engine.ts'
import { RECORD, type KeyRecord } from './keyfile.ts'
import type { GroupKey, Keyring } from './keyring.ts'
import { sign, verify, type SigningKeys } from './primitives.ts'
import { accountById, type Roster } from './roster.ts'
import { readForStation, sealForStation } from './station-record.ts'

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
  return { type: RECORD.replaced, payload: await sealForStation(engine, vault, 'replaced', station, new ByteWriter().block(plain).raw(sign(signing, 'replaced', vault, plain)).finish()) }
}

/** Replacements by the replaced block's key id (hexadecimal), of records that an account of the roster signed. */
export async function readReplaced(engine: Engine, vault: Bytes, keyring: Keyring, roster: Roster, records: readonly KeyRecord[]): Promise<Map<string, Replacement>> {
  const replaced = await readForStation(engine, vault, 'replaced', keyring, records, RECORD.replaced, (outer) => {
    const plain = outer.block()
    const reader = new ByteReader(plain)
    const account = accountById(roster, reader.raw(16))
    if (!account || !verify(account.signing, 'replaced', vault, plain, outer.raw(64))) return []
    const replacements = Array.from({ length: reader.u32() }, (): Replacement => {
      const block = reader.raw(16).slice()
      const by = { envelope: reader.raw(16).slice(), offset: reader.u48(), block: reader.u16() }
      return { block, by: by.envelope.every((byte) => byte === 0) ? null : by }
    })
    reader.done()
    return replacements
  })
  return new Map(replaced.map((one) => [toHex(one.block), one]))
}
