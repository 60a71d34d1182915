import { create } from 'zustand'
import type { RecordId } from '../../shared/model/change.ts'
import type { ErasureReport } from '../../shared/station/keeping/erasure.ts'
import { forgetsOnSeal } from './forget.ts'

interface Erasing {
  /** What somebody is about to erase. */
  readonly record: RecordId | null
  /** What came of the last erasure, until it was read. */
  readonly report: ErasureReport | null
  begin(record: RecordId | null): void
}

export const useErasing = create<Erasing>((set) => ({ record: null, report: null, begin: (record) => set({ record, report: null }) }))
forgetsOnSeal('erasing', () => useErasing.setState({ record: null, report: null }))
