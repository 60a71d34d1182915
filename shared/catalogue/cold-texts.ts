import type { Compartment } from '../model/compartment.ts'
import { ColdSection } from '../model/payload/cold.ts'

/** Opens a stretch's cold section of one compartment; null where it has none or this ring does not open it. */
export type OpenCold = (compartment: Compartment) => Promise<Uint8Array | null> | Uint8Array | null

interface Stretch {
  readonly from: number
  readonly rows: number
  open: OpenCold
  /** Rows of it that were erased since, ascending: its section has none of them any more. */
  gone: readonly number[]
}

/** Bytes of opened sections that are kept; the texts of a few hundred thousand tips. */
const KEPT_BYTES = 192 * 1024 * 1024

/**
 * Where the cold texts of rows lie, and the few sections that are open. Stretches follow one another in rows.
 * Holds opened text: `clear` on seal.
 */
export class ColdTexts {
  readonly #stretches: Stretch[] = []
  readonly #opened = new Map<string, { bytes: number; readonly section: Promise<ColdSection | null> }>()
  #bytes = 0
  #generation = 0

  add(from: number, rows: number, open: OpenCold): void {
    this.#stretches.push({ from, rows, open, gone: [] })
  }

  /** Rows that a stretch still has, ascending: its section's rows are in this order. */
  rowsOf(index: number): readonly number[] {
    const { from, rows, gone } = this.#stretches[index]!
    const erased = new Set(gone)
    const kept: number[] = []
    for (let row = from; row < from + rows; row++) if (!erased.has(row)) kept.push(row)
    return kept
  }

  /** Opens a stretch elsewhere from now on, without some of its rows; what was opened of it is overwritten. */
  replace(index: number, open: OpenCold, gone: readonly number[]): void {
    const stretch = this.#stretches[index]!
    stretch.open = open
    stretch.gone = [...stretch.gone, ...gone].sort((a, b) => a - b)
    for (const [key, { bytes, section }] of this.#opened) {
      if (!key.startsWith(`${index}/`)) continue
      this.#opened.delete(key)
      this.#bytes -= bytes
      void section.then((opened) => opened?.wipe(), () => undefined)
    }
  }

  get stretches(): readonly { readonly from: number; readonly rows: number }[] {
    return this.#stretches
  }

  /** The stretch of a row, or -1 for a row that was not imported. */
  stretchOf(row: number): number {
    let low = 0
    let high = this.#stretches.length
    while (low < high) {
      const middle = (low + high) >> 1
      const stretch = this.#stretches[middle]!
      if (stretch.from + stretch.rows <= row) low = middle + 1
      else high = middle
    }
    const stretch = this.#stretches[low]
    return stretch && stretch.from <= row ? low : -1
  }

  /** A reader of the texts of these rows, by row and cold column name; opens what it must, once. */
  async readers(rows: Iterable<number>, compartments: readonly Compartment[]): Promise<(row: number, column: string) => string | undefined> {
    const opened = new Map<number, readonly (ColdSection | null)[]>()
    if (compartments.length > 0) {
      for (const row of rows) {
        const index = this.stretchOf(row)
        if (index >= 0 && !opened.has(index)) opened.set(index, await Promise.all(compartments.map((compartment) => this.section(index, compartment))))
      }
    }
    return (row, column) => {
      const index = this.stretchOf(row)
      for (const section of opened.get(index) ?? []) {
        const text = section?.text(column, placeIn(this.#stretches[index]!, row))
        if (text !== undefined) return text
      }
      return undefined
    }
  }

  /** A stretch's section, opened; those used last are kept. */
  section(index: number, compartment: Compartment): Promise<ColdSection | null> {
    const key = `${index}/${compartment}`
    const held = this.#opened.get(key)
    if (held) {
      this.#opened.delete(key)
      this.#opened.set(key, held)
      return held.section
    }
    const generation = this.#generation
    const entry = { bytes: 0, section: Promise.resolve(this.#stretches[index]!.open(compartment)).then((bytes) => {
      if (!bytes || generation !== this.#generation) return null
      entry.bytes = bytes.byteLength
      this.#keep(bytes.byteLength)
      return new ColdSection(bytes)
    }) }
    this.#opened.set(key, entry)
    entry.section.catch(() => this.#opened.delete(key))
    return entry.section
  }

  #keep(more: number): void {
    this.#bytes += more
    for (const [key, { bytes }] of this.#opened) {
      if (this.#bytes <= KEPT_BYTES) break
      this.#opened.delete(key)
      this.#bytes -= bytes
    }
  }

  clear(): void {
    this.#stretches.length = 0
    for (const { section } of this.#opened.values()) void section.then((opened) => opened?.wipe(), () => undefined)
    this.#opened.clear()
    this.#bytes = 0
    this.#generation++
  }
}

/** A row's place in its stretch's section. */
function placeIn({ from, gone }: Stretch, row: number): number {
  let before = 0
  while (before < gone.length && gone[before]! < row) before++
  return row - from - before
}
