import { useEffect } from 'react'
import { create } from 'zustand'
import type { Act } from './act.ts'

interface Standing {
  /** Acts of the whole window, and those of what is on the screen now (newest first). */
  readonly always: readonly Act[]
  readonly here: readonly { readonly owner: object; readonly acts: readonly Act[] }[]
  all(): readonly Act[]
}

/** Every act that stands at the moment: what is on the screen comes before what is always there. */
export const useActs = create<Standing>((_, get) => ({
  always: [],
  here: [],
  all: () => [...get().here.flatMap(({ acts }) => acts), ...get().always],
}))

/** Lets acts stand while a component is on the screen. Pass a value that keeps its identity. */
export function useHereActs(acts: readonly Act[]): void {
  useEffect(() => {
    const owner = {}
    useActs.setState(({ here }) => ({ here: [{ owner, acts }, ...here] }))
    return () => useActs.setState(({ here }) => ({ here: here.filter((each) => each.owner !== owner) }))
  }, [acts])
}
