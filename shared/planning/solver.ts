import type { Highs, Model } from 'highs'
import { listOf } from './cover.ts'
import type { CoverProblem } from './cover.ts'
import type { Prices } from './lagrangian.ts'

/**
 * The mixed-integer solver: HiGHS (Huangfu & Hall 2018) as WebAssembly, the one door to it. It runs in the thread that
 * calls it and blocks it, so it belongs in a worker, with a time limit; its answers are believed only after recounting.
 */
export interface Solver {
  /** Prices of the linear relaxation, by an interior point; null where it ran out of time. */
  relax(problem: CoverProblem, seconds: number): Prices | null
  optimise(problem: CoverProblem, options: OptimiseOptions): Optimised
}

export interface OptimiseOptions {
  /** A plan by site positions to start from. */
  readonly start: readonly number[] | null
  readonly seconds: number
  /** Called while it runs, with the bound so far. */
  readonly onBound?: (covered: number, bound: number) => void
  /** Polled while it runs. */
  readonly stopped?: () => boolean
}

export interface Optimised {
  /** Best plan found, by site positions; null where none was (none can be, or time ran out). */
  readonly open: readonly number[] | null
  /** Nothing covers more. */
  readonly bound: number
  /** The search came to its end. */
  readonly finished: boolean
}

/** Where the WebAssembly is: an address (a browser's worker), or its bytes; absent in Node, which finds it in the package. */
export async function openSolver(wasm?: string | URL | Uint8Array): Promise<Solver> {
  const { default: load } = await import('highs')
  const highs = await load(wasm === undefined ? {} : wasm instanceof Uint8Array ? { wasmBinary: wasm } : { locateFile: () => String(wasm) })
  return { relax: (problem, seconds) => relax(highs, problem, seconds), optimise: (problem, options) => optimise(highs, problem, options) }
}

interface CoverModel {
  readonly model: Model
  readonly columns: number
  /** Column of each demand; -1 where its weight lies on its only site. */
  readonly demandColumn: Int32Array
  /** Row of each demand, -1 likewise; the special row comes last where there is one. */
  readonly demandRow: Int32Array
  readonly rows: number
  /** Costs are weights times this, so that tolerances mean the same at any size of weights. */
  readonly scale: number
}

/** minimise - sum of weight * z, with z_i <= sum of x over the sites that reach i; demand with one site is folded into its x. */
function build(highs: Highs, problem: CoverProblem, { whole, fold }: { whole: boolean; fold: boolean }): CoverModel {
  const { sites, reachedBy, weight, teams, group, least, special, unit } = problem
  const sum = weight.reduce((a, b) => a + b, 0)
  const scale = unit > 0 || sum === 0 ? 1 : 10_000 / sum
  const cost: number[] = new Array<number>(sites.length).fill(0)
  const starts = [0]
  const indices: number[] = []
  const values: number[] = []
  const rowLower: number[] = []
  const rowUpper: number[] = []
  const endRow = (lower: number, upper: number) => {
    starts.push(indices.length)
    rowLower.push(lower)
    rowUpper.push(upper)
  }
  const add = (index: number, value: number) => {
    indices.push(index)
    values.push(value)
  }
  const demandColumn = new Int32Array(weight.length).fill(-1)
  const demandRow = new Int32Array(weight.length).fill(-1)
  for (let i = 0; i < weight.length; i++) {
    const reached = listOf(reachedBy, i)
    if (fold && reached.length === 1) {
      cost[reached[0]!]! -= weight[i]! * scale
      continue
    }
    demandColumn[i] = cost.length
    demandRow[i] = rowLower.length
    cost.push(-weight[i]! * scale)
    for (const site of reached) add(site, 1)
    add(demandColumn[i]!, -1)
    endRow(0, highs.infinity)
  }
  for (let site = 0; site < sites.length; site++) add(site, 1)
  endRow(-highs.infinity, teams)
  least.forEach((many, g) => {
    if (many === 0) return
    for (let site = 0; site < sites.length; site++) if (group[site] === g) add(site, 1)
    endRow(many, highs.infinity)
  })
  if (special) {
    for (let site = 0; site < sites.length; site++) if (special[site] === 1) add(site, 1)
    endRow(1, highs.infinity)
  }
  const columns = cost.length
  const rows = rowLower.length
  const model = highs.createModel({
    numCols: columns, numRows: rows, sense: highs.constants.objectiveSense.minimize, offset: 0,
    colCost: Float64Array.from(cost), colLower: new Float64Array(columns), colUpper: new Float64Array(columns).fill(1),
    rowLower: Float64Array.from(rowLower), rowUpper: Float64Array.from(rowUpper),
    matrix: { format: 'csr', numRows: rows, numCols: columns, starts: Int32Array.from(starts), indices: Int32Array.from(indices), values: Float64Array.from(values) },
    // Demand follows the sites: whole sites make it whole.
    ...(whole ? { integrality: Int32Array.from(cost, (_, j) => (j < sites.length ? highs.constants.variableType.integer : highs.constants.variableType.continuous)) } : {}),
  })
  return { model, columns, demandColumn, demandRow, rows, scale }
}

function relax(highs: Highs, problem: CoverProblem, seconds: number): Prices | null {
  if (problem.weight.length === 0 || problem.sites.length === 0) return null
  const { model, demandRow, rows, scale } = build(highs, problem, { whole: false, fold: false })
  try {
    model.options.set({ output_flag: false, time_limit: seconds, solver: 'ipm', run_crossover: 'off' })
    model.run()
    const { rowDual } = model.getSolution()
    if (rowDual.length !== rows || !rowDual.every(Number.isFinite)) return null
    // Signs by the rule that prices are not negative; whatever is off only makes the bound weaker, never wrong.
    return { demand: Float64Array.from(demandRow, (row) => Math.abs(rowDual[row]!) / scale), special: problem.special ? Math.abs(rowDual[rows - 1]!) / scale : 0 }
  } finally {
    model.dispose()
  }
}

function optimise(highs: Highs, problem: CoverProblem, { start, seconds, onBound, stopped }: OptimiseOptions): Optimised {
  if (problem.sites.length === 0) return { open: null, bound: problem.base, finished: true }
  const { model, columns, demandColumn, scale } = build(highs, problem, { whole: true, fold: true })
  const { callbackType, modelStatus } = highs.constants
  const covered = (objective: number) => problem.base - objective / scale
  try {
    model.options.set({
      output_flag: false, time_limit: Math.max(0.05, seconds), mip_rel_gap: 0, mip_abs_gap: problem.unit > 0 ? problem.unit * (1 - 1e-3) : 1e-6,
      mip_lp_solver: 'ipm',
    })
    if (start) {
      const values = new Float64Array(columns)
      for (const site of start) values[site] = 1
      for (let i = 0; i < demandColumn.length; i++) if (demandColumn[i]! >= 0 && listOf(problem.reachedBy, i).some((site) => values[site] === 1)) values[demandColumn[i]!] = 1
      model.setSolution({ colValue: values })
    }
    model.run({
      [callbackType.mipLogging]: ({ data }) => {
        if (data.mip_primal_bound !== undefined && data.mip_dual_bound !== undefined) onBound?.(covered(data.mip_primal_bound), covered(data.mip_dual_bound))
        return undefined
      },
      [callbackType.mipInterrupt]: (event) => {
        if (stopped?.() === true) event.interrupt()
        return undefined
      },
    })
    const status = model.getModelStatus()
    if (status === modelStatus.infeasible) return { open: null, bound: problem.base, finished: true }
    const finished = status === modelStatus.optimal
    const values = model.getSolution().colValue
    const open: number[] = []
    for (let site = 0; site < problem.sites.length; site++) if ((values[site] ?? 0) > 0.5) open.push(site)
    const dual = Number(model.info.get('mip_dual_bound'))
    return { open: open.length > 0 ? open : null, bound: Number.isFinite(dual) ? covered(dual) : Infinity, finished }
  } finally {
    model.dispose()
  }
}
