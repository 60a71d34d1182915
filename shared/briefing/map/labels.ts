/** Room on the map: labels take it in order of weight, and one that finds none is left out. */
export interface Box { readonly x0: number; readonly y0: number; readonly x1: number; readonly y1: number }

export class Room {
  private readonly taken: Box[] = []
  private readonly width: number
  private readonly height: number

  constructor(width: number, height: number) {
    this.width = width
    this.height = height
  }

  isFree(box: Box): boolean {
    if (box.x0 < 2 || box.y0 < 2 || box.x1 > this.width - 2 || box.y1 > this.height - 2) return false
    return !this.taken.some(other => box.x0 < other.x1 && box.x1 > other.x0 && box.y0 < other.y1 && box.y1 > other.y0)
  }

  take(box: Box): void {
    this.taken.push(box)
  }

  /** Takes the first of the boxes that is free; its index, or -1. */
  takeFirst(boxes: readonly Box[]): number {
    const at = boxes.findIndex(box => this.isFree(box))
    const box = boxes[at]
    if (box) this.take(box)
    return at
  }
}

/** About how wide a text will be set, in units: Latin 0.56 of the size a letter, Arabic 0.5, Han 1. */
export function textWidth(text: string, size: number, track = 0): number {
  let width = 0
  for (const sign of text) width += /[\u4e00-\u9fff\u3040-\u30ff]/u.test(sign) ? 1 : /[\u0600-\u06ff]/u.test(sign) ? 0.5 : /[A-Z]/.test(sign) ? 0.68 : 0.56
  return width * size + [...text].length * track
}

export const boxAround = (x: number, y: number, width: number, height: number): Box => ({ x0: x - width / 2, y0: y - height / 2, x1: x + width / 2, y1: y + height / 2 })
