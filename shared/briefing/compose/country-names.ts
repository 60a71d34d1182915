import type { Translator } from '../../language.ts'

/** Countries' names in the translator's language by ISO 3166-1 alpha-3 or X-code; the code itself where there is none. */
export function createCountryNames({ translate, has }: Translator): (code: string) => string {
  return code => {
    const key = `geo.country.${code}`
    return has(key) ? translate({ key }) : code
  }
}
