import { zstdCompressor } from '../store/zstd.ts'
import type { Compressed, ToCompress } from './compressor-client.ts'

/** Compresses what the station hands over, beside its thread. Sees readable bytes and keeps none; it ends with the station. */
const compressor = zstdCompressor()

globalThis.addEventListener('message', ({ data: { id, bytes } }: MessageEvent<ToCompress>) => {
  void compressor.then(async ({ compress }) => compress(bytes)).then(
    (smaller) => answer({ id, bytes: smaller as Uint8Array<ArrayBuffer> }),
    () => answer({ id, bytes: null }),
  ).finally(() => bytes.fill(0))
})

function answer(message: Compressed): void {
  ;(globalThis as unknown as Worker).postMessage(message, message.bytes ? [message.bytes.buffer] : [])
}
