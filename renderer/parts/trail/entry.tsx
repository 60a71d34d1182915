import type { ReactNode } from 'react'
import type { TrailEntry } from '../../../shared/station/keeping/audit.ts'
import { doneBy } from '../../acts/history.ts'
import { hasText, useFormats, useSay, type Formats, type Say } from '../../session/language.ts'

/** References that stand in one line; the rest is a number. */
const NAMED = 2

/** What one entry is about: references as people say them, each a way to everything about it where that is wanted. */
export function EntryAbout({ entry, onRecord }: { readonly entry: TrailEntry; readonly onRecord?: (reference: string) => void }): ReactNode {
  const say = useSay()
  const { records, count = records.length, about, does } = entry
  if (about !== null) return about
  if (records.length === 0) return does === 'see' && entry.count !== undefined ? say('audit.looked', { count: entry.count }) : null
  const more = does === 'change' && entry.act === 'import' ? 0 : count - Math.min(NAMED, records.length)
  return (
    <>
      {records.slice(0, NAMED).map(({ id, reference }) => (
        onRecord ? (
          <button key={id} type="button" className="trail-record" onClick={() => onRecord(reference)}>
            <bdi className="id" dir="ltr">{reference}</bdi>
          </button>
        ) : <bdi key={id} className="id" dir="ltr">{reference}</bdi>
      ))}
      {more > 0 && <span className="soft">{say('audit.more-records', { count: more })}</span>}
    </>
  )
}

/** The rest of it in words: by what act, in which fields, why, of which size. */
export function entryDetails(entry: TrailEntry, say: Say, formats: Formats): string {
  const { does, act, records, count, reason, words, format, bytes, hash, recorded } = entry
  const fields = [...new Set(records.flatMap(({ kind, fields: named }) => named.map((field) => (hasText(`kinds.${kind}.field.${field}`) ? say(`kinds.${kind}.field.${field}`) : field))))]
  const parts = [
    does === 'change' && act ? doneBy(act) : '',
    does === 'keep' && act ? say(hasText(`audit.kept.${act}`) ? `audit.kept.${act}` : 'audit.kept.other') : '',
    does === 'export' && act && hasText(`audit.let-out.${act}`) ? say(`audit.let-out.${act}`) : '',
    act === 'import' && count !== undefined ? say('audit.rows', { count }) : '',
    does === 'search' && count !== undefined ? say('audit.found', { count }) : '',
    fields.length > 0 && fields.length <= 6 ? formats.names(fields) : '',
    reason && !words ? say(`audit.reason.${reason}`) : '',
    words ? `“${words}”` : '',
    format && bytes !== undefined ? say('audit.file', { format: format.toUpperCase(), size: formats.bytes(bytes) }) : '',
    hash ? say('audit.hash', { hash: hash.slice(0, 16) }) : '',
    recorded ? '' : say('audit.unrecorded'),
  ]
  return parts.filter((part) => part !== '').join(' · ')
}

/** One entry's cells, in the order of the columns. */
export function EntryCells({ entry, withWho = true, onRecord }: { readonly entry: TrailEntry; readonly withWho?: boolean; readonly onRecord?: (reference: string) => void }) {
  const say = useSay()
  const formats = useFormats()
  const details = entryDetails(entry, say, formats)
  return (
    <>
      <span role="cell" data-column="when">{formats.date(entry.at, { day: '2-digit', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit', timeZone: 'UTC' })}</span>
      {withWho && <span role="cell" data-column="who" dir="auto">{entry.account}</span>}
      <span role="cell" data-column="did" data-does={entry.does}>{say(`audit.does.${entry.does}`)}</span>
      <span role="cell" data-column="about"><EntryAbout entry={entry} {...(onRecord && { onRecord })} /></span>
      <span role="cell" data-column="more" title={details} dir="auto">{details}</span>
    </>
  )
}
