import { useEffect, useState, type DependencyList } from 'react'
import { faultOf, wasCancelled, type Fault } from './notices.ts'

export interface Loaded<T> {
  readonly value: T | undefined
  readonly fault: Omit<Fault, 'id'> | undefined
  readonly loading: boolean
}

/** Reads something asynchronous when `on` changes; the value of before stays until the new one is there. */
export function useLoaded<T>(read: () => Promise<T>, on: DependencyList): Loaded<T> {
  const [loaded, setLoaded] = useState<Loaded<T>>({ value: undefined, fault: undefined, loading: true })
  // The caller names what the reading depends on.
  // oxlint-disable-next-line react-hooks/exhaustive-deps
  useEffect(() => {
    let stale = false
    setLoaded((before) => ({ ...before, loading: true }))
    read().then(
      (value) => !stale && setLoaded({ value, fault: undefined, loading: false }),
      (error: unknown) => !stale && setLoaded((before) => ({ ...before, fault: wasCancelled(error) ? undefined : faultOf(error), loading: false })),
    )
    return () => {
      stale = true
    }
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, on)
  return loaded
}
