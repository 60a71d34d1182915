import { wordlist } from '@scure/bip39/wordlists/english.js'

/** How a sealed page is stretched: PBKDF2-HMAC-SHA-256 (RFC 8018) is what every browser has by itself. */
const ROUNDS = 1_000_000
/** Words of 11 bits each: 77 bits, for a file that may lie in a mailbox for years. */
const WORDS = 7
const AAD = 'vigil/sealed-page/v1'

/** What a sealed page says before it is opened. */
export interface PageTexts { readonly title: string; readonly lead: string; readonly passphrase: string; readonly open: string; readonly wrong: string }
export interface SealedPage {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Told by another way than the file goes; kept nowhere. */
  readonly passphrase: string
}

const encoder = new TextEncoder()

/**
 * One file that any browser opens by a passphrase, without a network: the markup of `content` under AES-256-GCM, its key stretched
 * from drawn words under a fresh salt. Format, version 1, in base64: salt (16), nonce (12), ciphertext and tag; rounds stand in the page.
 * @param content markup whose every text is escaped already; scripts in it would not run
 */
export async function sealPage(content: string, texts: PageTexts, language: { readonly code: string; readonly direction: 'ltr' | 'rtl' }): Promise<SealedPage> {
  const passphrase = Array.from(crypto.getRandomValues(new Uint16Array(WORDS)), (number) => wordlist[number % wordlist.length]!).join(' ')
  const [salt, nonce] = [crypto.getRandomValues(new Uint8Array(16)), crypto.getRandomValues(new Uint8Array(12))]
  const secret = await crypto.subtle.importKey('raw', encoder.encode(passphrase), 'PBKDF2', false, ['deriveKey'])
  const key = await crypto.subtle.deriveKey({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations: ROUNDS }, secret, { name: 'AES-GCM', length: 256 }, false, ['encrypt'])
  const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce, additionalData: encoder.encode(AAD) }, key, encoder.encode(content)))
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', encoder.encode(SCRIPT)))
  const page = `<!doctype html>
<html lang="${escapeText(language.code)}" dir="${language.direction}">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'sha256-${base64(digest)}'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width">
<meta name="referrer" content="no-referrer">
<title>${escapeText(texts.title)}</title>
<style>body{max-width:44rem;margin:3rem auto;padding:0 1rem;font:1rem/1.5 system-ui,sans-serif;color:#1b1b1b;background:#fff}input,button{font:inherit;padding:.4rem .6rem}input{width:24rem;max-width:100%}dt{font-weight:600;margin-top:.6rem}dd{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}h2{margin-top:2rem;border-top:1px solid #999;padding-top:1rem}</style>
<main>
<h1>${escapeText(texts.title)}</h1>
<p>${escapeText(texts.lead)}</p>
<form autocomplete="off"><p><label>${escapeText(texts.passphrase)}<br><input autocomplete="off" spellcheck="false" autofocus></label> <button>${escapeText(texts.open)}</button></p><p role="alert" hidden>${escapeText(texts.wrong)}</p></form>
</main>
<script type="text/plain" data-rounds="${ROUNDS}">${base64(concat(salt, nonce, sealed))}</script>
<script>${SCRIPT}</script>
`
  return { bytes: encoder.encode(page) as Uint8Array<ArrayBuffer>, passphrase }
}

/** What the page does by itself: it derives the key, opens, and shows what it opened; a wrong passphrase says so. */
const SCRIPT = `
const held = document.querySelector('script[data-rounds]')
const bytes = Uint8Array.from(atob(held.textContent), (one) => one.charCodeAt(0))
const [form, alarm] = [document.querySelector('form'), document.querySelector('[role=alert]')]
form.addEventListener('submit', async (event) => {
  event.preventDefault()
  alarm.hidden = true
  const encoder = new TextEncoder()
  const typed = form.querySelector('input').value.trim().toLowerCase().replace(/\\s+/g, ' ')
  try {
    const secret = await crypto.subtle.importKey('raw', encoder.encode(typed), 'PBKDF2', false, ['deriveKey'])
    const key = await crypto.subtle.deriveKey({ name: 'PBKDF2', hash: 'SHA-256', salt: bytes.subarray(0, 16), iterations: Number(held.dataset.rounds) }, secret, { name: 'AES-GCM', length: 256 }, false, ['decrypt'])
    const opened = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: bytes.subarray(16, 28), additionalData: encoder.encode('${AAD}') }, key, bytes.subarray(28))
    const page = new DOMParser().parseFromString(new TextDecoder().decode(opened), 'text/html')
    document.querySelector('main').replaceChildren(...page.body.childNodes)
  } catch {
    alarm.hidden = false
  }
})
`

/** A text as markup shows it: nothing in it is markup. */
export const escapeText = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)

function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

function base64(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192))
  return btoa(text)
}
