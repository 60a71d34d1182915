import { useEffect } from 'react'
import { create } from 'zustand'
import type { Histogram, Selection } from '../../shared/catalogue/filter.ts'
import type { ColumnTable } from '../../shared/model/columns.ts'
import { forgetsOnSeal } from './forget.ts'
import { tellFault } from './notices.ts'
import { useStation } from './station.ts'
import { useVault } from './vault.ts'
import { useView } from './view.ts'

interface Passing {
  /** The columns that rows point into. */
  readonly table: ColumnTable | null
  readonly selection: (Selection & { readonly histogram: Histogram; readonly version: number }) | null
  readonly loading: boolean
}

/** What passes the shared filters, read once for table, map, timeline and bar. */
export const usePassing = create<Passing>(() => ({ table: null, selection: null, loading: false }))
forgetsOnSeal('passing', () => usePassing.setState({ table: null, selection: null, loading: false }))

/** Keeps `usePassing` at the current filter and rows; the frame calls it once. A newer question drops an older answer. */
export function useFollowPassing(): void {
  const station = useStation()
  const filter = useView((state) => state.filter)
  const version = useVault((state) => state.rows)
  useEffect(() => {
    let stale = false
    usePassing.setState({ loading: true })
    Promise.all([station.table(), station.select(filter)]).then(
      ([table, selection]) => !stale && usePassing.setState({ table, selection, loading: false }),
      (error: unknown) => {
        if (stale) return
        usePassing.setState({ loading: false })
        tellFault(error)
      },
    )
    return () => {
      stale = true
    }
  }, [station, filter, version])
}
