import type { Does, TrailPage } from '../../../shared/station/keeping/audit.ts'
import { DOES } from '../../../shared/station/access-event.ts'
import { Button } from '../../parts/button.tsx'
import { DayField, type Days } from '../../parts/filter/day-field.tsx'
import { useSay } from '../../session/language.ts'

export interface Filters {
  readonly account?: string | undefined
  readonly does?: Does | undefined
  readonly record?: string | undefined
  readonly from?: Days | undefined
  readonly to?: Days | undefined
}

const written = (days: Days | undefined) => (days ? new Date(days.from * 1000).toISOString().slice(0, 10) : '')

/** What of the trail is shown: whose, what, about which record, of which days. */
export function TrailFilters({ filters, accounts, onChange }: { readonly filters: Filters; readonly accounts: TrailPage['accounts']; readonly onChange: (filters: Filters) => void }) {
  const say = useSay()
  const set = (change: Filters) => onChange({ ...filters, ...change })
  return (
    <form className="trail-filters" onSubmit={(event) => event.preventDefault()}>
      <label className="field-row">
        <span>{say('audit.filter.account')}</span>
        <select className="input" autoComplete="off" value={filters.account ?? ''} onChange={(event) => set({ account: event.target.value || undefined })}>
          <option value="">{say('audit.filter.any')}</option>
          {accounts.map(({ id, name }) => (
            <option key={id} value={id}>{name}</option>
          ))}
        </select>
      </label>
      <label className="field-row">
        <span>{say('audit.filter.does')}</span>
        <select className="input" autoComplete="off" value={filters.does ?? ''} onChange={(event) => set({ does: (event.target.value || undefined) as Does | undefined })}>
          <option value="">{say('audit.filter.any')}</option>
          {DOES.map((does) => (
            <option key={does} value={does}>{say(`audit.does.${does}`)}</option>
          ))}
        </select>
      </label>
      <label className="field-row">
        <span>{say('audit.filter.record')}</span>
        <input className="input" type="text" dir="ltr" autoComplete="off" spellCheck={false} placeholder={say('audit.filter.record-hint')} value={filters.record ?? ''} onChange={(event) => set({ record: event.target.value || undefined })} />
      </label>
      <div><DayField label={say('audit.filter.from')} value={written(filters.from)} onDay={(from) => set({ from: from ?? undefined })} /></div>
      <div><DayField label={say('audit.filter.to')} value={written(filters.to)} onDay={(to) => set({ to: to ?? undefined })} /></div>
      {Object.values(filters).some((each) => each !== undefined) && (
        <Button small kind="quiet" onClick={() => onChange({})}>
          {say('audit.filter.clear')}
        </Button>
      )}
    </form>
  )
}
