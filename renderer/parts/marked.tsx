/** A text with the typed beginnings of its words marked. */
export function Marked({ text, words }: { readonly text: string; readonly words: string }) {
  const parts = words.trim().split(/\s+/).filter((part) => part.length > 0)
  if (parts.length === 0) return text
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(${parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')})`, 'giu')
  const cut = text.split(pattern)
  // split with one group gives text and match by turns.
  return cut.map((piece, index) => (index % 2 === 1 ? <mark key={index}>{piece}</mark> : piece))
}
