/** `basic_text` is a fixed password in Chromium's source, and `unknown` may be: neither keeps a secret. */
export function keepsSecrets(backend: string, available: boolean): boolean {
  return available && backend !== 'basic_text' && backend !== 'unknown'
}

/** The 32 bytes of a kept secret, or null where it is none. */
export function parseSecret(text: string): Uint8Array | null {
  const bytes = Buffer.from(text, 'base64')
  return bytes.length === 32 && bytes.toString('base64') === text ? bytes : null
}
