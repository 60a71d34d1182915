import { ByteReader, ByteWriter, LayoutFault, type Bytes } from './bytes.ts'
import { OpenFault, type Engine } from './engine.ts'
import { decodeAll, type KeyRecord, type RecordType } from './keyfile.ts'
import type { GroupKey, Keyring } from './keyring.ts'
import { padded } from './padding.ts'
import { context, openUnder, sealUnder } from './primitives.ts'

/** What every account of the station may read and nobody else: the station key's handle, then the padded content sealed under it. @param what names it in the associated data */
export async function sealForStation(engine: Engine, vault: Bytes, what: string, station: GroupKey, content: Bytes): Promise<Bytes> {
  return new ByteWriter().raw(station.handle).block(await sealUnder(engine, station.key, context(what, vault, station.handle), padded(content))).finish()
}

function decodeSealed(payload: Bytes): { readonly handle: Bytes; readonly sealed: Bytes } {
  const reader = new ByteReader(payload)
  const record = { handle: reader.raw(16), sealed: reader.block() }
  reader.done()
  return record
}

/** What `read` makes of every record of a type that opens, in their order; one that does not open, or that it finds no such record, is passed over. */
export async function readForStation<T>(engine: Engine, vault: Bytes, what: string, keyring: Keyring, records: readonly KeyRecord[], type: RecordType, read: (content: ByteReader) => readonly T[]): Promise<T[]> {
  const found: T[] = []
  for (const { handle, sealed } of decodeAll(records, type, decodeSealed)) {
    const station = keyring.byHandle(handle)
    if (!station) continue
    try {
      found.push(...read(new ByteReader(await openUnder(engine, station.key, context(what, vault, handle), sealed))))
    } catch (error) {
      if (!(error instanceof OpenFault || error instanceof LayoutFault)) throw error
    }
  }
  return found
}
