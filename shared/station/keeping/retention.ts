import type { Receipt, RecordId } from '../../model/change.ts'
import { newRecordId } from '../../model/ids.ts'
import { TellableError } from '../../model/message.ts'
import { retentionRules, type RetentionRule } from '../../model/retention.ts'
import { dueRecords, RETAINED, type DueList } from '../erasing/due.ts'
import type { KeepingContext } from './keeping.ts'

export type { DueList, DueRecord } from '../erasing/due.ts'

export interface RetentionCalls {
  /** The station's rules, the kinds that one may name, and what is past its time by them. Nothing is ever erased by a rule alone. */
  retention(): Promise<DueList & { readonly rules: readonly RetentionRule[]; readonly kinds: readonly string[] }>
  setRetention(rules: readonly RetentionRule[]): Promise<Receipt>
  /** Keeps a record beyond its time. @param hold `until` in seconds since epoch @throws TellableError `hold-until` where that is past, `hold-why` */
  keepLonger(hold: { readonly record: RecordId; readonly until: number; readonly why: string }): Promise<Receipt>
}

export function retentionCalls({ ports, held }: KeepingContext): RetentionCalls {
  const now = () => Math.floor(ports.now() / 1000)
  const stationRecord = () => held().catalogue.recordsOfKind('station')[0]
  return {
    async retention() {
      const parsed = retentionRules.safeParse(stationRecord()?.fields['retention'])
      const rules = (parsed.success ? parsed.data : []) as readonly RetentionRule[]
      return { rules, kinds: RETAINED, ...(await dueRecords(held().catalogue, rules, now())) }
    },
    async setRetention(rules) {
      const record = stationRecord()?.id ?? newRecordId()
      return held().commit({ act: 'set-retention', patches: [{ record, kind: 'station', field: 'retention', value: rules }] })
    },
    async keepLonger({ record, until, why }) {
      if (until <= now()) throw new TellableError('hold-until', { key: 'erasure.fault.hold-until' })
      if (why.trim() === '') throw new TellableError('hold-why', { key: 'erasure.fault.hold-why' })
      const hold = newRecordId()
      const values = { record, until, why: why.trim() }
      return held().commit({ act: 'keep-longer', patches: Object.entries(values).map(([field, value]) => ({ record: hold, kind: 'hold', field, value })) })
    },
  }
}
