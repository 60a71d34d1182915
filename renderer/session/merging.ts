import { create } from 'zustand'
import type { RecordId } from '../../shared/model/change.ts'
import { forgetsOnSeal } from './forget.ts'

/** The tips that are being held side by side; the second is null until it was chosen. */
export const useMerging = create<{ readonly first: RecordId | null; readonly second: RecordId | null }>(() => ({ first: null, second: null }))
forgetsOnSeal('merging', () => useMerging.setState({ first: null, second: null }))
