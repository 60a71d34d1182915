import type { OpenReport, Task } from '../../shared/station/station.ts'
import type { TaskPositions } from './call.ts'

/** Which of the station's methods take a task, and where. */
export const STATION_TASKS = { open: 1, runImport: 2, assess: 1, plan: 2, releaseBriefing: 1, previewErasure: 1, erase: 1, takeOver: 0, backUp: 0, checkBackup: 1, previewBackup: 1, restoreBackup: 1, trail: 1, verifyTrail: 0, exportTrail: 1 } as const satisfies TaskPositions

/** What one thread that holds a station and another do where one presents in the other's place. */
export interface Hands {
  /** Seals the vault, and sends through the thread's port what shows geography. */
  handOver(): Promise<void>
  /** Opens with what comes through the thread's port. */
  takeOver(task?: Task): Promise<OpenReport>
}
