import type { TaskPositions } from './call.ts'

/** Which of the station's methods take a task, and where. */
export const STATION_TASKS = { open: 1, runImport: 2, assess: 1, plan: 2, releaseBriefing: 1 } as const satisfies TaskPositions
