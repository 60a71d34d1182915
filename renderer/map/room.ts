/** A rectangle on the screen, pixels. */
export interface Box {
  readonly x0: number
  readonly y0: number
  readonly x1: number
  readonly y1: number
}

export const boxAround = (x: number, y: number, halfWidth: number, halfHeight: number): Box => ({ x0: x - halfWidth, y0: y - halfHeight, x1: x + halfWidth, y1: y + halfHeight })

/** Room on a map for what is written on it: first come, first served, all of it inside the view and nothing over anything. */
export class Room {
  readonly #width: number
  readonly #height: number
  readonly #taken: Box[]

  constructor(width: number, height: number, taken: readonly Box[] = []) {
    this.#width = width
    this.#height = height
    this.#taken = [...taken]
  }

  free(box: Box): boolean {
    if (box.x0 < 0 || box.y0 < 0 || box.x1 > this.#width || box.y1 > this.#height) return false
    return !this.#taken.some((other) => box.x0 < other.x1 && box.x1 > other.x0 && box.y0 < other.y1 && box.y1 > other.y0)
  }

  take(box: Box): void {
    this.#taken.push(box)
  }

  /** Takes the box if it is free, and says whether it was. */
  claim(box: Box): boolean {
    if (!this.free(box)) return false
    this.take(box)
    return true
  }
}
