import { useMemo, useState } from 'react'
import { doubtsCsv } from '../../../shared/ingest/ingest.ts'
import type { ImportReport } from '../../../shared/station/station.ts'
import { Button } from '../../parts/button.tsx'
import { Icon } from '../../parts/icon.tsx'
import { LongList } from '../../parts/table/long-list.tsx'
import { useFormats, useSay } from '../../session/language.ts'

type Doubts = ImportReport['doubts']

/** Doubts by their kind, the most frequent first, each in the order of its rows. */
export function byKind(doubts: Doubts): readonly { readonly doubt: Doubts[number]['doubt']; readonly rows: Doubts }[] {
  const kinds = new Map<Doubts[number]['doubt'], Doubts[number][]>()
  for (const each of doubts) {
    const rows = kinds.get(each.doubt)
    if (rows) rows.push(each)
    else kinds.set(each.doubt, [each])
  }
  return [...kinds].map(([doubt, rows]) => ({ doubt, rows })).sort((one, other) => other.rows.length - one.rows.length)
}

/** What was doubted in rows that are kept: by kind, counted, each kind opened to all its rows; all of them in a file. */
export function DoubtSection({ report, onSave }: { readonly report: ImportReport; readonly onSave: (name: string, csv: typeof doubtsCsv) => void }) {
  const say = useSay()
  const formats = useFormats()
  const kinds = useMemo(() => byKind(report.doubts), [report.doubts])
  const [opened, setOpened] = useState<ReadonlySet<string>>(() => new Set(kinds.length === 1 ? kinds.map(({ doubt }) => doubt) : []))
  const toggle = (doubt: string) => {
    const next = new Set(opened)
    if (!next.delete(doubt)) next.add(doubt)
    setOpened(next)
  }
  return (
    <section>
      <h2>
        {say('import.report.doubts', { count: report.doubts.length })}
        <Button small icon="download" named={say('import.report.download-doubts')} onClick={() => onSave(say('import.report.doubts-file'), doubtsCsv)}>
          {say('import.report.download')}
        </Button>
      </h2>
      <p className="soft">{say('import.report.doubts-says')}</p>
      <ul className="doubt-kinds">
        {kinds.map(({ doubt, rows }) => {
          const open = opened.has(doubt)
          const name = say(`vocabularies.doubt.${doubt}`)
          return (
            <li key={doubt}>
              <button type="button" className="doubt-kind" aria-expanded={open} onClick={() => toggle(doubt)}>
                <Icon name={open ? 'chevron-up' : 'chevron-down'} />
                <b>{name}</b>
                <span className="soft">{say('import.report.rows', { count: rows.length })}</span>
              </button>
              {open && (
                <LongList
                  label={name}
                  count={rows.length}
                  line={(index) => {
                    const { row, note } = rows[index]!
                    // A row may be doubted twice in one way, for two of its columns.
                    return { key: index, content: <><span className="number">{formats.number(row)}</span> <span className="cut" dir="auto" title={say(note)}>{say(note)}</span></> }
                  }}
                />
              )}
            </li>
          )
        })}
      </ul>
    </section>
  )
}
