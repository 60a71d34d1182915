import type { Steps } from './steps.ts'

/**
 * The maximum of a smooth function that may have several humps: the best of equally spaced points, then Brent's
 * method between that point's neighbours (Brent 1973, `localmin`; the same steps as R's `optimize`).
 */
export function* maximise(f: (x: number) => number, low: number, high: number, points = 49, tolerance = 1e-9): Steps<{ at: number; value: number }> {
  let best = -Infinity
  let index = 0
  for (let i = 0; i < points; i++) {
    const value = f(low + ((high - low) * i) / (points - 1))
    if (value > best) {
      best = value
      index = i
    }
    yield i / (points + 25)
  }
  const step = (high - low) / (points - 1)
  return yield* brent(f, low + step * Math.max(0, index - 1), low + step * Math.min(points - 1, index + 1), tolerance, points / (points + 25))
}

function* brent(f: (x: number) => number, from: number, to: number, tolerance: number, share: number): Steps<{ at: number; value: number }> {
  const golden = (3 - Math.sqrt(5)) / 2
  const floor = Math.sqrt(Number.EPSILON)
  let a = from
  let b = to
  let x = a + golden * (b - a)
  let w = x
  let v = x
  let fx = -f(x)
  let fw = fx
  let fv = fx
  let d = 0
  let e = 0
  for (let turn = 0; turn < 200; turn++) {
    yield Math.min(1, share + (turn / 25) * (1 - share))
    const middle = (a + b) / 2
    const near = floor * Math.abs(x) + tolerance / 3
    if (Math.abs(x - middle) <= 2 * near - (b - a) / 2) break
    let p = 0
    let q = 0
    let r = 0
    if (Math.abs(e) > near) {
      r = (x - w) * (fx - fv)
      q = (x - v) * (fx - fw)
      p = (x - v) * q - (x - w) * r
      q = 2 * (q - r)
      if (q > 0) p = -p
      else q = -q
      r = e
      e = d
    }
    if (Math.abs(p) >= Math.abs(0.5 * q * r) || p <= q * (a - x) || p >= q * (b - x)) {
      e = x < middle ? b - x : a - x
      d = golden * e
    } else {
      d = p / q
      const u = x + d
      if (u - a < 2 * near || b - u < 2 * near) d = x < middle ? near : -near
    }
    const u = Math.abs(d) >= near ? x + d : d > 0 ? x + near : x - near
    const fu = -f(u)
    if (fu <= fx) {
      if (u < x) b = x
      else a = x
      v = w
      fv = fw
      w = x
      fw = fx
      x = u
      fx = fu
    } else {
      if (u < x) a = u
      else b = u
      if (fu <= fw || w === x) {
        v = w
        fv = fw
        w = u
        fw = fu
      } else if (fu <= fv || v === x || v === w) {
        v = u
        fv = fu
      }
    }
  }
  return { at: x, value: -fx }
}
