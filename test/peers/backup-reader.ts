import { createDecipheriv, createHash, createPublicKey, hkdfSync, verify } from 'node:crypto'

/**
 * Another program that takes a backup apart, written by resources/formats.md alone: it shares no line with shared/vault. What it
 * answers are a vault's files, which `vault-reader.ts` opens.
 */
const sha256 = (...parts: Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest()
const KINDS = [null, 'keys', 'root', 'head', 'draft', 'journal'] as const
const PIECE = 1_048_576

/** @throws Error naming the part in which a digest does not fit */
export function splitBackup(file: Buffer) {
  if (file.toString('latin1', 0, 8) !== 'VIGILBAK' || file.readUInt16LE(8) !== 1) throw new Error('no backup of version 1')
  const headerLength = file.readUInt32LE(10)
  const header = file.subarray(0, headerLength)
  if (!sha256(header.subarray(0, -8)).subarray(0, 8).equals(header.subarray(-8))) throw new Error('header')
  const vault = header.subarray(14, 30)
  const made = header.readUIntLE(46, 6)
  const nameLength = header.readUInt16LE(52)
  const name = header.toString('utf8', 54, 54 + nameLength)
  let at = 54 + nameLength + 1
  const sections = Array.from({ length: header.readUInt16LE(at) }, (_, index) => {
    const from = at + 2 + index * 23
    return { kind: KINDS[header[from]!]!, code: header[from]!, draft: header.toString('hex', from + 1, from + 17), length: header.readUIntLE(from + 17, 6) }
  })
  const context = (what: string, ...binding: Uint8Array[]) => Buffer.concat([Buffer.from(`vigil/${what}/v1\0`), vault, ...binding])
  let running = sha256(context('backup', sha256(header)))
  at = headerLength
  const files = new Map<string, Buffer>()
  for (const { kind, code, draft, length } of sections) {
    const parts: Buffer[] = []
    for (let left = length; left > 0; left -= PIECE) {
      const piece = file.subarray(at, at + Math.min(left, PIECE))
      running = sha256(context('backup', running, Buffer.of(code), sha256(piece)))
      at += piece.length
      if (!file.subarray(at, at + 32).equals(running)) throw new Error(`digest in ${kind}`)
      at += 32
      parts.push(piece)
    }
    files.set(kind === 'draft' ? `drafts/${draft}` : kind, Buffer.concat(parts))
  }
  if (file.toString('latin1', at, at + 8) !== 'VIGILEND') throw new Error('end')
  const seal = file.subarray(at + 12, at + 12 + file.readUInt32LE(at + 8))
  at += 12 + seal.length
  const last = sha256(context('backup-end', running, sha256(seal)))
  if (!file.subarray(at, at + 32).equals(last) || at + 32 !== file.length) throw new Error('end digest')

  /** What the seal says, opened with the station's key. */
  const openSeal = (stationKey: Uint8Array, signer: Uint8Array) => {
    const handle = seal.subarray(0, 16)
    const binding = context('backup-seal', handle)
    const [salt, sealed] = [seal.subarray(16, 48), seal.subarray(48)]
    const decipher = createDecipheriv('aes-256-gcm', Buffer.from(hkdfSync('sha256', stationKey, salt, binding, 32)), Buffer.alloc(12))
    decipher.setAAD(binding)
    decipher.setAuthTag(sealed.subarray(-16))
    const plain = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()])
    const facts = plain.subarray(4, 4 + plain.readUInt32LE(0))
    const key = createPublicKey({ key: Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), signer]), format: 'der', type: 'spki' })
    const signed = verify(null, context('backup', facts), key, plain.subarray(4 + facts.length, 4 + facts.length + 64))
    return { signed, digestFits: facts.subarray(0, 32).equals(running), account: facts.toString('hex', 32, 48), generation: facts.readUIntLE(48, 6), commits: facts.readUIntLE(54, 6) }
  }
  return { vault: vault.toString('hex'), made, name, files, last: last.toString('hex'), openSeal }
}
