import { FaultNote } from '../../parts/fault.tsx'
import { EntryCells } from '../../parts/trail/entry.tsx'
import { useSay } from '../../session/language.ts'
import { useLoaded } from '../../session/loaded.ts'
import { useStation } from '../../session/station.ts'
import { useVault } from '../../session/vault.ts'

const NEWEST = 50
const COLUMNS = ['when', 'did', 'about', 'more'] as const

/** What is recorded of whoever is here: one's own trail is one's own to read. */
export function OwnTrail() {
  const say = useSay()
  const station = useStation()
  const version = useVault((state) => state.version)
  const { value: page, fault } = useLoaded(async () => {
    const { own } = await station.trail({ filter: {}, from: 0, limit: 0 })
    return station.trail({ filter: { account: own }, from: 0, limit: NEWEST })
  }, [station, version])
  return (
    <section>
      <p className="soft lead">{say('audit.own.says')}</p>
      {fault && <FaultNote fault={fault} />}
      {page && (
        <>
          <h3>{say('audit.own.newest', { count: Math.min(NEWEST, page.passing) })}</h3>
          <div className="trail own" role="table" tabIndex={0} aria-label={say('audit.own.title')}>
            <div className="trail-line trail-head" role="row">
              {COLUMNS.map((column) => (
                <span key={column} role="columnheader" data-column={column}>{say(`audit.column.${column}`)}</span>
              ))}
            </div>
            {page.entries.map((entry, at) => (
              <div key={`${page.passing - at}`} className="trail-line" role="row">
                <EntryCells entry={entry} withWho={false} />
              </div>
            ))}
          </div>
        </>
      )}
    </section>
  )
}
