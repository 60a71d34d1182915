import { FILTER_NAMES, describeFilter } from '../../parts/filter/describe.ts'
import { Button } from '../../parts/button.tsx'
import { useFormats, useSay } from '../../session/language.ts'
import { useView } from '../../session/view.ts'
import type { Standing } from './standing.ts'

/** Where a kept plan is from, and how the plan in sight stands to what is set now. */
export function StandingNote({ standing: { kept, says, otherFilters, current } }: { readonly standing: Standing }) {
  const say = useSay()
  const formats = useFormats()
  const { replaceFilter, setArea } = useView.getState()
  if (!kept && says.length === 0) return null
  const filters = kept ? FILTER_NAMES.filter((name) => kept.from.filter[name] !== undefined).map((name) => `${say(`app.filter.${name}`)}: ${describeFilter(name, kept.from.filter, say, formats)}`) : []
  return (
    <div className={current ? 'standing' : 'standing notice-warn'} role="status">
      {kept && (
        <p>
          <b>{say('deployment.kept.saved', { name: kept.name, day: formats.date(kept.at, { dateStyle: 'long', timeStyle: 'short' }) })}</b>{' '}
          {filters.length > 0 ? say('deployment.kept.from', { filters: filters.join('; ') }) : say('deployment.kept.from-all')}{' '}
          {kept.from.area && say('deployment.kept.area', { countries: formats.list(kept.from.area.map(formats.country)) })}
        </p>
      )}
      {says.map((line) => (
        <p key={line.key}>{say(line)}</p>
      ))}
      {kept && otherFilters && (
        <p>
          <Button small onClick={() => (replaceFilter(kept.from.filter), setArea(kept.from.area ?? null))}>
            {say('deployment.kept.set-filters')}
          </Button>
        </p>
      )}
    </div>
  )
}
