import { describe, expect, it } from 'vitest'
import { idleStep } from '../../../renderer/session/idle.ts'

const MINUTE = 60_000

describe('a vault that nobody touches', () => {
  it('warns a minute before it seals itself, and then seals', () => {
    expect([8.9, 9, 9.9, 10, 11].map((minutes) => idleStep(minutes * MINUTE, 10 * MINUTE))).toEqual(['nothing', 'warn', 'warn', 'seal', 'seal'])
  })
  it('warns halfway where a minute is all there is', () => {
    expect([0, 29_000, 30_000, 60_000].map((milliseconds) => idleStep(milliseconds, MINUTE))).toEqual(['nothing', 'nothing', 'warn', 'seal'])
  })
})
