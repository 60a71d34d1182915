/**
 * The drawing context that d3-geo writes a path into: one decimal, and points nearer than `THIN` units to the
 * last are left out, so that a 10m coast costs what can be seen of it.
 */
const THIN = 0.4

export class PathString {
  private out = ''
  private x = Number.NaN
  private y = Number.NaN
  private pending: [number, number] | null = null

  beginPath(): void {}

  moveTo(x: number, y: number): void {
    this.flush()
    this.out += `M${short(x)},${short(y)}`
    this.x = x
    this.y = y
  }

  lineTo(x: number, y: number): void {
    if (Math.abs(x - this.x) < THIN && Math.abs(y - this.y) < THIN) {
      this.pending = [x, y]
      return
    }
    this.pending = null
    this.out += `L${short(x)},${short(y)}`
    this.x = x
    this.y = y
  }

  arc(x: number, y: number, radius: number): void {
    this.flush()
    this.out += `M${short(x + radius)},${short(y)}a${short(radius)},${short(radius)} 0 1,1 ${short(-2 * radius)},0a${short(radius)},${short(radius)} 0 1,1 ${short(2 * radius)},0`
  }

  closePath(): void {
    this.pending = null
    this.out += 'Z'
  }

  /** The path so far; a line's very last point is kept even where it is near. */
  take(): string {
    this.flush()
    const out = this.out
    this.out = ''
    this.x = Number.NaN
    this.y = Number.NaN
    return out
  }

  private flush(): void {
    if (this.pending) this.out += `L${short(this.pending[0])},${short(this.pending[1])}`
    this.pending = null
  }
}

/** One decimal, without a trailing zero or a negative one. */
export function short(value: number): string {
  const rounded = Math.round(value * 10) / 10
  return String(rounded === 0 ? 0 : rounded)
}
