import { assess, type AssessOutput } from '../analysis/assess.ts'
import { drawDemand } from '../analysis/segment-rates.ts'
import { runInSlices } from '../analysis/steps.ts'
import { cellMiddle, cellOfText } from '../geo/cells.ts'
import { withTerritories } from '../geo/countries.ts'
import type { TipColumns } from '../model/columns.ts'
import type { Message } from '../model/message.ts'
import { PRECISIONS } from '../model/place.ts'
import { metres, type LngLat } from '../model/units.ts'
import { planDeployment, type Solver } from '../planning/plan-deployment.ts'
import { candidateBases, demandOf, mostDemand } from './candidates.ts'
import type { Ground } from './ground.ts'
import type { Assessment, Deployment, DeploymentRequest, Task } from './station.ts'
import { defaultArea, studyOf } from './study.ts'

/** The geography columns: hotspots, ranks and plans are made from these and nothing else (DESIGN.md, principle 6). */
export type GeographyColumns = Pick<TipColumns, 'segment' | 'cell' | 'month' | 'precision' | 'surfaced' | 'country'>

export interface AssessJob {
  readonly columns: GeographyColumns
  readonly count: number
  readonly rows: Uint32Array
  /** Absent: `defaultArea`. */
  readonly area: readonly string[] | null
  readonly within: number
  /** Epoch months of the period that was asked for, both ends included; null, an open end: those of the reports themselves. */
  readonly months: { readonly from: number | null; readonly to: number | null }
}

/** Ranks drawn with the same seed are the same ranks; it is stored with every result. */
const SEED = 20_261_125
const DEMAND_DRAWS = 400

/**
 * Turns what passes the filters into hotspots, border rates and plans. It holds the last assessment, so that a
 * plan is made from the very rates that were shown. Runs in a worker of its own, or in process.
 */
export class Analyst {
  readonly #ground: Ground
  readonly #solver: () => Promise<Solver>
  #last: { readonly output: AssessOutput; readonly indices: Int32Array; readonly area: readonly string[] } | null = null

  constructor(ground: Ground, solver: () => Promise<Solver>) {
    this.#ground = ground
    this.#solver = solver
  }

  async assess({ columns, count, rows, area: asked, within, months }: AssessJob, task: Task = {}): Promise<Assessment> {
    const start = performance.now()
    const table = { columns, count }
    const area = withTerritories(asked ?? defaultArea(table, rows))
    const { cells, segments } = studyOf(this.#ground, area, within)
    const prepared = performance.now() - start
    const output = await assess(
      { table, rows, cells, segments, seed: SEED, months },
      { signal: task.signal, onProgress: task.onProgress },
    )
    this.#last = { output, indices: segments.indices, area }
    const places = countPlaces(columns.precision, rows)
    return {
      area,
      hotspots: output.hotspots,
      segments: output.segments,
      counted: { tips: output.counted.tips, onSegments: output.counted.onSegments, inCells: output.counted.inCells, ...places },
      method: methodOf(output, within),
      milliseconds: { area: prepared, ...output.milliseconds },
    }
  }

  /** Must follow `assess`, whose rates it plans from. */
  async plan(request: DeploymentRequest, task: Task<{ covered: number; bound: number }> = {}): Promise<Deployment> {
    const last = this.#last
    if (!last) throw new Error('a plan was asked for before an assessment')
    const { register, population } = this.#ground
    const { output, indices } = last
    const positions = mostDemand(output.segments)
    const demand = demandOf(register, output.segments, positions)
    const place = new Map(Array.from(indices, (index, at) => [index, at]))
    const order = positions.map((at) => place.get(output.segments.segments[at]!.index) as number)
    const draws = await runInSlices(drawDemand(output.rates, order, DEMAND_DRAWS), { signal: task.signal })
    const reach = request.range / request.detour
    const candidates = candidateBases({ register, population, demand, area: last.area, reach, wanted: request.candidates, minimum: request.minimum })
    const result = await planDeployment(
      { teams: request.teams, range: metres(request.range), detour: request.detour, demand, candidates, minimum: request.minimum, draws, timeLimitSeconds: request.timeLimitSeconds, hottest: hottestCells(output.hotspots) },
      await this.#solver(),
      task,
    )
    // The plan's shares are of the segments that it weighs: said wherever that is less than all.
    const weighed = demand.reduce((sum, { weight }) => sum + weight, 0) / output.segments.segments.reduce((sum, { rate, expected }) => sum + rate * expected, 0)
    const says = weighed < 0.9995 ? [...result.says, { key: 'planning.weighed', values: { count: demand.length, share: Math.round(weighed * 1000) / 10 } }] : result.says
    return { request, result: { ...result, says }, reports: output.counted.onSegments, demand: demand.length, candidates: candidates.length }
  }

  /** Forgets the last assessment: the vault is sealed. */
  clear(): void {
    this.#last = null
  }
}

/** Middles of the hotspot cells, the surest first: where teams would go who follow the heat map. */
function hottestCells({ hotspots }: AssessOutput['hotspots']): readonly LngLat[] {
  return hotspots.map(({ cell }) => cellMiddle(cellOfText(cell)))
}

function countPlaces(precision: Uint8Array, rows: Uint32Array): { readonly regionOnly: number; readonly countryOnly: number; readonly noPlace: number } {
  const counts = new Uint32Array(PRECISIONS.length)
  for (const row of rows) counts[precision[row] as number]!++
  const of = (name: (typeof PRECISIONS)[number]) => counts[PRECISIONS.indexOf(name)] as number
  return { regionOnly: of('region'), countryOnly: of('country'), noPlace: of('none') }
}

function methodOf(output: AssessOutput, within: number): readonly Message[] {
  const distance = within / 1000
  const method: Message[] = [
    { key: 'analysis.method.counted', values: { distance } },
    { key: 'analysis.method.expected', values: { distance } },
  ]
  const { hotspots, segments } = output
  if (!hotspots.refused) {
    const rounded = (value: number) => Math.round(value * 100) / 100
    method.push({ key: 'analysis.method.hotspots', values: { count: hotspots.cells, phi: rounded(hotspots.phi), psi: rounded(hotspots.psi) } })
  }
  method.push({ key: 'analysis.method.segments', values: { count: segments.segments.length } })
  return [...method, ...segments.says]
}
