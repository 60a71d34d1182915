import type { Compressor } from '../../shared/vault/compressor.ts'
import { zstdCompressor } from '../store/zstd.ts'

export interface ToCompress { readonly id: number; readonly bytes: Uint8Array<ArrayBuffer> }
/** Null where it could not be done. */
export interface Compressed { readonly id: number; readonly bytes: Uint8Array<ArrayBuffer> | null }

/** Bytes from which another thread is worth the way there: a commit's are fewer, an import's chunk has more. */
const WORTH_A_THREAD = 1 << 17

/**
 * zstd, large sections in a thread of its own, so that an import encodes its next chunk meanwhile. The thread is
 * started by the first of them and ends with the worker that started it.
 */
export async function threadedCompressor(): Promise<Compressor> {
  const here = await zstdCompressor()
  const waiting = new Map<number, { readonly resolve: (bytes: Uint8Array) => void; readonly reject: (error: Error) => void }>()
  let count = 0
  let worker: Worker | undefined
  const started = () => {
    if (worker) return worker
    worker = new Worker(new URL('./compressor.worker.ts', import.meta.url), { type: 'module', name: 'compressor' })
    worker.onmessage = ({ data: { id, bytes } }: MessageEvent<Compressed>) => {
      const asked = waiting.get(id)
      waiting.delete(id)
      if (bytes) asked?.resolve(bytes)
      else asked?.reject(new Error('not compressed'))
    }
    worker.onerror = () => {
      worker = undefined
      for (const { reject } of waiting.values()) reject(new Error('the compressing thread has ended'))
      waiting.clear()
    }
    return worker
  }
  return {
    compress(bytes) {
      if (bytes.length < WORTH_A_THREAD) return here.compress(bytes)
      const id = count++
      const copy = new Uint8Array(bytes)
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject })
        started().postMessage({ id, bytes: copy } satisfies ToCompress, [copy.buffer])
      })
    },
    decompress: here.decompress,
  }
}
