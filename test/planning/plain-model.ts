import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LngLat } from '../../shared/model/units.ts'
import type { PlanRequest } from '../../shared/planning/plan.ts'

/**
 * The same question put to another solver: the plain model of maximal covering (no reductions, no start), written as LP
 * text and given to COIN-OR CBC. Nothing of the planner's own code is used, distances included.
 */
export const CBC = '/usr/bin/cbc'
export const cbcPresent = existsSync(CBC)

/** Great circle by the spherical law of cosines through vectors: another formula than the program's. */
function greatCircle([lon1, lat1]: LngLat, [lon2, lat2]: LngLat): number {
  const rad = Math.PI / 180
  const [a, b, d] = [lat1 * rad, lat2 * rad, (lon2 - lon1) * rad]
  const y = Math.hypot(Math.cos(b) * Math.sin(d), Math.cos(a) * Math.sin(b) - Math.sin(a) * Math.cos(b) * Math.cos(d))
  return 6_371_008.8 * Math.atan2(y, Math.sin(a) * Math.sin(b) + Math.cos(a) * Math.cos(b) * Math.cos(d))
}

const reachedBy = ({ demand, candidates, range, detour }: PlanRequest) => demand.map(({ at }) => candidates.flatMap((base, j) => (greatCircle(base.at, at) <= range / detour ? [j] : [])))

/** What a set of bases covers. */
export function coverage(request: PlanRequest, open: ReadonlySet<number>): number {
  return reachedBy(request).reduce((sum, sites, i) => sum + (sites.some((j) => open.has(j)) ? request.demand[i]!.weight : 0), 0)
}

export function plainModel(request: PlanRequest): string {
  const { candidates, teams, minimum, demand } = request
  const lines = ['Maximize', ' obj:']
  demand.forEach(({ weight }, i) => lines.push(` + ${weight} z${i}`))
  lines.push('Subject To')
  reachedBy(request).forEach((sites, i) => lines.push(` r${i}: ${sites.map((j) => `+ x${j}`).join('\n  ')} - z${i} >= 0`))
  lines.push(` teams: ${candidates.map((_, j) => `+ x${j}`).join('\n  ')} <= ${teams}`)
  for (const [country, many] of Object.entries(minimum)) if (many > 0) lines.push(` min${country}: ${candidates.flatMap((base, j) => (base.country === country ? [`+ x${j}`] : [])).join('\n  ')} >= ${many}`)
  lines.push('Bounds', ...demand.map((_, i) => ` 0 <= z${i} <= 1`), 'Binary', ...candidates.map((_, j) => ` x${j}`), 'End')
  return lines.join('\n')
}

/** CBC's best plan, counted again, and whether it was proved. */
export function solveByCbc(request: PlanRequest, seconds = 60): { open: Set<number>; covered: number; proved: boolean; milliseconds: number } {
  const folder = mkdtempSync(join(tmpdir(), 'plain-model-'))
  try {
    const [file, answer] = [join(folder, 'model.lp'), join(folder, 'answer.txt')]
    writeFileSync(file, plainModel(request))
    const start = performance.now()
    const run = spawnSync(CBC, [file, 'sec', String(seconds), 'ratio', '0', 'allow', '1e-9', 'solve', 'solu', answer], { encoding: 'utf8', maxBuffer: 1 << 28 })
    const milliseconds = performance.now() - start
    const open = new Set<number>()
    for (const line of readFileSync(answer, 'utf8').split('\n')) {
      const found = /^\s*\**\s*\d+\s+x(\d+)\s+(\S+)/.exec(line)
      if (found && Number(found[2]) > 0.5) open.add(Number(found[1]))
    }
    return { open, covered: coverage(request, open), proved: run.stdout.includes('Result - Optimal solution found'), milliseconds }
  } finally {
    rmSync(folder, { recursive: true })
  }
}
