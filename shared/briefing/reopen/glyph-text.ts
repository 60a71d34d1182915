import { z } from 'zod'

/**
 * Text of a page straight from what it draws, glyph by glyph in the order of drawing. pdf.js's own text has been
 * through a bidirectional pass that knows no presentation forms, so an Arabic word whose letters do not all
 * join comes out with its middle turned round; drawn order can be read backwards.
 */
export interface PageOperators { readonly fnArray: readonly number[]; readonly argsArray: readonly unknown[] }
export type OperatorCodes = Readonly<Record<'save' | 'restore' | 'transform' | 'beginText' | 'setTextMatrix' | 'moveText' | 'setLeadingMoveText' | 'nextLine' | 'setFont' | 'setLeading' | 'showText', number>>

type Matrix = readonly [number, number, number, number, number, number]
const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0]
const number = z.number()
/** pdf.js hands a matrix over as an array or a typed array. */
const matrix = z.unknown().transform((value, context): Matrix => {
  const list = Array.isArray(value) && value.length === 1 ? (value[0] as unknown) : value
  const numbers = z.array(number).length(6).safeParse(ArrayBuffer.isView(list) ? [...(list as Float32Array)] : list)
  if (!numbers.success) {
    context.addIssue('not a matrix')
    return z.NEVER
  }
  return numbers.data as unknown as Matrix
})
const glyphs = z.tuple([z.array(z.union([number, z.object({ unicode: z.string().nullish(), width: number.nullish() }), z.null()]))]).rest(z.unknown())

const times = (a: Matrix, b: Matrix): Matrix => [a[0] * b[0] + a[2] * b[1], a[1] * b[0] + a[3] * b[1], a[0] * b[2] + a[2] * b[3], a[1] * b[2] + a[3] * b[3], a[0] * b[4] + a[2] * b[5] + a[4], a[1] * b[4] + a[3] * b[5] + a[5]]

/** Lines parted where the height changes, a tab where there is a gap wider than a word space. */
export function glyphText({ fnArray, argsArray }: PageOperators, codes: OperatorCodes): string {
  let text = ''
  let ground: Matrix = IDENTITY
  const saved: Matrix[] = []
  let lineStart: Matrix = IDENTITY
  let cursor: Matrix = IDENTITY
  let size = 10
  let leading = 0
  let last: { x: number; y: number } | null = null
  const move = (x: number, y: number) => {
    lineStart = times(lineStart, [1, 0, 0, 1, x, y])
    cursor = lineStart
  }
  fnArray.forEach((code, i) => {
    const args = argsArray[i]
    switch (code) {
      case codes.save:
        saved.push(ground)
        return
      case codes.restore:
        ground = saved.pop() ?? IDENTITY
        return
      case codes.transform:
        ground = times(ground, matrix.parse(args))
        return
      case codes.beginText:
        lineStart = cursor = IDENTITY
        return
      case codes.setTextMatrix:
        lineStart = cursor = matrix.parse(args)
        return
      case codes.moveText:
      case codes.setLeadingMoveText: {
        const [x, y] = z.tuple([number, number]).parse(args)
        move(x, y)
        return
      }
      case codes.setLeading:
        leading = z.tuple([number]).parse(args)[0]
        return
      case codes.nextLine:
        move(0, -Math.abs(leading))
        return
      case codes.setFont:
        size = z.tuple([z.unknown(), number]).parse(args)[1]
        return
      case codes.showText: {
        for (const glyph of glyphs.parse(args)[0]) {
          if (glyph === null) continue
          if (typeof glyph === 'number') {
            cursor = times(cursor, [1, 0, 0, 1, (-glyph / 1000) * size, 0])
            continue
          }
          const at = times(ground, cursor)
          const height = Math.hypot(at[2], at[3]) * Math.abs(size) || 10
          if (last && Math.abs(at[5] - last.y) > height * 0.6) text += '\n'
          else if (last && Math.abs(at[4] - last.x) > height * 0.7) text += '\t'
          text += glyph.unicode ?? ''
          cursor = times(cursor, [1, 0, 0, 1, ((glyph.width ?? 0) / 1000) * size, 0])
          const end = times(ground, cursor)
          last = { x: end[4], y: end[5] }
        }
      }
    }
  })
  return text
}
