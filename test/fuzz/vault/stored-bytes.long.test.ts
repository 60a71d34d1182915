import { expect, it } from 'vitest'
import { faultsOf, runCases } from './stored-bytes.ts'
import { writtenVault } from './written.ts'

/** So many on one vault; then another, since keys, and with them bytes, are random. */
const EACH = 1000

it('SECURITY 2: ten thousand ways of spoiling stored bytes are each found and named, and what is whole still opens', async () => {
  const faults: string[] = []
  let named = 0
  for (let round = 0; round < 10; round++) {
    const written = await writtenVault()
    const cases = await runCases(written, 1_000_000 + round * EACH, EACH)
    faults.push(...faultsOf(written, cases))
    named += cases.filter(({ outcome }) => outcome.said.size > 0).length
  }
  expect(faults).toEqual([])
  expect(named).toBeGreaterThan(8000)
})
