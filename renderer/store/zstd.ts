import { compress, decompress, init } from '@bokuweb/zstd-wasm'
import type { Compressor } from '../../shared/vault/compressor.ts'

/** Level 1: three times as fast as 3 here, and a tenth larger. */
const LEVEL = 1

/** Once a thread: a second instance made while the first one works compresses worse. */
let started: Promise<void> | undefined

/** zstd as WebAssembly, since Chromium's own streams have none. Compiles on first call; its memory lives as long as the worker. */
export async function zstdCompressor(): Promise<Compressor> {
  await (started ??= init())
  return {
    compress: (bytes) => compress(bytes, LEVEL),
    decompress: (bytes, length) => (length === 0 ? new Uint8Array(0) : decompress(bytes, { defaultHeapSize: length })),
  }
}
