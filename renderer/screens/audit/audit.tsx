import { useEffect, useMemo, useState } from 'react'
import type { TrailFilter } from '../../../shared/station/keeping/audit.ts'
import { FaultNote } from '../../parts/fault.tsx'
import { useFormats, useSay } from '../../session/language.ts'
import { ChainCheck } from './chain-check.tsx'
import { ExportTrail } from './export-trail.tsx'
import { TrailFilters, type Filters } from './trail-filters.tsx'
import { TrailTable } from './trail-table.tsx'
import { useTrail } from './use-trail.ts'

/** Typing rests for this long before what it filters is asked for, milliseconds. */
const SETTLE = 250

/** Who saw, changed, opened and let out what, when and why; whether the chain is whole; and the trail as a file. */
export function AuditScreen() {
  const say = useSay()
  const formats = useFormats()
  const [filters, setFilters] = useState<Filters>({})
  const [filter, setFilter] = useState<TrailFilter>({})
  useEffect(() => {
    const { account, does, record, from, to } = filters
    const timer = setTimeout(() => setFilter({ ...(account !== undefined && { account }), ...(does !== undefined && { does }), ...(record && { record }), ...(from && { from: from.from }), ...(to && { to: to.to }) }), SETTLE)
    return () => clearTimeout(timer)
  }, [filters])
  const trail = useTrail(filter)
  const { told } = trail
  const onRecord = useMemo(() => (record: string) => setFilters((before) => ({ ...before, record })), [])
  return (
    <>
      <header className="bar">
        <h1>{say('audit.title')}</h1>
        <p className="count" role="status">{told && say('audit.count', { passing: formats.number(told.passing), all: formats.number(told.all) })}</p>
        <div className="bar-end">
          <ExportTrail />
        </div>
      </header>
      <div className="audit">
        <TrailFilters filters={filters} accounts={told?.accounts ?? []} onChange={setFilters} />
        <ChainCheck root={told?.root ?? null} />
        {trail.fault && <FaultNote fault={trail.fault} />}
        {!told && !trail.fault && <p className="inspector-empty">{say('audit.reading')}</p>}
        {told?.passing === 0 && <p className="inspector-empty">{say('audit.none')}</p>}
        {told && told.passing > 0 && <TrailTable trail={trail} lines={told.passing} onRecord={onRecord} />}
      </div>
    </>
  )
}
