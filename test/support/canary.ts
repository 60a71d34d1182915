import { randomBytes } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Transform } from 'node:stream'
import { createGunzip, createInflate, createInflateRaw, createZstdDecompress } from 'node:zlib'

/**
 * Unique tokens that are put into fields, and a search for them in every byte of a folder: as text in
 * UTF-8 and UTF-16, in base64 at its three offsets, in hexadecimal, and inside deflated and zstd streams. A test
 * that finds none must also show, by a planted file, that it would have.
 */
export interface Sighting { readonly file: string; readonly token: string; readonly as: string }

/** A token that occurs nowhere by chance, and that no tokeniser, case change or number reader tears apart. */
export function newCanary(): string {
  return `canary${randomBytes(12).toString('hex')}`
}

interface Form { readonly token: string; readonly as: string; readonly bytes: Buffer }

/** Every way a token is looked for. Base64 is looked for without the characters that its neighbours decide. */
export function formsOf(token: string): Form[] {
  const utf8 = Buffer.from(token, 'utf8')
  const utf16 = Buffer.from(token, 'utf16le')
  const swapped = Buffer.from(utf16).swap16()
  const forms: Form[] = [{ token, as: 'UTF-8', bytes: utf8 }, { token, as: 'UTF-16LE', bytes: utf16 }, { token, as: 'UTF-16BE', bytes: swapped }]
  for (const [name, bytes] of [['UTF-8', utf8], ['UTF-16LE', utf16]] as const) {
    for (const offset of [0, 1, 2]) {
      const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64').replace(/=+$/, '')
      const first = offset === 0 ? 0 : offset + 1
      const whole = text.slice(first, text.length - ((offset + bytes.length) % 3 === 0 ? 0 : 1))
      forms.push({ token, as: `base64 of ${name} at offset ${offset}`, bytes: Buffer.from(whole) })
      const url = whole.replaceAll('+', '-').replaceAll('/', '_')
      if (url !== whole) forms.push({ token, as: `base64url of ${name} at offset ${offset}`, bytes: Buffer.from(url) })
    }
    forms.push({ token, as: `hexadecimal of ${name}`, bytes: Buffer.from(bytes.toString('hex')) })
    forms.push({ token, as: `hexadecimal of ${name}`, bytes: Buffer.from(bytes.toString('hex').toUpperCase()) })
  }
  return forms
}

/** Searches every file under the folders. Files that vanish or are locked meanwhile are named in `unread`. */
export async function searchFolders(folders: readonly string[], tokens: readonly string[]): Promise<{ sightings: Sighting[]; files: number; bytes: number; unread: string[] }> {
  const forms = tokens.flatMap(formsOf)
  const sightings: Sighting[] = []
  const unread: string[] = []
  let files = 0
  let bytes = 0
  for (const folder of folders) {
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      const file = join(entry.parentPath, entry.name)
      const named = Buffer.from(entry.name)
      for (const form of forms) if (named.includes(form.bytes)) sightings.push({ file, token: form.token, as: `file name, ${form.as}` })
      if (!entry.isFile()) continue
      let content: Buffer
      try {
        content = readFileSync(file)
      } catch {
        unread.push(file)
        continue
      }
      files++
      bytes += content.length
      sightings.push(...(await searchBytes(content, forms)).map((found) => ({ file, ...found })))
    }
  }
  return { sightings, files, bytes, unread }
}

/** Searches bytes as they are and, one level down, every stream in them that inflates. */
export async function searchBytes(content: Buffer, forms: readonly Form[]): Promise<Omit<Sighting, 'file'>[]> {
  const found = forms.filter(({ bytes }) => content.includes(bytes)).map(({ token, as }) => ({ token, as }))
  for (const inflated of await inflatedStreams(content)) {
    for (const { token, as, bytes } of forms) if (inflated.includes(bytes)) found.push({ token, as: `deflated ${as}` })
  }
  return found
}

/** Streams begin with a zlib header (CM 8, checksum right), a gzip header, a zstd frame's mark, or a zip entry's raw data. */
async function inflatedStreams(content: Buffer): Promise<Buffer[]> {
  const streams: Buffer[] = []
  const add = async (inflater: () => Transform, start: number): Promise<void> => {
    const out = await inflateFrom(inflater, content.subarray(start))
    if (out.length > 0) streams.push(out)
  }
  for (let at = content.indexOf(0x78); at >= 0 && at + 1 < content.length; at = content.indexOf(0x78, at + 1)) {
    const next = content[at + 1] ?? 0
    if (((0x78 << 8) | next) % 31 === 0 && (next & 0x20) === 0) await add(createInflate, at)
  }
  for (let at = content.indexOf('1f8b08', 0, 'hex'); at >= 0; at = content.indexOf('1f8b08', at + 1, 'hex')) await add(createGunzip, at)
  // What the vault compresses it compresses with this: unsealed it must not pass for sealed.
  for (let at = content.indexOf('28b52ffd', 0, 'hex'); at >= 0; at = content.indexOf('28b52ffd', at + 1, 'hex')) await add(createZstdDecompress, at)
  for (let at = content.indexOf('PK\u0003\u0004', 0, 'latin1'); at >= 0 && at + 30 < content.length; at = content.indexOf('PK\u0003\u0004', at + 1, 'latin1')) {
    if (content.readUInt16LE(at + 8) === 8) await add(createInflateRaw, at + 30 + content.readUInt16LE(at + 26) + content.readUInt16LE(at + 28))
  }
  return streams
}

const MOST_INFLATED = 64 * 1024 * 1024

/** What comes out before the stream ends or breaks: sealed bytes look like a header now and then. */
function inflateFrom(inflater: () => Transform, bytes: Buffer): Promise<Buffer> {
  return new Promise((resolve) => {
    const parts: Buffer[] = []
    let length = 0
    const stream = inflater()
    const finish = (): void => {
      stream.destroy()
      resolve(Buffer.concat(parts))
    }
    stream.on('data', (part: Buffer) => {
      parts.push(part)
      length += part.length
      if (length > MOST_INFLATED) finish()
    })
    stream.once('end', finish).once('error', finish)
    stream.end(bytes)
  })
}
