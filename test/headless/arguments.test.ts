import { describe, expect, it } from 'vitest'
import { OPEN_END, OPEN_START } from '../../shared/catalogue/filter.ts'
import { BRIEF_DEFAULTS, BRIEF_USAGE, parseBriefArguments, UsageError } from '../../electron/headless/arguments.ts'

const parsed = (...argv: string[]) => {
  const args = parseBriefArguments(argv)
  if (args === 'help') throw new Error('help')
  return args
}

describe('the command line of the brief', () => {
  it('has the defaults that its help states', () => {
    const args = parsed('--out', 'there')
    expect(args).toMatchObject({ file: null, out: 'there', teams: 6, range: 100, detour: 1, within: 50, threshold: 5, language: 'en', tlp: 'TLP:AMBER', candidates: { settlements: true, segments: true }, minimum: {}, pdf: true, reviewer: '' })
    for (const value of Object.values(BRIEF_DEFAULTS)) expect(BRIEF_USAGE).toContain(`default ${value}`)
    for (const flag of BRIEF_USAGE.matchAll(/^ {2}(--[a-z-]+)/gm)) expect(() => parseBriefArguments(['--help', flag[1]!, ...(['--help', '--no-pdf'].includes(flag[1]!) ? [] : ['1'])])).not.toThrow()
  })

  it('takes everything that it says it takes', () => {
    expect(parsed('tips.csv', '--out', 'o', '--teams', '3', '--range', '80.5', '--period', '2024-03..2024-06-14', '--area', 'ner,LBY', '--language', 'ar', '--vault', 'Tunis 02', '--threshold', '11', '--tlp', 'red', '--minimum', 'NER=1,TCD=2', '--candidates', 'segments', '--no-pdf')).toMatchObject({
      file: 'tips.csv', teams: 3, range: 80.5, period: { from: Date.UTC(2024, 2, 1) / 1000, to: Date.UTC(2024, 5, 15) / 1000 - 1 }, area: ['NER', 'LBY'], language: 'ar', vault: 'Tunis 02', threshold: 11, tlp: 'TLP:RED', minimum: { NER: 1, TCD: 2 }, candidates: { settlements: false, segments: true }, pdf: false,
    })
  })

  it.each([['2024..', Date.UTC(2024, 0, 1) / 1000, OPEN_END], ['..2024', OPEN_START, Date.UTC(2025, 0, 1) / 1000 - 1], ['2024-02..2024-02', Date.UTC(2024, 1, 1) / 1000, Date.UTC(2024, 2, 1) / 1000 - 1]])('reads the period %s, both ends included', (text, from, to) => {
    expect(parsed('--out', 'o', '--period', text).period).toEqual({ from, to })
  })

  it.each([
    [[], '--out DIR'], [['--out', 'o', '--teams', 'six'], '--teams takes a whole number from 0 to 200, not "six"'], [['--out', 'o', '--threshold', '1'], '--threshold'], [['--out', 'o', '--period', '2024-13..2025'], '--period takes A..B'], [['--out', 'o', '--period', '2025..2024'], '--period'], [['--out', 'o', '--period', '2024-02-30..2025'], '--period'],
    [['--out', 'o', '--area', 'NIGER'], '"NIGER" is no ISO 3166-1 alpha-3 code'], [['--out', 'o', '--tlp', 'pink'], '--tlp takes TLP:RED'], [['--out', 'o', '--language', 'xx'], '--language takes en or ar'], [['--out', 'o', '--minimum', 'NER'], '--minimum takes'], [['--out', 'o', '--candidates', 'roads'], 'not "roads"'], [['a.csv', 'b.csv', '--out', 'o'], 'one file at a time'], [['--outt', 'o'], '--outt'],
  ])('says what is wrong with %j', (argv, words) => {
    expect(() => parseBriefArguments(argv)).toThrow(UsageError)
    expect(() => parseBriefArguments(argv)).toThrow(words)
  })
})
