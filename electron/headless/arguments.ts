import { parseArgs } from 'node:util'
import { z } from 'zod'
import { OPEN_END, OPEN_START } from '../../shared/catalogue/filter.ts'
import { countryIndex } from '../../shared/model/countries.ts'
import { VOCABULARIES } from '../../shared/model/vocabularies/vocabulary.ts'
import { defaultDataFolder } from '../data-folder.ts'

export const BRIEF_DEFAULTS = { teams: 6, range: 100, detour: 1, within: 50, threshold: 5, timeLimit: 20, language: 'en', tlp: 'TLP:AMBER', account: 'analyst' } as const

export const BRIEF_USAGE = `npm run brief -- [FILE] --out DIR [options]

Reads a file of reports (CSV, JSON or GeoJSON), finds hotspots and rates border segments, plans teams, and writes
  briefing.html   the briefing, checked, written, opened again and searched
  briefing.pdf    the same in print, where a Chromium is present
  result.json     every figure, unsuppressed, with the rows refused: for you, not for passing on
Without FILE it reads the extract that ships: deaths and disappearances on migration routes, standing in for tips.

  --out DIR            where the files go (made if it is not there; files of these names are replaced)
  --teams N            teams to place (default ${BRIEF_DEFAULTS.teams}; 0: no plan)
  --range KM           how far a team reaches (default ${BRIEF_DEFAULTS.range})
  --detour FACTOR      the way is this much longer than the straight line (default ${BRIEF_DEFAULTS.detour}; no roads are known)
  --candidates LIST    where teams may stand: settlements, segments (midpoints of border segments), or both (default both)
  --minimum LIST       teams at least in a country: NER=1,LBY=2 (default none)
  --time-limit S       seconds for the best plan; what was not proved by then is stated as a gap (default ${BRIEF_DEFAULTS.timeLimit})
  --period A..B        reports of these days, both included: 2024-01-01..2024-06-30, 2024-03.., ..2024 (default all)
  --area LIST          countries of the study area, ISO 3166-1 alpha-3: NER,LBY (default those with a hundredth of the well-placed reports, five at least)
  --within KM          a report counts to the nearest border segment within this (default ${BRIEF_DEFAULTS.within})
  --threshold K        smallest count that is printed (default ${BRIEF_DEFAULTS.threshold})
  --title TEXT         title of the briefing
  --language CODE      en or ar (default ${BRIEF_DEFAULTS.language})
  --tlp LABEL          ${VOCABULARIES.tlp.join(', ')} (default ${BRIEF_DEFAULTS.tlp})
  --reviewer NAME      who has read it (default: it says that nobody has yet)
  --no-pdf             writes no PDF
  --vault NAME         keeps the reports in this vault, founding it if need be (default: a vault that is thrown away)
  --account NAME       account in that vault (default ${BRIEF_DEFAULTS.account})
  --passphrase-file F  its passphrase is the first line of this file (default: asked for on the terminal)
  --data DIR           where vaults are kept (default ${defaultDataFolder()})
  --help               this

Ends with 0 when the briefing was written, 1 for a wrong flag, 2 when it could not be made, 3 when the release check stopped it.`

/** A flag that can't be understood, in words. */
export class UsageError extends Error {}

const LANGUAGES = ['en', 'ar'] as const
const DAY = 86_400

const bounded = (flag: string, low: number, high: number, whole = false) =>
  z.string().transform((text, context) => {
    const value = Number(text)
    if (text.trim() === '' || !Number.isFinite(value) || value < low || value > high || (whole && !Number.isInteger(value))) {
      context.addIssue(`--${flag} takes ${whole ? 'a whole number' : 'a number'} from ${low} to ${high}, not "${text}"`)
      return z.NEVER
    }
    return value
  })

const country = (text: string, context: { addIssue: (message: string) => void }, flag: string): string => {
  const code = text.trim().toUpperCase()
  if (countryIndex(code) === 0) context.addIssue(`--${flag}: "${text}" is no ISO 3166-1 alpha-3 code`)
  return code
}
const list = (text: string) => text.split(',').map(each => each.trim()).filter(Boolean)

/** First and last second of "2024", "2024-03" or "2024-03-05". */
function spanOf(text: string): { from: number; to: number } | null {
  const match = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$/.exec(text)
  if (!match) return null
  const [year, month, day] = [Number(match[1]), match[2] ? Number(match[2]) : null, match[3] ? Number(match[3]) : null]
  const start = Date.UTC(year, (month ?? 1) - 1, day ?? 1) / 1000
  const made = new Date(start * 1000)
  if ((month !== null && made.getUTCMonth() !== month - 1) || (day !== null && made.getUTCDate() !== day)) return null
  const end = day !== null ? start + DAY : Date.UTC(month === null ? year + 1 : year, month ?? 0, 1) / 1000
  return { from: start, to: end - 1 }
}

const period = z.string().transform((text, context) => {
  const parts = text.split('..')
  const [a, b] = parts
  const first = a ? spanOf(a) : { from: OPEN_START, to: OPEN_START }
  const last = b ? spanOf(b) : { from: OPEN_END, to: OPEN_END }
  if (parts.length !== 2 || (!a && !b) || !first || !last || first.from > last.to) {
    context.addIssue(`--period takes A..B in days, months or years (2024-01-01..2024-06-30), not "${text}"`)
    return z.NEVER
  }
  return { from: first.from, to: last.to }
})

const flags = z.object({
  out: z.string({ error: '--out DIR says where the files go' }).min(1, '--out DIR says where the files go'),
  teams: bounded('teams', 0, 200, true).default(BRIEF_DEFAULTS.teams),
  range: bounded('range', 1, 2000).default(BRIEF_DEFAULTS.range),
  detour: bounded('detour', 1, 10).default(BRIEF_DEFAULTS.detour),
  within: bounded('within', 1, 500).default(BRIEF_DEFAULTS.within),
  threshold: bounded('threshold', 2, 100, true).default(BRIEF_DEFAULTS.threshold),
  'time-limit': bounded('time-limit', 1, 3600).default(BRIEF_DEFAULTS.timeLimit),
  candidates: z.string().default('settlements,segments').transform((text, context) => {
    const chosen = list(text)
    for (const each of chosen) if (each !== 'settlements' && each !== 'segments') context.addIssue(`--candidates takes settlements, segments or both, not "${each}"`)
    if (chosen.length === 0) context.addIssue('--candidates takes settlements, segments or both')
    return { settlements: chosen.includes('settlements'), segments: chosen.includes('segments') }
  }),
  minimum: z.string().default('').transform((text, context) =>
    Object.fromEntries(list(text).map(each => {
      const [code = '', count = ''] = each.split('=')
      if (!/^\d{1,3}$/.test(count)) context.addIssue(`--minimum takes NER=1,LBY=2, not "${each}"`)
      return [country(code, context, 'minimum'), Number(count)]
    })),
  ),
  period: period.optional(),
  area: z.string().transform((text, context) => list(text).map(each => country(each, context, 'area'))).optional(),
  title: z.string().min(1).max(200).optional(),
  language: z.enum(LANGUAGES, { error: `--language takes ${LANGUAGES.join(' or ')}` }).default(BRIEF_DEFAULTS.language),
  tlp: z.string().default(BRIEF_DEFAULTS.tlp).transform((text, context) => {
    const label = VOCABULARIES.tlp.find(each => each === text.toUpperCase() || each === `TLP:${text.toUpperCase()}`)
    if (!label) context.addIssue(`--tlp takes ${VOCABULARIES.tlp.join(', ')}, not "${text}"`)
    return label ?? BRIEF_DEFAULTS.tlp
  }),
  reviewer: z.string().max(100).default(''),
  'no-pdf': z.boolean().default(false),
  vault: z.string().min(1).max(100).optional(),
  account: z.string().min(1).max(100).default(BRIEF_DEFAULTS.account),
  'passphrase-file': z.string().optional(),
  data: z.string().optional(),
})

export type BriefArguments = Omit<z.infer<typeof flags>, 'time-limit' | 'no-pdf' | 'passphrase-file'> & {
  readonly file: string | null
  readonly timeLimit: number
  readonly pdf: boolean
  readonly passphraseFile: string | undefined
}

/**
 * What was asked for on the command line, with the defaults that `BRIEF_USAGE` states. Distances in kilometres.
 * @throws UsageError in words
 */
export function parseBriefArguments(argv: readonly string[]): BriefArguments | 'help' {
  const text = { type: 'string' } as const
  let parsed: { values: Record<string, string | boolean | undefined>; positionals: string[] }
  try {
    parsed = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        out: text, teams: text, range: text, detour: text, within: text, threshold: text, 'time-limit': text, candidates: text, minimum: text, period: text, area: text, title: text, language: text, tlp: text, reviewer: text,
        vault: text, account: text, 'passphrase-file': text, data: text, 'no-pdf': { type: 'boolean' }, help: { type: 'boolean', short: 'h' },
      },
    })
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
  if (parsed.values.help) return 'help'
  if (parsed.positionals.length > 1) throw new UsageError(`one file at a time: ${parsed.positionals.join(', ')}`)
  const checked = flags.safeParse(parsed.values)
  if (!checked.success) throw new UsageError(checked.error.issues.map(issue => issue.message).join('\n'))
  const { 'time-limit': timeLimit, 'no-pdf': noPdf, 'passphrase-file': passphraseFile, ...rest } = checked.data
  return { ...rest, file: parsed.positionals[0] ?? null, timeLimit, pdf: !noPdf, passphraseFile }
}
