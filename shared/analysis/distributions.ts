/**
 * The distributions that counts and rates follow, accurate in the far tail: a tail probability of 1e-300
 * has as many right digits as one of 0.1. Checked against R in `test/analysis/distributions.test.ts`.
 *
 * A negative binomial is written by its mean and its dispersion f: variance mean + f * mean^2, so f = 0 is
 * Poisson. Below `POISSON_BELOW` it is treated as Poisson.
 */
export const POISSON_BELOW = 1e-7

const LOG_SQRT_TWO_PI = 0.9189385332046728

/** What Stirling's formula leaves out of log Gamma(x), for x >= 10 (Abramowitz & Stegun 6.1.41). */
function stirlingRemainder(x: number): number {
  const inverse = 1 / x
  const square = inverse * inverse
  return inverse * (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680 - square * (1 / 1188 - square * (691 / 360360))))))
}

/** log Gamma(x), x > 0. */
export function logGamma(x: number): number {
  if (x >= 10) return (x - 0.5) * Math.log(x) - x + LOG_SQRT_TWO_PI + stirlingRemainder(x)
  let product = 1
  let shifted = x
  while (shifted < 10) product *= shifted++
  return (shifted - 0.5) * Math.log(shifted) - shifted + LOG_SQRT_TWO_PI + stirlingRemainder(shifted) - Math.log(product)
}

const FACTORIALS = 256
const LOG_FACTORIAL = new Float64Array(FACTORIALS)
for (let n = 2; n < FACTORIALS; n++) LOG_FACTORIAL[n] = LOG_FACTORIAL[n - 1]! + Math.log(n)

/** log n!, n a whole number >= 0. */
export function logFactorial(n: number): number {
  return n < FACTORIALS ? LOG_FACTORIAL[n]! : logGamma(n + 1)
}

/**
 * log of (1)(1+f)(1+2f)...(1+(y-1)f), which is log of Gamma(y+k) / (Gamma(k) k^y) with k = 1/f. Written so
 * that nothing cancels where k is huge (nearly Poisson).
 */
export function logRising(y: number, f: number): number {
  if (f === 0 || y <= 1) return 0
  const k = 1 / f
  if (k >= 10) return (k + y - 0.5) * Math.log1p(y * f) - y + stirlingRemainder(k + y) - stirlingRemainder(k)
  if (y < 64) {
    let sum = 0
    let product = 1
    for (let i = 1; i < y; i++) {
      product *= 1 + i * f
      if (product > 1e250) {
        sum += Math.log(product)
        product = 1
      }
    }
    return sum + Math.log(product)
  }
  return logGamma(y + k) - logGamma(k) - y * Math.log(k)
}

/** log P(X = y) of a count with this mean (> 0) and dispersion. */
export function logCountProbability(y: number, mean: number, dispersion: number): number {
  if (dispersion < POISSON_BELOW) return y * Math.log(mean) - mean - logFactorial(y)
  const spread = Math.log1p(mean * dispersion)
  return (y === 0 ? 0 : y * (Math.log(mean) - spread) + logRising(y, dispersion) - logFactorial(y)) - spread / dispersion
}

/** Continued fraction of the incomplete beta function by Lentz's method (Numerical Recipes 6.4); converges for x < (a+1)/(a+b+2). */
function betaFraction(a: number, b: number, x: number): number {
  const tiny = 1e-300
  let c = 1
  let d = 1 - ((a + b) * x) / (a + 1)
  if (Math.abs(d) < tiny) d = tiny
  d = 1 / d
  let h = d
  for (let m = 1; m < 100_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 + even * d
    if (Math.abs(d) < tiny) d = tiny
    c = 1 + even / c
    if (Math.abs(c) < tiny) c = tiny
    d = 1 / d
    h *= d * c
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 + odd * d
    if (Math.abs(d) < tiny) d = tiny
    c = 1 + odd / c
    if (Math.abs(c) < tiny) c = tiny
    d = 1 / d
    const step = d * c
    h *= step
    if (Math.abs(step - 1) < 1e-15) break
  }
  return h
}

/**
 * P(X >= s) of a count with this mean (> 0) and dispersion; 1 where s <= 0. Beyond the mean it is summed upward from
 * s (so the far tail keeps its digits), or by the continued fraction where that sum would be long.
 */
export function countTail(s: number, mean: number, dispersion: number): number {
  if (s <= 0) return 1
  const f = dispersion < POISSON_BELOW ? 0 : dispersion
  const ratio = mean / (1 + mean * f)
  if (s > mean) {
    const first = Math.exp(logCountProbability(s, mean, f))
    const limit = ratio * f
    if (limit > 0.9) return first * betaFraction(s, 1 / f, limit)
    let sum = 1
    let term = 1
    for (let n = s; ; n++) {
      term *= (ratio * (1 + n * f)) / (n + 1)
      sum += term
      if (term < 1e-17 * sum) break
    }
    return first * sum
  }
  const below = Math.exp(logCountProbability(s - 1, mean, f))
  let sum = 1
  let term = 1
  for (let n = s - 1; n > 0; n--) {
    term *= n / (ratio * (1 + (n - 1) * f))
    sum += term
    if (term < 1e-17 * sum) break
  }
  return Math.max(0, 1 - below * sum)
}

/** Smallest c >= 1 with P(X >= c) <= level. */
export function firstUnlikely(mean: number, dispersion: number, level = 0.05): number {
  const f = dispersion < POISSON_BELOW ? 0 : dispersion
  if (mean < 30) {
    const ratio = mean / (1 + mean * f)
    let term = f === 0 ? Math.exp(-mean) : Math.exp(-Math.log1p(mean * f) / f)
    let above = 1 - term
    let c = 1
    while (above > level && c < 400) {
      term *= (ratio * (1 + (c - 1) * f)) / c
      above -= term
      c++
    }
    if (c < 400) return c
  }
  let low = 0
  let high = Math.max(1, Math.ceil(mean))
  while (countTail(high, mean, f) > level) {
    low = high
    high *= 2
  }
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (countTail(middle, mean, f) <= level) high = middle
    else low = middle
  }
  return high
}

/** log of x^a e^-x / Gamma(a+1), which both halves of the incomplete gamma function share. */
function logGammaFront(a: number, x: number): number {
  if (a < 10) return a * Math.log(x) - x - logGamma(a + 1)
  const off = (x - a) / a
  // a log(x/a) - (x - a), by log1p near the mode where the two halves cancel.
  const exponent = Math.abs(off) < 0.5 ? a * (Math.log1p(off) - off) : a * Math.log(x / a) - (x - a)
  return exponent - 0.5 * Math.log(a) - LOG_SQRT_TWO_PI - stirlingRemainder(a)
}

/** P(X <= x) of a Gamma variable with this shape and rate 1 (series below the mean, Lentz's fraction above; Numerical Recipes 6.2). */
export function gammaCdf(x: number, shape: number): number {
  if (!(x > 0)) return 0
  const front = Math.exp(logGammaFront(shape, x))
  if (x < shape + 1) {
    let sum = 1
    let term = 1
    for (let n = 1; n < 100_000; n++) {
      term *= x / (shape + n)
      sum += term
      if (term < 1e-16 * sum) break
    }
    return Math.min(1, front * sum)
  }
  return 1 - front * upperFraction(x, shape)
}

/** P(X > x), with its digits in the far tail. */
export function gammaTail(x: number, shape: number): number {
  if (!(x > 0)) return 1
  return x < shape + 1 ? 1 - gammaCdf(x, shape) : Math.exp(logGammaFront(shape, x)) * upperFraction(x, shape)
}

function upperFraction(x: number, shape: number): number {
  let b = x + 1 - shape
  let c = 1e300
  let d = 1 / b
  let h = d
  for (let n = 1; n < 100_000; n++) {
    const an = -n * (n - shape)
    b += 2
    d = an * d + b
    if (Math.abs(d) < 1e-300) d = 1e-300
    c = b + an / c
    if (Math.abs(c) < 1e-300) c = 1e-300
    d = 1 / d
    const step = d * c
    h *= step
    if (Math.abs(step - 1) < 1e-15) break
  }
  // The front carries 1/Gamma(a+1); the upper half needs 1/Gamma(a).
  return h * shape
}

/** log of the density of a Gamma variable (shape, rate 1) times x: its density on the log scale. */
export function gammaLogScaleDensity(x: number, shape: number): number {
  return Math.exp(logGammaFront(shape, x)) * shape
}

/** The point below which a Gamma variable (shape, rate 1) lies with probability p, by bracketed Newton steps on log x. */
export function gammaQuantile(p: number, shape: number): number {
  if (p <= 0) return 0
  return Math.exp(solveLogQuantile(p, Math.log(shape), (t) => gammaCdf(Math.exp(t), shape), (t) => gammaLogScaleDensity(Math.exp(t), shape)))
}

/**
 * t with cdf(t) = p, where t is the log of the variable and `density` is d cdf / dt; start is a guess.
 * Newton on log cdf, which for a Gamma variable is concave in t and so converges from below without overshoot;
 * each step narrows a bracket, and a step that would leave it is halved instead, so it always ends.
 */
export function solveLogQuantile(p: number, start: number, cdf: (t: number) => number, density: (t: number) => number): number {
  let low = -800
  let high = 60
  let t = start
  for (let turn = 0; turn < 200; turn++) {
    const reached = cdf(t)
    if (reached > p) high = t
    else low = t
    const slope = density(t)
    const step = slope > 0 && reached > 0 ? ((Math.log(p) - Math.log(reached)) * reached) / slope : NaN
    let next = t + Math.max(-8, Math.min(8, step))
    if (!(next > low && next < high)) next = (low + high) / 2
    if (Math.abs(next - t) < 1e-11 * Math.max(1, Math.abs(t))) return next
    t = next
  }
  return t
}

/** Two-sided p of a standard normal deviate, 2 (1 - Phi(|z|)), with its digits in the far tail. */
export function normalTwoSided(z: number): number {
  return z === 0 ? 1 : gammaTail((z * z) / 2, 0.5)
}
