import { useEffect, useRef, useState } from 'react'
import type { RowText } from '../../../shared/station/station.ts'
import { tellFault } from '../../session/notices.ts'
import { useStation } from '../../session/station.ts'
import { useVault } from '../../session/vault.ts'

/** Fields whose words a line shows, and the language they are in; codes and times come from the columns. */
const FIELDS = ['place', 'what', 'language'] as const

/** How many rows' words are kept: some screenfuls either way. */
const KEPT = 600

/** Opened words of the rows that are seen. Sealing ends the component, and the words with it. */
export function useRowTexts(rows: Uint32Array, positions: readonly number[]): ReadonlyMap<number, RowText> {
  const station = useStation()
  const version = useVault((state) => state.rows)
  const [texts, setTexts] = useState<ReadonlyMap<number, RowText>>(new Map())
  const readAt = useRef(-1)
  const seen = positions.map((position) => rows[position]!)
  const asked = seen.join(',')
  useEffect(() => {
    // Words of another version may have changed: they stay on the screen until the new ones are there.
    const fresh = readAt.current === version ? texts : new Map<number, RowText>()
    const missing = seen.filter((row) => !fresh.has(row))
    if (missing.length === 0) return
    let stale = false
    station.rows(missing, FIELDS).then(
      (read) => {
        if (stale) return
        const next = new Map(fresh)
        for (const text of read) next.set(text.row, text)
        for (const row of next.keys()) {
          if (next.size <= KEPT) break
          if (!seen.includes(row)) next.delete(row)
        }
        readAt.current = version
        setTexts(next)
      },
      (error: unknown) => !stale && tellFault(error),
    )
    return () => {
      stale = true
    }
    // `asked` stands for the rows; the words themselves are what this effect sets.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [asked, version, station])
  return texts
}
