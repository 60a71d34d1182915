import type { AnalystPort } from '../../shared/station/ports.ts'
import { callOver, type TaskPositions } from './call.ts'

export const ANALYST_TASKS = { assess: 1, plan: 1 } as const satisfies TaskPositions

/** The analyst in a thread of its own, started when first asked and ended with the station that asked. */
export function analystWorker(): AnalystPort {
  let far: AnalystPort | undefined
  let worker: Worker | undefined
  const started = () => {
    worker ??= new Worker(new URL('./analyst.worker.ts', import.meta.url), { type: 'module', name: 'analyst' })
    return (far ??= callOver<AnalystPort>(worker, ANALYST_TASKS))
  }
  return {
    assess: (job, task) => started().assess(job, task),
    plan: (request, task) => started().plan(request, task),
    end() {
      worker?.terminate()
      worker = far = undefined
    },
  }
}
