import { foldAccountName } from './account-name.ts'
import { ByteReader, ByteWriter, concatBytes, equalBytes, LayoutFault, owned, utf8, type Bytes } from './bytes.ts'
import { OpenFault } from './engine.ts'
import { note } from './faults.ts'
import type { GroupKey } from './keyring.ts'
import { paddedLength } from './padding.ts'
import { checksum, context, FORMAT, openUnder, randomBytes, sealUnder } from './primitives.ts'
import { addNote, heldGroup, ownGroup, requireOpen, type VaultState } from './state.ts'

/**
 * Drafts: sealed files beside the journal, overwritten as a person types. Each has a random key of its own,
 * wrapped in the file to the account that writes it; every write seals under a fresh salt. Dropping the file drops the key.
 */
const MAGIC = utf8('VIGILDRF')

export interface Drafts {
  /** Resolves once it is on the disk. @param id 32 hexadecimal digits */
  write(id: string, bytes: Uint8Array): Promise<{ sealedAt: number }>
  /** Null where there is none, it is another account's, or it is damaged (which a note tells). */
  read(id: string): Promise<Bytes | null>
  list(): Promise<readonly string[]>
  drop(id: string): Promise<void>
}

/** `close`: waits for drafts that are on their way to the disk, then wipes their keys. */
export function draftsOf(state: VaultState): Drafts & { close(): Promise<void> } {
  const keys = new Map<string, { key: Bytes; wrapped: Bytes }>()
  /** One after another: what was typed last is what stays, and a dropped draft does not come back. */
  let tail: Promise<unknown> = Promise.resolve()
  const own = ownGroup(state.ring.account)
  const group = () => heldGroup(state, own)
  /** This account, and those of its name that a recovery ended: what was typed under the lost passphrase is taken up again. */
  const readable = (wrapping: GroupKey | undefined): wrapping is GroupKey =>
    wrapping !== undefined && (wrapping.group === own || state.roster.accounts.some(({ id, name, active }) => !active && foldAccountName(name) === foldAccountName(state.ring.name) && ownGroup(id) === wrapping.group))
  const binding = (what: string, handle: Bytes, id: string) => context(what, state.vault, handle, utf8(id))

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    requireOpen(state)
    const result = tail.then(work)
    tail = result.catch(() => undefined)
    return result
  }

  async function keyOf(id: string): Promise<{ key: Bytes; wrapped: Bytes }> {
    const known = keys.get(id)
    if (known) return known
    const key = randomBytes(32)
    const made = { key, wrapped: await sealUnder(state.engine, group().key, binding('draft-key', group().handle, id), key) }
    keys.set(id, made)
    return made
  }

  return {
    write: (id, bytes) => inTurn(async () => {
      const { key, wrapped } = await keyOf(id)
      const plain = new Uint8Array(paddedLength(4 + bytes.length))
      plain.set(new ByteWriter().u32(bytes.length).finish())
      plain.set(bytes, 4)
      const sealed = await sealUnder(state.engine, key, binding('draft', group().handle, id), plain)
      plain.fill(0)
      const body = new ByteWriter().raw(MAGIC).u16(FORMAT).raw(group().handle).block(wrapped).block(sealed).finish()
      await state.platform.call('writeDraft', { vault: state.vaultId, draft: id }, concatBytes(body, await checksum(state.engine, body)))
      return { sealedAt: state.clock() }
    }),
    async read(id) {
      requireOpen(state)
      const { answer, bytes } = await state.platform.call('readDraft', { vault: state.vaultId, draft: id })
      if (!answer.present) return null
      try {
        const file = owned(bytes)
        const body = file.subarray(0, Math.max(0, file.length - 8))
        if (!equalBytes(await checksum(state.engine, body), file.subarray(body.length))) throw new LayoutFault('draft checksum')
        const reader = new ByteReader(body)
        reader.expect(MAGIC, 'no draft')
        if (reader.u16() !== FORMAT) throw new LayoutFault('draft version')
        const handle = reader.raw(16)
        const wrapping = state.keyring.byHandle(handle)
        if (!readable(wrapping)) return null
        const key = await openUnder(state.engine, wrapping.key, binding('draft-key', handle, id), reader.block())
        const plain = new ByteReader(await openUnder(state.engine, key, binding('draft', handle, id), reader.block()))
        return plain.raw(plain.u32()).slice()
      } catch (error) {
        if (!(error instanceof OpenFault || error instanceof LayoutFault)) throw error
        addNote(state, note('draft-damaged'))
        return null
      }
    },
    async list() {
      requireOpen(state)
      return (await state.platform.call('listDrafts', { vault: state.vaultId })).answer.drafts
    },
    drop: (id) => inTurn(async () => {
      keys.get(id)?.key.fill(0)
      keys.delete(id)
      await state.platform.call('removeDraft', { vault: state.vaultId, draft: id })
    }),
    async close() {
      await tail
      for (const { key } of keys.values()) key.fill(0)
      keys.clear()
    },
  }
}
