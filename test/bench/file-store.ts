import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { SegmentStore } from '../../shared/vault/vault.ts'

/** Segments in files, for figures of Node alone: as the peer, it reads from a file system, not from memory. */
export function fileStore(folder: string): SegmentStore {
  mkdirSync(folder, { recursive: true })
  const pathOf = (key: string) => join(folder, encodeURIComponent(key))
  // In this thread, as the peer reads: from the page cache a way through other threads takes longer than the copy.
  const read = (key: string) => (existsSync(pathOf(key)) ? readFileSync(pathOf(key)) : null)
  return {
    get: async (keys) => keys.map(read),
    put: async (entries) => {
      for (const { key, bytes } of entries) await writeFile(pathOf(key), bytes, { flush: true })
    },
    deleteMany: async (keys) => {
      for (const key of keys) await rm(pathOf(key), { force: true })
    },
    list: async () => (await readdir(folder)).map(decodeURIComponent).filter((key) => !key.startsWith('record/')),
    clear: async () => {
      for (const name of await readdir(folder)) await rm(join(folder, name))
    },
    readRecord: async (name) => read(`record/${name}`),
    writeRecord: (name, bytes) => writeFile(pathOf(`record/${name}`), bytes, { flush: true }),
  }
}
