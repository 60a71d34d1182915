import type { Compartment } from '../model/compartment.ts'
import { ColdSection } from '../model/payload/cold.ts'

/** Opens a stretch's cold section of one compartment; null where it has none or this ring does not open it. */
export type OpenCold = (compartment: Compartment) => Promise<Uint8Array | null> | Uint8Array | null

interface Stretch { readonly from: number; readonly rows: number; readonly open: OpenCold }

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
    this.#stretches.push({ from, rows, open })
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
        const text = section?.text(column, row - this.#stretches[index]!.from)
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
