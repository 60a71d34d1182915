import { logFactorial } from './distributions.ts'

/**
 * Random numbers that are the same on every machine: sfc32 (Chris Doty-Humphrey, PractRand), seeded with
 * one whole number that is stored with whatever was drawn. For simulation only, never for keys.
 */
export class RandomSource {
  #a: number
  #b = 0x9e3779b9 | 0
  #c = 0x243f6a88 | 0
  #counter = 1
  #spare = NaN

  constructor(seed: number) {
    this.#a = seed | 0
    for (let i = 0; i < 20; i++) this.uniform()
  }

  /** Uniform in [0, 1), 32 bits. */
  uniform(): number {
    const t = (((this.#a + this.#b) | 0) + this.#counter) | 0
    this.#counter = (this.#counter + 1) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = (this.#c << 21) | (this.#c >>> 11)
    this.#c = (this.#c + t) | 0
    return (t >>> 0) / 4294967296
  }

  /** Whole number 0 to below - 1. */
  below(below: number): number {
    return Math.floor(this.uniform() * below)
  }

  /** Standard normal, by Marsaglia's polar method. */
  normal(): number {
    if (!Number.isNaN(this.#spare)) {
      const kept = this.#spare
      this.#spare = NaN
      return kept
    }
    for (;;) {
      const x = 2 * this.uniform() - 1
      const y = 2 * this.uniform() - 1
      const square = x * x + y * y
      if (square > 0 && square < 1) {
        const scale = Math.sqrt((-2 * Math.log(square)) / square)
        this.#spare = y * scale
        return x * scale
      }
    }
  }

  /** Gamma of this shape and rate 1 (Marsaglia & Tsang 2000; below shape 1 by their power of a uniform). */
  gamma(shape: number): number {
    if (shape < 1) return this.gamma(shape + 1) * (1 - this.uniform()) ** (1 / shape)
    const d = shape - 1 / 3
    const c = 1 / Math.sqrt(9 * d)
    for (;;) {
      const x = this.normal()
      const root = 1 + c * x
      if (root <= 0) continue
      const v = root * root * root
      const u = 1 - this.uniform()
      const square = x * x
      if (u < 1 - 0.0331 * square * square || Math.log(u) < 0.5 * square + d * (1 - v + Math.log(v))) return d * v
    }
  }

  /** Poisson of this mean: by inversion when small, by halving the mean through a Gamma when large (Ahrens & Dieter 1974). */
  poisson(mean: number): number {
    let count = 0
    let rest = mean
    while (rest > 30) {
      const events = Math.floor((7 * rest) / 8)
      const arrived = this.gamma(events)
      if (arrived > rest) return count + this.binomial(events - 1, rest / arrived)
      count += events
      rest -= arrived
    }
    let product = this.uniform()
    const floor = Math.exp(-rest)
    while (product > floor) {
      count++
      product *= this.uniform()
    }
    return count
  }

  /** Binomial, by inversion when few are expected, by Hörmann's transformed rejection (BTRS, 1993) when many. */
  binomial(trials: number, chance: number): number {
    if (trials <= 0 || chance <= 0) return 0
    if (chance >= 1) return trials
    if (chance > 0.5) return trials - this.binomial(trials, 1 - chance)
    const mean = trials * chance
    if (mean < 10) {
      const ratio = chance / (1 - chance)
      let term = Math.exp(trials * Math.log1p(-chance))
      let u = this.uniform()
      for (let k = 0; k < trials; k++) {
        if (u < term) return k
        u -= term
        term *= (ratio * (trials - k)) / (k + 1)
        if (term === 0) return k
      }
      return trials
    }
    const sd = Math.sqrt(mean * (1 - chance))
    const b = 1.15 + 2.53 * sd
    const a = -0.0873 + 0.0248 * b + 0.01 * chance
    const c = mean + 0.5
    const vr = 0.92 - 4.2 / b
    const alpha = (2.83 + 5.1 / b) * sd
    const odds = Math.log(chance / (1 - chance))
    const mode = Math.floor((trials + 1) * chance)
    const top = logFactorial(mode) + logFactorial(trials - mode)
    for (;;) {
      const u = this.uniform() - 0.5
      const v = 1 - this.uniform()
      const us = 0.5 - Math.abs(u)
      const k = Math.floor(((2 * a) / us + b) * u + c)
      if (us >= 0.07 && v <= vr) return k
      if (k < 0 || k > trials) continue
      if (Math.log((v * alpha) / (a / (us * us) + b)) <= top - logFactorial(k) - logFactorial(trials - k) + (k - mode) * odds) return k
    }
  }
}
