/**
 * The one way from text to HTML and SVG: whatever is put into a `markup` template is escaped, unless it came
 * out of one. So a title, a caption or a place's name is never read as markup, and no script can be written.
 */
declare const trusted: unique symbol
export type Markup = string & { readonly [trusted]: true }

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
/** Controls that no document needs; a NUL or an escape sequence must not reach a reader's terminal or parser. */
// oxlint-disable-next-line no-control-regex
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]/g

export const escapeText = (text: string): Markup => text.replaceAll(CONTROLS, '\ufffd').replaceAll(/[&<>"']/g, sign => ESCAPES[sign] ?? sign) as Markup

/** Made only here; the set tells markup from a string that a cast calls so. */
class Written {
  readonly text: Markup
  constructor(text: Markup) {
    this.text = text
  }
}
export type { Written }

export type Insert = string | number | Written | readonly Insert[] | null | undefined | false

/** Interpolations are escaped; lists are joined; nothing comes of null, undefined and false. */
export function markup(parts: TemplateStringsArray, ...inserts: readonly Insert[]): Written {
  let out = parts[0] ?? ''
  inserts.forEach((insert, i) => {
    out += write(insert) + (parts[i + 1] ?? '')
  })
  return new Written(out as Markup)
}

function write(insert: Insert): string {
  if (insert === null || insert === undefined || insert === false) return ''
  if (insert instanceof Written) return insert.text
  if (Array.isArray(insert)) return (insert as readonly Insert[]).map(write).join('')
  return escapeText(String(insert))
}

/** Style text for a <style> element, which has no escapes: refused where it could close the element. */
export function styleText(css: string): Written {
  if (/<\/|<!--|@import/i.test(css)) throw new RangeError('not style')
  return new Written(css as Markup)
}
