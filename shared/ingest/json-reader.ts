import { MAX_ROW } from './csv-reader.ts'
import type { RowFault } from './csv-reader.ts'

export interface ItemSink {
  /** `item`: 1-based position among the file's items. */
  item(value: Record<string, unknown>, item: number): void
  fault(item: number, fault: RowFault, start: string): void
}

/** How items lie in the text: elements of an array (wherever the array is), or one object a line. */
export type JsonLayout = 'array' | 'lines'

const START_SHOWN = 200
const QUOTE = 34
const BACKSLASH = 92

/**
 * Finds the objects of a JSON text pushed in pieces of any size, without holding more than one: the elements of
 * the first array that has objects in it, at any depth (`[…]`, `{"features": […]}`, `{"data": {"rows": […]}}`), or
 * with layout `lines` one object a line. A broken item is refused alone; the next is read.
 */
export class JsonReader {
  private buffer = ''
  private at = 0
  private inString = false
  private escaped = false
  /** Open containers outside an item, innermost last. */
  private readonly outside: ('[' | '{')[] = []
  /** Depth within the item under way; 0 between items. */
  private depth = 0
  private itemStart = 0
  private tooLong = false
  /** Depth of `outside` at which items lie; -1 until the first is seen. */
  private level = -1
  private scalarStart = -1
  private count = 0
  private lineEnds = false
  private readonly layout: JsonLayout
  private readonly sink: ItemSink
  private readonly maxItem: number

  constructor(layout: JsonLayout, sink: ItemSink, maxItem = MAX_ROW) {
    this.layout = layout
    this.sink = sink
    this.maxItem = maxItem
  }

  /** Objects seen so far. */
  get items(): number {
    return this.count
  }

  push(text: string): void {
    this.buffer += text
    if (this.layout === 'lines') this.readLines(false)
    else this.readArray()
    this.drop()
  }

  end(): void {
    if (this.layout === 'lines') {
      this.readLines(true)
      return
    }
    if (this.depth > 0) this.refuse('cut', this.tooLong ? '' : this.buffer.slice(this.itemStart))
    else if (this.scalarStart >= 0) this.endScalar(this.buffer.length)
  }

  /** Whether the text ended before its last array or object did. */
  get cut(): boolean {
    return this.depth > 0 || this.outside.length > 0
  }

  private refuse(fault: RowFault, text: string): void {
    this.count++
    this.sink.fault(this.count, fault, text.slice(0, START_SHOWN))
  }

  private take(text: string): void {
    const value = parseItem(text)
    if (value === undefined) this.refuse('broken-json', text)
    else if (value === null || typeof value !== 'object' || Array.isArray(value)) this.refuse('not-an-object', text)
    else {
      this.count++
      this.sink.item(value as Record<string, unknown>, this.count)
    }
  }

  /** Lets go of text that has been read. */
  private drop(): void {
    // Only the beginning of a scalar is ever shown; one that never ends is not held.
    if (this.depth === 0 && this.scalarStart >= 0 && this.at - this.scalarStart > this.maxItem) this.scalarStart = this.at
    const keepFrom = this.depth > 0 && !this.tooLong ? this.itemStart : this.scalarStart >= 0 ? this.scalarStart : this.at
    if (this.depth > 0 && !this.tooLong && this.at - this.itemStart > this.maxItem) {
      this.tooLong = true
      this.refuse('too-long', this.buffer.slice(this.itemStart, this.itemStart + START_SHOWN))
      this.buffer = this.buffer.slice(this.at)
      this.at = 0
      return
    }
    if (keepFrom === 0) return
    this.buffer = this.buffer.slice(keepFrom)
    this.at -= keepFrom
    this.itemStart -= keepFrom
    if (this.scalarStart >= 0) this.scalarStart -= keepFrom
  }

  private readLines(last: boolean): void {
    for (;;) {
      let end = this.buffer.indexOf('\n', this.at)
      if (end < 0) {
        if (!last) {
          if (this.buffer.length - this.itemStart > this.maxItem) {
            if (!this.lineEnds) this.refuse('too-long', this.buffer.slice(0, START_SHOWN))
            this.lineEnds = true
            this.itemStart = this.buffer.length
          }
          this.at = this.itemStart
          return
        }
        end = this.buffer.length
      }
      const line = this.buffer.slice(this.itemStart, end).trim()
      if (this.lineEnds) this.lineEnds = false
      else if (line !== '') {
        if (last && end === this.buffer.length && parseItem(line) === undefined) this.refuse('cut', line)
        else this.take(line)
      }
      this.itemStart = end + 1
      this.at = end + 1
      if (this.at >= this.buffer.length) {
        this.at = this.buffer.length
        this.itemStart = this.at
        return
      }
    }
  }

  private endScalar(end: number): void {
    // Numbers and strings among objects are no rows; in an array that has no objects they are just not rows yet.
    if (this.level === this.outside.length) this.refuse('not-an-object', this.buffer.slice(this.scalarStart, end))
    this.scalarStart = -1
  }

  private readArray(): void {
    const { buffer } = this
    const length = buffer.length
    let at = this.at
    for (; at < length; at++) {
      const code = buffer.charCodeAt(at)
      if (this.inString) {
        if (this.escaped) this.escaped = false
        else if (code === BACKSLASH) this.escaped = true
        else if (code === QUOTE) this.inString = false
        continue
      }
      if (code === QUOTE) {
        this.inString = true
        if (this.depth === 0 && this.scalarStart < 0) this.scalarStart = at
        continue
      }
      const opens = code === 123 || code === 91
      const closes = code === 125 || code === 93
      if (this.depth > 0) {
        if (opens) this.depth++
        else if (closes && --this.depth === 0) {
          if (!this.tooLong) this.take(buffer.slice(this.itemStart, at + 1))
          this.tooLong = false
        }
        continue
      }
      if (opens) {
        this.scalarStart = -1
        const inArray = this.outside.at(-1) === '['
        if (inArray && (this.level === this.outside.length || (this.level < 0 && code === 123))) {
          this.level = this.outside.length
          this.depth = 1
          this.itemStart = at
        } else this.outside.push(code === 123 ? '{' : '[')
      } else if (closes) {
        if (this.scalarStart >= 0) this.endScalar(at)
        this.outside.pop()
        // The array of items has closed: a later array is about something else.
        if (this.level > this.outside.length) this.level = Number.MAX_SAFE_INTEGER
      } else if (code === 44) {
        if (this.scalarStart >= 0) this.endScalar(at)
      } else if (code === 58) {
        this.scalarStart = -1
      } else if (this.scalarStart < 0 && code > 32) {
        this.scalarStart = at
      }
    }
    this.at = at
  }
}

/** Bare words that other programs write for numbers which JSON does not have; kept as text, to be refused by name. */
const NOT_JSON_NUMBER = /([:[,]\s*)(-?(?:NaN|Infinity|inf|nan))(?=\s*[,}\]])/g

/** An item's value, or undefined where it is not JSON. */
export function parseItem(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    try {
      return JSON.parse(text.replace(NOT_JSON_NUMBER, '$1"$2"'))
    } catch {
      return undefined
    }
  }
}

/** Judges a JSON text's layout by its beginning; null where it does not begin like one. */
export function judgeJsonLayout(sample: string): JsonLayout | null {
  const start = sample.trimStart()
  if (!start.startsWith('{') && !start.startsWith('[')) return null
  if (start.startsWith('[')) return /^\[\s*(?:$|[[{\]"\d\-tfn])/.test(start) ? 'array' : null
  if (!/^\{\s*(?:$|["}])/.test(start)) return null
  const lineEnd = start.indexOf('\n')
  const value = parseItem((lineEnd < 0 ? start : start.slice(0, lineEnd)).trim())
  if (value === null || typeof value !== 'object') return 'array'
  if (lineEnd >= 0 && start.slice(lineEnd).trimStart().startsWith('{')) return 'lines'
  // One line that is an object by itself: a record, unless it is a wrapper around an array of them.
  return holdsRecords(value, 0) ? 'array' : 'lines'
}

function holdsRecords(value: object, depth: number): boolean {
  if (depth > 3) return false
  const record = value as Record<string, unknown>
  if (record['type'] === 'Feature') return false
  return Object.values(record).some((inner) => {
    if (Array.isArray(inner)) return inner.some((item) => item !== null && typeof item === 'object' && !Array.isArray(item))
    return inner !== null && typeof inner === 'object' && holdsRecords(inner as object, depth + 1)
  })
}
