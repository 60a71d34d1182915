import { countriesOf } from '../../../shared/model/roles.ts'
import { useFormats, useSay } from '../../session/language.ts'
import { useVault } from '../../session/vault.ts'

/** Which ambassadors of this station get the page to read, by country; none unless a person says so. */
export function ReleaseTo({ countries, onChange }: { readonly countries: ReadonlySet<string>; readonly onChange: (countries: ReadonlySet<string>) => void }) {
  const say = useSay()
  const formats = useFormats()
  const keys = useVault((state) => state.status?.keys)
  const offered = keys ? countriesOf(keys) : []
  if (offered.length === 0) return null
  const toggle = (country: string) => {
    const next = new Set(countries)
    if (!next.delete(country)) next.add(country)
    onChange(next)
  }
  return (
    <fieldset className="release-to">
      <legend>{say('briefings.release-to')}</legend>
      {offered.map((country) => (
        <label key={country} className="check-row">
          <input type="checkbox" autoComplete="off" checked={countries.has(country)} onChange={() => toggle(country)} />
          {formats.country(country)}
        </label>
      ))}
    </fieldset>
  )
}
