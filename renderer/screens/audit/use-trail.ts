import { useCallback, useEffect, useRef, useState } from 'react'
import type { TrailEntry, TrailFilter, TrailPage } from '../../../shared/station/keeping/audit.ts'
import { thisOpening } from '../../session/forget.ts'
import { asJob, faultOf, wasCancelled, type Fault } from '../../session/notices.ts'
import { useStation } from '../../session/station.ts'
import { useVault } from '../../session/vault.ts'

/** Entries that come at once, and pages that are kept: of a million, the window holds some thousand. */
const PAGE = 200
const PAGES = 12

export interface ShownTrail {
  /** Null until the trail was read once. */
  readonly told: Omit<TrailPage, 'entries'> | null
  readonly fault: Omit<Fault, 'id'> | null
  readonly entryAt: (line: number) => TrailEntry | undefined
  /** Says which lines are seen, so that they come. */
  readonly show: (first: number, count: number) => void
}

/** The trail under a filter, a page at a time; read anew where something was done. */
export function useTrail(filter: TrailFilter): ShownTrail {
  const station = useStation()
  const version = useVault((state) => state.version)
  const [told, setTold] = useState<ShownTrail['told']>(null)
  const [fault, setFault] = useState<ShownTrail['fault']>(null)
  const [pages, setPages] = useState<ReadonlyMap<number, readonly TrailEntry[]>>(new Map())
  const asked = useRef({ number: 0, pages: new Set<number>() })
  const ask = useCallback(
    async (page: number, number: number) => {
      const still = thisOpening()
      try {
        const { entries, ...rest } = await asJob({ key: 'audit.progress.reading' }, { key: 'audit.job.keeps' }, (signal, progress) =>
          station.trail({ filter, from: page * PAGE, limit: PAGE }, { signal, onProgress: ({ done, total, what }) => progress(done, total, what) }))
        if (!still() || asked.current.number !== number) return
        setTold(rest)
        setFault(null)
        setPages((before) => new Map([...[...before].filter(([each]) => each !== page).slice(1 - PAGES), [page, entries]]))
      } catch (error) {
        asked.current.pages.delete(page)
        if (still() && asked.current.number === number && !wasCancelled(error)) setFault(faultOf(error))
      }
    },
    [filter, station],
  )
  useEffect(() => {
    const number = asked.current.number + 1
    asked.current = { number, pages: new Set([0]) }
    setPages(new Map())
    void ask(0, number)
  }, [ask, version])
  const show = useCallback(
    (first: number, count: number) => {
      for (let page = Math.floor(first / PAGE); page * PAGE < first + count; page++) {
        if (asked.current.pages.has(page)) continue
        asked.current.pages.add(page)
        // What was kept longest goes; looked at again it comes again.
        if (asked.current.pages.size > PAGES) asked.current.pages.delete([...asked.current.pages][0]!)
        void ask(page, asked.current.number)
      }
    },
    [ask],
  )
  return { told, fault, entryAt: (line) => pages.get(Math.floor(line / PAGE))?.[line % PAGE], show }
}
