import wasmUrl from 'highs/runtime?url'
import { openSolver, type Solver } from '../../shared/planning/plan-deployment.ts'

let solver: Promise<Solver> | undefined
/** HiGHS in this thread, from the program's own origin. */
export const loadSolver = (): Promise<Solver> => (solver ??= openSolver(wasmUrl))
