import type { Engine } from '../../../shared/vault/vault.ts'
import { openedVault } from '../../../shared/vault/session.ts'
import { seeded } from '../../host/kills.ts'
import { nodeEngine } from '../../vault/support/node.ts'
import { judge } from './judge.ts'
import { spoil, type Spoilt } from './spoil.ts'
import { lookAt, type Outcome, type Reader, type Written } from './written.ts'

export interface Case { readonly seed: number; readonly spoilt: Spoilt; readonly outcome: Outcome }

export const readerOf = (written: Written, engine: Engine = nodeEngine): Reader => ({ open: async (platform, store) => openedVault(await written.ring.state(platform, store, Date.now, engine), null) })

/** Runs cases by their seeds; answers them with what came of each. */
export async function runCases(written: Written, first: number, count: number, reader = readerOf(written), spoiling = spoil): Promise<Case[]> {
  const cases: Case[] = []
  for (let seed = first; seed < first + count; seed++) {
    const spoilt = spoiling(written, seeded(seed))
    cases.push({ seed, spoilt, outcome: await lookAt(written.id, spoilt.stored, reader) })
  }
  return cases
}

/** What is wrong, a line a case. */
export const faultsOf = (written: Written, cases: readonly Case[]): string[] => cases.flatMap(({ seed, spoilt, outcome }) => {
  const wrong = judge(written, spoilt, outcome)
  return wrong.length > 0 ? [`seed ${seed} (${spoilt.told}): ${wrong.join('; ')}`] : []
})
