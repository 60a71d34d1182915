import { readDate } from '../../../shared/ingest/dates.ts'
import { spokenTime } from '../../../shared/ingest/spoken-time.ts'

/** What words about time mean here and now, seconds since epoch, both ends included; null where any word is not understood. */
export function readSpoken(words: string, now: number = Math.floor(Date.now() / 1000)): { readonly from: number; readonly to: number } | null {
  const spoken = spokenTime(words, now, Intl.DateTimeFormat().resolvedOptions().timeZone)
  if (spoken) return { from: spoken.from, to: spoken.to }
  const written = readDate(words.trim(), 'dmy')
  return written === null || written === 'impossible' ? null : { from: written.from, to: written.to }
}
