import { TellableError } from '../model/message.ts'

/** Kinds of file that are recognised by their first bytes and cannot be read as rows. */
const MAGIC: readonly (readonly [kind: string, bytes: readonly number[], offset?: number])[] = [
  ['pdf', [0x25, 0x50, 0x44, 0x46]],
  ['zip', [0x50, 0x4b, 0x03, 0x04]],
  ['zip', [0x50, 0x4b, 0x05, 0x06]],
  ['old-office', [0xd0, 0xcf, 0x11, 0xe0]],
  ['image', [0x89, 0x50, 0x4e, 0x47]],
  ['image', [0xff, 0xd8, 0xff]],
  ['image', [0x47, 0x49, 0x46, 0x38]],
  ['image', [0x42, 0x4d]],
  ['image', [0x49, 0x49, 0x2a, 0x00]],
  ['image', [0x4d, 0x4d, 0x00, 0x2a]],
  ['image', [0x57, 0x45, 0x42, 0x50], 8],
  ['archive', [0x1f, 0x8b]],
  ['archive', [0x37, 0x7a, 0xbc, 0xaf]],
  ['archive', [0x28, 0xb5, 0x2f, 0xfd]],
  ['database', [0x53, 0x51, 0x4c, 0x69, 0x74, 0x65, 0x20, 0x66]],
  ['document', [0x7b, 0x5c, 0x72, 0x74, 0x66]],
]

/** Names by which a workbook inside a ZIP is known from the file's own name. */
const WORKBOOK = /\.(xlsx|xlsm|xlsb|ods)$/i
const WORKBOOK_PARTS = ['xl/', '[Content_Types].xml', 'mimetypeapplication/vnd.oasis.opendocument.spreadsheet']

function startsWith(head: Uint8Array, bytes: readonly number[], offset = 0): boolean {
  return head.length >= offset + bytes.length && bytes.every((byte, index) => head[offset + index] === byte)
}

/** `BM` opens bitmaps, but also a CSV whose first header begins so: a bitmap has NUL bytes near its start. */
const isText = (head: Uint8Array) => !head.subarray(0, 64).includes(0)

/**
 * What kind of unreadable file this is by its first bytes, or null where it may hold rows.
 * `head`: the first bytes of the file (a few kilobytes do).
 */
export function unreadableKind(name: string, head: Uint8Array): string | null {
  for (const [kind, bytes, offset] of MAGIC) {
    if (!startsWith(head, bytes, offset)) continue
    if (bytes.length === 2 && kind === 'image' && isText(head)) continue
    if (kind !== 'zip') return kind
    const text = new TextDecoder('latin1').decode(head)
    return WORKBOOK.test(name) || WORKBOOK_PARTS.some((part) => text.includes(part)) ? 'workbook' : 'archive'
  }
  const start = new TextDecoder('latin1').decode(head.subarray(0, 512)).replace(/^\u00ef\u00bb\u00bf/, '').trimStart().toLowerCase()
  if (start.startsWith('<!doctype html') || start.startsWith('<html')) return 'web-page'
  if (start.startsWith('<?xml') || start.startsWith('<kml')) return 'xml'
  return null
}

/** The sentence for a file that cannot be read, naming the file and what to do. Nothing was kept. */
export function cannotRead(name: string, kind: string): TellableError {
  return new TellableError(`file-${kind}`, { key: `ingest.file.${kind}`, values: { name } }, { kept: { key: 'ingest.file.nothing-kept' }, remedy: { key: `ingest.remedy.${kind}` } })
}
