import { writeFileSync } from 'node:fs'
import { toHex } from '../../shared/vault/bytes.ts'
import { sodiumReady } from '../../shared/vault/engine.ts'
import { recoveryKeys, recoveryWords } from '../../shared/vault/recovery.ts'
import { recoveryNumber, shareWords } from '../../shared/vault/share-words.ts'
import { SHARE_NUMBERS, shareOf } from '../../shared/vault/shares.ts'

/** Makes `shares-1.json`, once for a format: `node test/vectors/make-shares.ts`. */
await sodiumReady
const vault = new Uint8Array(16).fill(0xa0)
const key = Uint8Array.from({ length: 32 }, (_, at) => (at * 37 + 11) & 0xff)
const slope = Uint8Array.from({ length: 32 }, (_, at) => (at * 91 + 200) & 0xff)
const keyNumber = recoveryNumber(vault, recoveryKeys(vault, key).agreement.publicKey)
const shares = SHARE_NUMBERS.map((number) => ({ number, bytes: shareOf(key, slope, number) }))
const vectors = {
  vault: toHex(vault), key: toHex(key), words: recoveryWords(key).join(' '), slope: toHex(slope), keyNumber,
  shares: shares.map(({ number, bytes }) => ({ number, bytes: toHex(bytes), words: shareWords({ number, keyNumber, bytes }).join(' ') })),
}
writeFileSync(new URL('./shares-1.json', import.meta.url), `${JSON.stringify(vectors, null, 1)}\n`)
