/**
 * Freezes what COIN-OR CBC (Debian's coinor-cbc 2.10.8) covers at best on 200 random requests, each proved:
 *   node test/planning/frozen/make-plans.ts
 */
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { frozenRequest } from '../instances.ts'
import { solveByCbc } from '../plain-model.ts'

const lines = ['seed,covered']
for (let seed = 1; seed <= 200; seed++) {
  const { covered, proved } = solveByCbc(frozenRequest(seed))
  if (!proved) throw new Error(`CBC did not prove instance ${seed}.`)
  lines.push(`${seed},${covered}`)
}
writeFileSync(fileURLToPath(new URL('plans.csv', import.meta.url)), `${lines.join('\n')}\n`)
