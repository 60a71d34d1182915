import { mkdir, open } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { codeOf, writeAll } from './durable-files.ts'

/** Letters, digits, space and `.-_()` of any script; no path, no leading dot, never empty. */
export function safeFileName(name: string): string {
  const cleaned = name.normalize('NFC').replace(/[^\p{L}\p{M}\p{N} ._()-]/gu, '_').replace(/^[. ]+/, '').replace(/[. ]+$/, '').slice(0, 120)
  return /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(cleaned) || cleaned === '' ? `_${cleaned}` : cleaned
}

/** Saves into a folder under the name asked for, numbered where it is taken; never overwrites. Answers the path. */
export function saveBeside(folder: string): (name: string, bytes: Uint8Array) => Promise<string> {
  return async (name, bytes) => {
    await mkdir(folder, { recursive: true })
    const safe = safeFileName(name)
    const extension = extname(safe)
    const stem = safe.slice(0, safe.length - extension.length)
    for (let n = 1; ; n++) {
      const path = join(folder, n === 1 ? safe : `${stem} (${n})${extension}`)
      try {
        const file = await open(path, 'wx', 0o600)
        try {
          await writeAll(file, bytes, 0)
          await file.datasync()
        } finally {
          await file.close()
        }
        return path
      } catch (error) {
        if (codeOf(error) !== 'EEXIST') throw error
      }
    }
  }
}
