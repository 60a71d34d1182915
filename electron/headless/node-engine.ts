import { createCipheriv, createDecipheriv, createHash } from 'node:crypto'
import { OpenFault, type Engine } from '../../shared/vault/vault.ts'

/** The bulk primitives over node:crypto: the same bytes as WebCrypto's, without its hops between threads (four times as fast here). */
export const nodeEngine: Engine = {
  sha256: (data) => new Uint8Array(createHash('sha256').update(data).digest()),
  cipher(raw) {
    const key = new Uint8Array(raw)
    return {
      seal(nonce, associated, plaintext) {
        const cipher = createCipheriv('aes-256-gcm', key, nonce)
        cipher.setAAD(associated)
        // Not zeroed first: every byte of it is written.
        const sealed = new Uint8Array(Buffer.allocUnsafeSlow(plaintext.length + 16).buffer)
        sealed.set(cipher.update(plaintext))
        cipher.final()
        sealed.set(cipher.getAuthTag(), plaintext.length)
        return sealed
      },
      open(nonce, associated, sealed) {
        if (sealed.length < 16) throw new OpenFault()
        const decipher = createDecipheriv('aes-256-gcm', key, nonce)
        decipher.setAAD(associated)
        decipher.setAuthTag(sealed.subarray(sealed.length - 16))
        const opened = decipher.update(sealed.subarray(0, sealed.length - 16))
        try {
          decipher.final()
        } catch {
          throw new OpenFault()
        }
        return new Uint8Array(opened.buffer as ArrayBuffer, opened.byteOffset, opened.length)
      },
    }
  },
}
