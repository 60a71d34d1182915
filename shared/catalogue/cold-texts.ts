import type { Compartment } from '../model/compartment.ts'
import { ColdSection } from '../model/payload/cold.ts'

/** Opens a stretch's cold section of one compartment; null where it has none or this ring does not open it. */
export type OpenCold = (compartment: Compartment) => Promise<Uint8Array | null> | Uint8Array | null

interface Stretch { readonly from: number; readonly rows: number; readonly open: OpenCold }

/** Sections kept opened at a time. */
const KEPT = 6

/**
 * Where the cold texts of rows lie, and the few sections that are open. Stretches follow one another in rows.
 * Holds opened text: `clear` on seal.
 */
export class ColdTexts {
  readonly #stretches: Stretch[] = []
  readonly #opened = new Map<string, Promise<ColdSection | null>>()

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

  /** A reader of the texts of one row, by cold column name; opens what it must. */
  async reader(row: number, compartments: readonly Compartment[]): Promise<(column: string) => string | undefined> {
    const index = this.stretchOf(row)
    if (index < 0) return () => undefined
    const place = row - this.#stretches[index]!.from
    const sections = await Promise.all(compartments.map((compartment) => this.section(index, compartment)))
    return (column) => {
      for (const section of sections) {
        const text = section?.text(column, place)
        if (text !== undefined) return text
      }
      return undefined
    }
  }

  /** A stretch's section, opened; `keep: false` reads past the few that are kept. */
  section(index: number, compartment: Compartment, keep = true): Promise<ColdSection | null> {
    const key = `${index}/${compartment}`
    const held = this.#opened.get(key)
    if (held) {
      this.#opened.delete(key)
      this.#opened.set(key, held)
      return held
    }
    const opening = Promise.resolve(this.#stretches[index]!.open(compartment)).then((bytes) => (bytes ? new ColdSection(bytes) : null))
    if (keep) {
      this.#opened.set(key, opening)
      opening.catch(() => this.#opened.delete(key))
      if (this.#opened.size > KEPT) this.#opened.delete(this.#opened.keys().next().value!)
    }
    return opening
  }

  clear(): void {
    this.#stretches.length = 0
    this.#opened.clear()
  }
}
