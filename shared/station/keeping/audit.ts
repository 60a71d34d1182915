import type { RecordId } from '../../model/change.ts'
import { TellableError, type Message } from '../../model/message.ts'
import { LONGEST_WORDS, type OpeningReason } from '../access-event.ts'
import type { Task } from '../station.ts'
import type { TrailPage, TrailRequest } from '../trail.ts'
import type { KeepingContext } from './keeping.ts'

export type { Does, OpeningReason } from '../access-event.ts'
export type { TrailEntry, TrailFilter, TrailPage, TrailRequest } from '../trail.ts'

export interface SealedFieldRequest {
  readonly record: RecordId
  readonly field: string
  /** What stands for the value (`SealedValue`). */
  readonly token: string
  readonly reason: OpeningReason
  /** In the person's own words; needed where the reason is `other`. An auditor reads them. */
  readonly words: string
}
export interface AuditCalls {
  /**
   * Opens a sealed field. That it was opened, by whom and why, is on the disk before the value is answered.
   * @throws TellableError `reason-needed`, `not-audited`
   */
  openSealed(request: SealedFieldRequest): Promise<{ readonly value: unknown }>
  /** Who did what: everyone's for a holder of `audit`, else one's own. Reads the journal the first time, and then on. */
  trail(request: TrailRequest, task?: Task): Promise<TrailPage>
  /** Reads the whole journal: digests, the chain up to the head, every signature, every device's chain. Answers what is wrong where something is. */
  verifyTrail(task?: Task): Promise<{ readonly whole: boolean; readonly notes: readonly Message[] }>
  /** The trail as a file that anybody can check (`npm run verify`), with the events that this account opens told, or sealed as they are. That it was made is on record in it. */
  exportTrail(request: { readonly opened: boolean }, task?: Task): Promise<{ readonly name: string; readonly bytes: Uint8Array }>
}

export function auditCalls({ held, ports }: KeepingContext): AuditCalls {
  return {
    async openSealed({ record, field, token, reason, words }) {
      const station = held()
      const said = words.trim().slice(0, LONGEST_WORDS)
      if (reason === 'other' && said === '') throw new TellableError('reason-needed', { key: 'audit.reason-needed' })
      const opened = await station.catalogue.record(record)
      const value = opened ? station.sealed.open(opened, field, token) : undefined
      if (!opened || value === undefined) return { value: undefined }
      const recorded = await station.access.recorded({ does: 'open-sealed', records: [{ id: record, kind: opened.kind, fields: [field] }], reason, ...(said !== '' && { words: said }) })
      if (!recorded) throw new TellableError('not-audited', { key: 'audit.not-opened' }, { remedy: { key: 'audit.not-opened-remedy' } })
      return { value }
    },
    async trail(request, task = {}) {
      const station = held()
      // What was seen a moment ago belongs to it.
      await station.access.flush()
      await station.trail.read(() => station.importing, task)
      return station.trail.page(request)
    },
    async verifyTrail(task = {}) {
      const { vault } = held()
      const onProgress = (done: number, total: number) => task.onProgress?.({ done, total, what: { key: 'audit.progress.verifying' } })
      const whole = await vault.verify({ onProgress, ...(task.signal && { signal: task.signal }) })
      return { whole, notes: whole ? [] : vault.describe().notes.map(({ says }) => says) }
    },
    async exportTrail({ opened }, task = {}) {
      const station = held()
      await station.access.recorded({ does: 'export', act: 'export-trail', format: 'vigil-audit' })
      const onProgress = (done: number, total: number) => task.onProgress?.({ done, total, what: { key: 'audit.progress.exporting' } })
      const bytes = await station.vault.exportTrail({ opened, onProgress, ...(task.signal && { signal: task.signal }) })
      return { name: `audit ${new Date(ports.now()).toISOString().slice(0, 10)}.vigil-audit`, bytes }
    },
  }
}
