import arabic from 'i18n-iso-countries/langs/ar.json' with { type: 'json' }
import chinese from 'i18n-iso-countries/langs/zh.json' with { type: 'json' }
import english from 'i18n-iso-countries/langs/en.json' with { type: 'json' }
import french from 'i18n-iso-countries/langs/fr.json' with { type: 'json' }
import russian from 'i18n-iso-countries/langs/ru.json' with { type: 'json' }
import spanish from 'i18n-iso-countries/langs/es.json' with { type: 'json' }
import { COUNTRIES, countryOfAlpha2 } from '../model/countries.ts'

/** Names in use that the lists lack: the UN's own forms, short forms, former names. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  'usa': 'USA', 'us': 'USA', 'u.s.': 'USA', 'u.s.a.': 'USA', 'united states': 'USA', 'america': 'USA',
  'uk': 'GBR', 'u.k.': 'GBR', 'great britain': 'GBR', 'england': 'GBR', 'scotland': 'GBR', 'united kingdom of great britain and northern ireland': 'GBR',
  'turkiye': 'TUR', 'iran': 'IRN', 'syria': 'SYR', 'libya': 'LBY', 'russia': 'RUS', 'tanzania': 'TZA', 'venezuela': 'VEN', 'bolivia': 'BOL', 'moldova': 'MDA',
  'laos': 'LAO', 'vietnam': 'VNM', 'viet nam': 'VNM', 'south korea': 'KOR', 'republic of korea': 'KOR', 'north korea': 'PRK', 'burma': 'MMR', 'myanmar': 'MMR',
  'ivory coast': 'CIV', 'cote d ivoire': 'CIV', 'democratic republic of the congo': 'COD', 'dr congo': 'COD', 'drc': 'COD', 'republic of the congo': 'COG', 'congo': 'COG',
  'czech republic': 'CZE', 'macedonia': 'MKD', 'the former yugoslav republic of macedonia': 'MKD', 'swaziland': 'SWZ', 'cape verde': 'CPV', 'east timor': 'TLS',
  'palestine': 'PSE', 'state of palestine': 'PSE', 'occupied palestinian territory': 'PSE', 'gaza': 'PSE', 'kosovo': 'XKX', 'uae': 'ARE', 'brunei': 'BRN',
  'china hong kong special administrative region': 'HKG', 'china macao special administrative region': 'MAC', 'china hong kong sar': 'HKG', 'china macao sar': 'MAC',
  'united states virgin islands': 'VIR', 'lao people s democratic republic': 'LAO', 'democratic people s republic of korea': 'PRK', 'republic of moldova': 'MDA',
  'the gambia': 'GMB', 'the bahamas': 'BHS', 'holland': 'NLD', 'the netherlands': 'NLD', 'taiwan': 'TWN', 'hong kong': 'HKG', 'macau': 'MAC', 'western sahara': 'ESH', 'micronesia': 'FSM',
}

/** Characters that a web page's export left as entities ("Côte d&#039;Ivoire"). */
const ENTITIES = /&(?:#0*39|apos|rsquo);/g

const plainName = (name: string) =>
  name.replace(ENTITIES, "'").normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/[’'`]/g, ' ').replace(/[,()[\]"]/g, ' ').replace(/\s+/g, ' ').trim().replace(/^the /, '')

let byName: Map<string, string> | undefined

function names(): Map<string, string> {
  if (byName) return byName
  byName = new Map()
  for (const list of [english, french, spanish, russian, chinese, arabic]) {
    for (const [alpha2, written] of Object.entries(list.countries) as [string, string | string[]][]) {
      const code = countryOfAlpha2(alpha2)
      if (code) for (const name of Array.isArray(written) ? written : [written]) byName.set(plainName(name), code)
    }
  }
  for (const [name, code] of Object.entries(OTHER_NAMES)) byName.set(plainName(name), code)
  return byName
}

/** "Iran (Islamic Republic of)" carries its short name before the bracket; "Congo, Democratic Republic of the" is turned round. */
function lookUp(text: string): string | undefined {
  const known = names()
  const whole = known.get(plainName(text))
  if (whole) return whole
  const turned = /^([^,]+),\s*(.*\bof(?: the)?)$/i.exec(text)
  if (turned) {
    const code = known.get(plainName(`${turned[2]} ${turned[1]}`))
    if (code) return code
  }
  const short = /^([^(]+)\(/.exec(text)?.[1]
  return short === undefined ? undefined : known.get(plainName(short))
}

/** A country by its code (alpha-2, alpha-3) or its name in the six UN languages; undefined where it is none. */
export function countryNamed(text: string): string | undefined {
  const trimmed = text.trim()
  if (/^[A-Za-z]{3}$/.test(trimmed) && COUNTRIES.includes(trimmed.toUpperCase())) return trimmed.toUpperCase()
  if (/^[A-Z]{2}$/.test(trimmed)) {
    const code = countryOfAlpha2(trimmed)
    if (code) return code
  }
  return lookUp(trimmed)
}
