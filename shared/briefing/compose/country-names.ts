import { baseLanguage, type Translator } from '../../language.ts'
import { alpha2OfCountry } from '../../model/countries.ts'

/** Countries' names in the translator's language by ISO 3166-1 alpha-3 or X-code: CLDR as the runtime has it, our own texts for territories without an ISO code. */
export function createCountryNames({ language, translate, has }: Translator): (code: string) => string {
  const names = new Intl.DisplayNames([baseLanguage(language)], { type: 'region', fallback: 'none' })
  const known = new Map<string, string>()
  return code => {
    let name = known.get(code)
    if (name === undefined) {
      const two = alpha2OfCountry(code)
      const key = `briefing.territory.${code}`
      name = (two && two.length === 2 ? names.of(two) : undefined) ?? (has(key) ? translate({ key }) : code)
      known.set(code, name)
    }
    return name
  }
}
