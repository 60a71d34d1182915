import { beforeAll, describe, it } from 'vitest'
import { BOUNDARIES, prepareWork, stopEverywhere } from './support/stopped-work.ts'

beforeAll(prepareWork)

describe('a machine that stops in the middle of a write', () => {
  it('loses nothing that was acknowledged, at every class of byte of every write', () => stopEverywhere(BOUNDARIES), 600_000)
})
