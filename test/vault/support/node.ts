export { nodeEngine } from '../../../electron/headless/node-engine.ts'
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import type { Compressor } from '../../../shared/vault/vault.ts'

export const nodeCompressor: Compressor = {
  compress: (bytes) => zstdCompressSync(bytes, { params: { [constants.ZSTD_c_compressionLevel]: 1 } }),
  decompress: (bytes, length) => zstdDecompressSync(bytes, { maxOutputLength: Math.max(1, length) }),
}
