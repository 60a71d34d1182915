/** Answers kept at once. */
const KEPT = 50_000

/** The same text in memory of its own: engines keep a cell as a view of the whole piece that it was cut from. */
export function ownCopy(text: string): string {
  return text.length < 13 ? text : (JSON.parse(JSON.stringify(text)) as string)
}

/** Remembers answers about texts that come again and again; forgets all of them when there are too many. */
export function remembered<T>(answer: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>()
  let lastText: string | undefined
  let last: T
  return (text) => {
    // Files are sorted by something: the same text often comes again at once.
    if (text === lastText) return last
    let value = known.get(text)
    if (value === undefined) {
      if (known.size >= KEPT) known.clear()
      const own = ownCopy(text)
      value = answer(own)
      known.set(own, value)
    }
    lastText = text
    last = value
    return value
  }
}
