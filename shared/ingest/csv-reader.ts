import { HIGH_STEP, LOW_STEP, RowHash } from './seen-rows.ts'

/** Why a reader could not make cells of a row. */
export type RowFault = 'too-long' | 'unclosed-quote' | 'cut' | 'not-an-object' | 'broken-json'

/** Longest row that is held in memory, in characters. */
export const MAX_ROW = 64 * 1024 * 1024
/** Text read a second time after unclosed quotes, in all; a file made of them must not be read for ever. */
const MAX_REREAD = 4 * MAX_ROW

export interface RowSink {
  /** `row`: 1-based, counting every row of the file as a spreadsheet does (titles too); blank ones are counted, not handed on. `cells` is filled anew for the next row. */
  row(cells: readonly string[], row: number): void
  /** `start`: the beginning of the row's text. */
  fault(row: number, fault: RowFault, start: string): void
}

const QUOTE = 34
const CR = 13
const LF = 10
const BLANK = 32
const START_SHOWN = 200

export interface CsvChoices {
  /** Longest row held, in characters. */
  readonly maxRow?: number
  /** Fed each row's cells; holds their hash when the row is handed on. */
  readonly hash?: RowHash
  /** Columns whose text is wanted (1) or not (0); of the latter cells are handed on empty. Columns beyond are wanted. */
  readonly wanted?: Uint8Array
}

/**
 * Reads delimited text pushed in pieces of any size (RFC 4180, and what is found in the field): line ends of
 * three kinds, mixed; line breaks and doubled quotes inside quotes; a quote inside an unquoted cell is itself.
 * A quoted cell that runs over a line break and then goes on after its closing quote, or never closes, was never
 * meant to open: its first line alone is refused and reading goes on at the next.
 */
export class CsvReader {
  private buffer = ''
  /** Index in `buffer` of the unread character, of the current cell and of the current row. */
  private at = 0
  private cellStart = 0
  private rowStart = 0
  /** Filled anew for each row; `count` of them hold. */
  private readonly cells: string[] = []
  private count = 0
  private rowNumber = 0
  private quoted = false
  private quoteClosed = false
  /** Whether the quoted cell under way has run over a line break. */
  private brokenCell = false
  private skipLineFeed = false
  private skippingLine = false
  private reread = 0
  private readonly delimiter: number
  private readonly sink: RowSink
  private readonly maxRow: number
  private readonly hash: RowHash
  private readonly wanted: Uint8Array
  /** Whether nothing but blanks has been seen in the row under way. */
  private blankRow = true

  constructor(delimiter: string, sink: RowSink, choices: CsvChoices = {}) {
    this.delimiter = delimiter.charCodeAt(0)
    this.sink = sink
    this.maxRow = choices.maxRow ?? MAX_ROW
    this.hash = choices.hash ?? new RowHash([0, 0])
    this.wanted = choices.wanted ?? new Uint8Array(0)
    this.hash.begin()
  }

  /** Whether the last row read had no line end: at the end of a file, one that may have been cut. */
  lastRowUnended = false

  push(text: string): void {
    this.buffer = this.rowStart < this.buffer.length ? this.buffer.slice(this.rowStart) + text : text
    this.at -= this.rowStart
    this.cellStart -= this.rowStart
    this.rowStart = 0
    this.read(false)
    while (this.buffer.length - this.rowStart > this.maxRow) {
      if (!this.giveUpLine('too-long')) break
      this.read(false)
    }
  }

  end(): void {
    this.read(true)
    while (this.quoted && !this.quoteClosed) {
      if (!this.giveUpLine('cut')) return
      this.read(true)
    }
    if (this.skippingLine || this.rowStart >= this.buffer.length) return
    this.lastRowUnended = true
    this.endCell(this.buffer.length)
    this.endRow()
  }

  /**
   * Refuses the first line of the row under way and stands at the start of the next. `whole`: the reason where
   * there is no line end in the row. False where that ends the text.
   */
  private giveUpLine(whole: RowFault): boolean {
    const { buffer, rowStart } = this
    let end = rowStart
    while (end < buffer.length && buffer.charCodeAt(end) !== LF && buffer.charCodeAt(end) !== CR) end++
    this.rowNumber++
    this.sink.fault(this.rowNumber, end < buffer.length ? 'unclosed-quote' : whole, buffer.slice(rowStart, Math.min(end, rowStart + START_SHOWN)))
    this.reread += buffer.length - end
    this.count = 0
    this.blankRow = true
    this.hash.begin()
    this.quoted = false
    this.quoteClosed = false
    if (end >= buffer.length || this.reread > MAX_REREAD) {
      // No line end in sight: what follows belongs to this row, and is dropped unread until one comes.
      this.skippingLine = true
      this.restartAt(buffer.length)
      return false
    }
    this.skipLineFeed = buffer.charCodeAt(end) === CR
    this.restartAt(end + 1)
    return true
  }

  private restartAt(index: number): void {
    this.at = index
    this.cellStart = index
    this.rowStart = index
  }

  private endCell(end: number): void {
    const { buffer, cellStart, cells } = this
    const wanted = this.wanted[this.count] !== 0
    if (!this.quoted) {
      this.hash.endCell()
      for (let i = cellStart; this.blankRow && i < end; i++) if (buffer.charCodeAt(i) > BLANK) this.blankRow = false
      cells[this.count++] = wanted ? buffer.slice(cellStart, end) : ''
      return
    }
    const inner = buffer.slice(cellStart + 1, end - (this.quoteClosed ? 1 : 0))
    const cell = inner.includes('"') ? inner.replaceAll('""', '"') : inner
    this.hash.mix(cell, 0, cell.length)
    for (let i = 0; this.blankRow && i < cell.length; i++) if (cell.charCodeAt(i) > BLANK) this.blankRow = false
    cells[this.count++] = wanted ? cell : ''
    this.quoted = false
    this.quoteClosed = false
  }

  private endRow(): void {
    const { cells, count } = this
    if (cells.length > count) cells.length = count
    this.count = 0
    this.rowNumber++
    if (!this.blankRow) this.sink.row(cells, this.rowNumber)
    this.blankRow = true
    this.hash.begin()
  }

  /** Reads as far as the buffer goes; at the end of the file (`last`) a closing quote needs no successor. */
  private read(last: boolean): void {
    const { buffer, delimiter, hash } = this
    const length = buffer.length
    let at = this.at
    if (this.skippingLine) {
      while (at < length && buffer.charCodeAt(at) !== LF && buffer.charCodeAt(at) !== CR) at++
      this.restartAt(at)
      if (at >= length) return
      this.skippingLine = false
      this.skipLineFeed = buffer.charCodeAt(at) === CR
      this.restartAt(++at)
    }
    for (;;) {
      if (at >= length) break
      let code = buffer.charCodeAt(at)
      if (this.skipLineFeed) {
        this.skipLineFeed = false
        if (code === LF) {
          this.restartAt(++at)
          continue
        }
      }
      if (!this.quoted && at === this.cellStart && code === QUOTE) {
        this.quoted = true
        this.brokenCell = false
        at++
      }
      if (this.quoted && !this.quoteClosed) {
        const quote = buffer.indexOf('"', at)
        if (quote < 0) {
          this.brokenCell ||= hasLineBreak(buffer, at, length)
          at = length
          break
        }
        if (quote + 1 >= length && !last) {
          this.brokenCell ||= hasLineBreak(buffer, at, quote)
          at = quote
          break
        }
        const next = quote + 1 >= length ? LF : buffer.charCodeAt(quote + 1)
        if (next === QUOTE) {
          this.brokenCell ||= hasLineBreak(buffer, at, quote)
          at = quote + 2
          continue
        }
        if (next === delimiter || next === LF || next === CR) {
          this.quoteClosed = true
          at = quote + 1
          continue
        }
        this.brokenCell ||= hasLineBreak(buffer, at, quote)
        if (this.brokenCell) {
          this.giveUpLine('too-long')
          at = this.at
          if (this.skippingLine) return
          continue
        }
        // A quote inside a quoted cell that was not doubled ("He said "stop" twice"): it is part of the text.
        at = quote + 1
        continue
      }
      if (this.quoteClosed) {
        // What follows a closing quote is a delimiter or a line end.
      } else {
        let { high, low } = hash
        while (code !== delimiter && code !== LF && code !== CR) {
          high = Math.imul(high ^ code, HIGH_STEP)
          low = (Math.imul(low, LOW_STEP) + code) | 0
          if (++at >= length) break
          code = buffer.charCodeAt(at)
        }
        hash.high = high
        hash.low = low
        if (at >= length) break
      }
      this.endCell(at)
      at++
      this.cellStart = at
      if (code === delimiter) continue
      if (code === CR) this.skipLineFeed = true
      this.rowStart = at
      this.endRow()
    }
    this.at = at
  }
}

function hasLineBreak(text: string, start: number, end: number): boolean {
  for (let i = start; i < end; i++) {
    const code = text.charCodeAt(i)
    if (code === LF || code === CR) return true
  }
  return false
}

const DELIMITERS = [',', ';', '\t', '|'] as const

/** The delimiter under which the sample's rows agree best on their number of cells; a comma where none does. */
export function judgeDelimiter(sample: string): string {
  let best: string = ','
  let bestScore = 0
  for (const delimiter of DELIMITERS) {
    const widths = new Map<number, number>()
    let rows = 0
    const reader = new CsvReader(delimiter, {
      row: (cells) => {
        if (rows++ > 200) return
        widths.set(cells.length, (widths.get(cells.length) ?? 0) + 1)
      },
      fault: () => {},
    })
    reader.push(sample.slice(0, 200_000))
    if (rows < 2) reader.end()
    let counted = 0
    let common = 1
    let times = 0
    for (const [width, count] of widths) {
      counted += count
      if (width > 1 && count > times) [common, times] = [width, count]
    }
    const score = counted === 0 ? 0 : (times / counted) * Math.log2(common + 1)
    if (common > 1 && score > bestScore * 1.05) [best, bestScore] = [delimiter, score]
  }
  return best
}
