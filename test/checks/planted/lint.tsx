// Planted: every line here must be found by the linter. `test/checks/lint.test.ts` names what.
import { createCipheriv } from 'node:crypto'

export function Planted({ html, anything }: { html: string; anything: any }) {
  eval(html)
  if (anything == html) return null
  document.body.innerHTML = html
  return (
    <div>
      <input type="text" />
      <textarea autoComplete="on" />
      <select autoComplete="off" />
      <p dangerouslySetInnerHTML={{ __html: html }} />
      <span>{String(crypto.subtle)}{String(createCipheriv)}</span>
      <span>{String(crypto.subtle.digest)}</span>
    </div>
  )
}
