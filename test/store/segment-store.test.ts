import 'fake-indexeddb/auto'
import Dexie from 'dexie'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { dexieStore as openStore, type DexieStore } from '../../renderer/store/segment-store.ts'
import { founded, note, reopened, text } from '../vault/support/vaults.ts'

const VAULT = '0123456789abcdef0123456789abcdef'
const opened: DexieStore[] = []
function dexieStore(...options: Parameters<typeof openStore>): DexieStore {
  opened.push(openStore(...options))
  return opened.at(-1)!
}
afterEach(async () => {
  vi.restoreAllMocks()
  for (const store of opened.splice(0)) store.close()
  for (const name of await Dexie.getDatabaseNames()) await Dexie.delete(name)
})

describe('the segment store in IndexedDB', () => {
  it('gives back sealed bytes by key, in the order asked for, and null for what it has not', async () => {
    const store = dexieStore(VAULT)
    await store.put([{ key: 'a', bytes: Uint8Array.of(1) }, { key: 'b', bytes: Uint8Array.of(2, 3) }])
    expect(await store.get(['b', 'missing', 'a'])).toEqual([Uint8Array.of(2, 3), null, Uint8Array.of(1)])
    await store.deleteMany(['a'])
    expect(await store.list()).toEqual(['b'])
    await store.writeRecord('manifest', Uint8Array.of(9))
    store.close()
    const again = dexieStore(VAULT)
    expect(await again.readRecord('manifest')).toEqual(Uint8Array.of(9))
    await again.clear()
    expect([await again.list(), await again.readRecord('manifest')]).toEqual([[], null])
    await again.destroy()
    expect(await Dexie.getDatabaseNames()).toEqual([])
  })

  it('asks for strict durability', async () => {
    const asked = vi.spyOn(IDBDatabase.prototype, 'transaction')
    await dexieStore(VAULT).put([{ key: 'a', bytes: Uint8Array.of(1) }])
    expect(asked.mock.calls.filter(([, mode]) => mode === 'readwrite').map(([, , options]) => options)).toEqual([{ durability: 'strict' }])
  })

  it('gives up a write that never settles, and refuses everything after it', async () => {
    const store = dexieStore(VAULT, { write: 50 })
    await store.put([{ key: 'a', bytes: Uint8Array.of(1) }])
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => new EventTarget() as unknown as IDBRequest<IDBValidKey>)
    await expect(store.put([{ key: 'b', bytes: Uint8Array.of(1) }])).rejects.toMatchObject({ name: 'SegmentStoreError', code: 'timeout' })
    vi.restoreAllMocks()
    await expect(store.get(['a'])).rejects.toMatchObject({ code: 'timeout' })
  })

  it('tells a full disk from other failures', async () => {
    const store = dexieStore(VAULT)
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('no room', 'QuotaExceededError')
    })
    await expect(store.put([{ key: 'b', bytes: Uint8Array.of(1) }])).rejects.toMatchObject({ code: 'full' })
  })

  it('carries a vault: folded, closed, opened again, and rebuilt after the database is deleted', async () => {
    const store = dexieStore(VAULT)
    const { platform, vault, id } = await founded({ store })
    await note(vault, 'one')
    await vault.segments.save({ position: vault.position, keep: [], add: [{ group: 'casework', section: 'hot', order: 0, rows: 1, bytes: text('folded') }] })
    await vault.seal()
    store.close()
    const second = dexieStore(VAULT)
    const again = await reopened(platform, id, { store: second })
    const folded = await again.segments.load()
    expect(await again.segments.read(folded!.segments[0]!)).toEqual(text('folded'))
    await again.seal()
    await second.destroy()
    const third = await reopened(platform, id, { store: dexieStore(VAULT) })
    expect(await third.segments.load()).toBeNull()
  })
})
