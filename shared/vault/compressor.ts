/**
 * Compression before sealing, given by the caller: zstd (RFC 8878) frames, whoever writes them
 * (node:zlib, WebAssembly in the browser). Any zstd reader reads them; the bytes may differ by writer.
 */
export interface Compressor {
  compress(bytes: Uint8Array): Uint8Array | Promise<Uint8Array>
  /** @param length of what comes out; authenticated, and checked again after */
  decompress(bytes: Uint8Array, length: number): Uint8Array | Promise<Uint8Array>
}

/** For programs without zstd: stores as is, and refuses what another program has compressed. */
export const storeOnly: Compressor = {
  compress: (bytes) => bytes,
  decompress() {
    throw new Error('compressed by zstd, and this program has none')
  },
}
