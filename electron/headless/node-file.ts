import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import type { SourceFile } from '../../shared/station/station.ts'

/** A file of this machine as the import reads it, a slice at a time. `close` when it was read. */
export async function openSourceFile(path: string): Promise<SourceFile & { readonly close: () => Promise<void> }> {
  const handle = await open(path, 'r')
  const { size } = await handle.stat()
  return {
    name: basename(path),
    size,
    slice: (start, end) => ({
      async arrayBuffer() {
        const length = Math.max(0, Math.min(end, size) - start)
        const bytes = new Uint8Array(length)
        let at = 0
        while (at < length) {
          const { bytesRead } = await handle.read(bytes, at, length - at, start + at)
          if (bytesRead === 0) break
          at += bytesRead
        }
        return bytes.buffer.slice(0, at)
      },
    }),
    close: () => handle.close(),
  }
}
