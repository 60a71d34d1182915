import { describe, expect, it } from 'vitest'
import type { KnownIdentifiers } from '../../shared/briefing/briefing.ts'
import { createFinder, foldWords } from '../../shared/briefing/release/find.ts'
import { reverseLines } from '../../shared/briefing/release/fold.ts'
import { suspects } from '../../shared/briefing/release/patterns.ts'
import { KNOWN } from './example.ts'

const finder = createFinder(KNOWN)
const stops = (text: string) => finder.findInWritten(text).filter(found => found.effect === 'stop').map(found => found.what)
const reads = (text: string) => finder.findInWritten(text).filter(found => found.effect === 'read').map(found => found.rule)

describe('a name of the vault is found', () => {
  it.each([
    ['as it stands', 'seen with Amina Salem Haddad at the well'],
    ['in capitals', 'AMINA SALEM HADDAD'],
    ['surname first', 'Haddad, Amina Salem'],
    ['in another order', 'Salem Haddad Amina'],
    ['over a line end', 'Amina Salem\nHaddad'],
    ['cut by a hyphen at a line end', 'Amina Sa-\nlem Haddad'],
    ['with a soft hyphen inside', 'Amina Sa\u00adlem Had\u00addad'],
    ['with joins between', 'Amina bint Salem al-Haddad'],
    ['with a word between', 'Amina Salem (called) Haddad'],
    ['without its spaces', 'AminaSalemHaddad'],
    ['joined by underscores', 'amina_salem_haddad'],
    ['letter by letter', 'A m i n a S a l e m H a d d a d'],
    ['with bidi controls inside', 'Amina \u2067Salem\u2069 Haddad'],
    ['without its diacritics', 'Jurgen Muller Ludenscheidt'],
    ['with other diacritics', 'Júrgen Mùller-Lüdenscheidt'],
    ['in full-width letters', 'Ａｍｉｎａ Ｓａｌｅｍ Ｈａｄｄａｄ'],
    ['in Arabic', 'قالت أمينة سالم الحداد إنها'],
    ['in Arabic without hamza and with heh', 'امينه سالم حداد'],
    ['in Arabic with vowels', 'أَمِينَة سَالِم الحَدَّاد'],
    ['in Arabic with tatweel', 'أميـــنة ســالم الحـداد'],
    ['in Arabic without the article', 'محمد عبد الرحمن إدريسي'],
    ['in presentation forms', 'ﺃﻣﻴﻨﺔ ﺳﺎﻟﻢ ﺍﻟﺤﺪﺍﺩ'],
    ['in presentation forms in visual order', reverseLines('ﺃﻣﻴﻨﺔ ﺳﺎﻟﻢ ﺍﻟﺤﺪﺍﺩ')],
    ['in visual order over two lines', reverseLines('أمينة سالم\nالحداد')],
    ['of one word', 'zuhra said so'],
    ['in another transliteration', 'Muhammad Abd-el Rahmaan'],
  ])('%s', (_, text) => expect(stops(text)).toContain('name'))

  it('but not by its initials, nor by one common word of it', () => {
    expect(stops('A. S. H. and J. M.-L. met')).toEqual([])
    expect(stops('Salem is a town; Amina is a name')).toEqual([])
  })

  it('in part, for a person to read', () => {
    expect(reads('a woman called Amina Haddad')).toContain('part-of-name')
    expect(stops('a woman called Amina Haddad')).toEqual([])
  })

  it('by one word of a longer name, for a person to read: with a capital or in letters that have none, unless the document says it by itself', () => {
    expect(reads('Haddad said so')).toEqual(['part-of-name'])
    expect(reads('قالت أمينة ذلك')).toContain('part-of-name')
    expect(reads('the haddad of the village')).toEqual([])
    expect(finder.find('Haddad said so', foldWords(['Haddad']))).toEqual([])
    expect(stops('Haddad said so')).toEqual([])
  })

  it('for a person to read where the document says the word by itself', () => {
    const own = foldWords(['Zuhra', 'Niger'])
    expect(finder.find('near Zuhra', own).map(found => [found.effect, found.rule])).toEqual([['read', 'own-word']])
  })

  it('where it stands, so that it can be covered', () => {
    const text = 'Then Jürgen Müller-Lüdenscheidt left'
    const [found] = finder.find(text)
    expect(text.slice(found?.start, found?.end)).toBe('Jürgen Müller-Lüdenscheidt')
  })

  it('also where it is written without spaces between words', () => {
    const han = createFinder({ names: ['王小明'], contacts: [], identifiers: [], exactPlaces: [] })
    expect(han.find('据王小明说').map(found => found.what)).toEqual(['name'])
    expect(han.find('小王明')).toEqual([])
  })
})

describe('a phone number or address is found', () => {
  it.each([
    ['in its own form', '+218 91 555 0148'],
    ['without separators', 'call 00218915550148 now'],
    ['as dialled at home', '091-555-0148'],
    ['with other separators', '(218) 91.555/0148'],
    ['over a line end', '+218 91\n555 0148'],
    ['in Arabic-Indic digits', 'هاتف ٠٩١ ٥٥٥ ٠١٤٨'],
    ['in Persian digits', '۰۹۱۵۵۵۰۱۴۸'],
    ['in full-width digits', '＋２１８９１５５５０１４８'],
    ['of eight national digits', '96 12 34 56'],
    ['an address in capitals', 'AMINA.HADDAD@EXAMPLE.ORG'],
    ['an address with spaces', 'amina.haddad @ example . org'],
  ])('%s', (_, text) => expect(stops(text)).toContain('contact'))

  it('but not inside a longer number, nor across the cells of a table', () => {
    expect(stops('account 7721891555014899')).toEqual([])
    expect(stops('218\t915550\t148')).toEqual([])
  })
})

describe('a plate, document or code is found', () => {
  it.each([['as written', '5-482913'], ['without its hyphen', '5482913'], ['in Arabic digits', '٥-٤٨٢٩١٣'], ['with spaces', 'NI 4821 RG'], ['run together', 'ni4821rg'], ['with points', 'N.I.4821.RG'], ['a document number', 'P<LBY0043218'], ['a claim code', '7q4k f3mx 22']])('%s', (_, text) => {
    expect(stops(text)).toContain('identifier')
  })

  it('over the end of a line, but not down the edge of a map, where the grid has a letter or a figure a line', () => {
    const rows = createFinder({ names: [], contacts: [], identifiers: ['F-1234'], exactPlaces: [] })
    expect(rows.find('as in F-\n1234 of May').map(found => found.what)).toEqual(['identifier'])
    expect(rows.find('F-12\n34').map(found => found.what)).toEqual(['identifier'])
    expect(rows.find('E\nF\n\n1\n2\n3\n4\n5\t6')).toEqual([])
    expect(rows.find('F\t1234')).toEqual([])
  })

  it('but what is too short to be told from a count is not looked for, and counted as such', () => {
    const short = createFinder({ names: ['A. B.'], contacts: ['112'], identifiers: ['7', '4821', 'A1'], exactPlaces: [] })
    expect(short.find('A. B. called 112 on the 7th, row 4821')).toEqual([])
    expect(short.tooShort).toBe(5)
  })
})

describe('an exact place is found', () => {
  it.each([
    ['as decimals', '22.65432, 13.80214'],
    ['longitude first', '13.80214 22.65432'],
    ['rounded to two decimals', '22.65, 13.80'],
    ['half a kilometre off', '22.6583 13.8021'],
    ['with hemispheres', '22.6543° N, 13.8021° E'],
    ['with decimal commas', '22,6543; 13,8021'],
    ['with words between', 'lat=22.6543 lon=13.8021'],
    ['in degrees, minutes and seconds', `22°39'15.6"N 13°48'07.7"E`],
    ['in degrees and decimal minutes', 'N 22 39.259 E 13 48.128'],
    ['in Arabic-Indic digits', '٢٢٫٦٥٤٣، ١٣٫٨٠٢١'],
  ])('%s', (_, text) => expect(stops(text)).toContain('exact-place'))

  it('but not from a pair of figures with one decimal, nor ten kilometres off', () => {
    expect(stops('a rate of 22.7 (13.8 to 31.2)')).toEqual([])
    expect(stops('22.7443, 13.8021')).toEqual([])
  })

  it('south and west of the origin', () => {
    const south = createFinder({ names: [], contacts: [], identifiers: [], exactPlaces: [[-70.6483, -33.4569]] })
    expect(south.find(`33°27'24.8"S 70°38'53.9"W`).map(found => found.what)).toEqual(['exact-place'])
    expect(south.find('-33.4569, -70.6483').map(found => found.what)).toEqual(['exact-place'])
    expect(south.find('33.4569, 70.6483')).toEqual([])
  })
})

describe('what only looks like an identifier', () => {
  it.each([
    ['phone', 'ring 0912 345 678 at night'], ['e-mail', 'write to someone@example.net'], ['web', 'on t.me/somebody'], ['coordinates', 'at 14.12345 N, 9.54321 E'], ['plate', 'a white van, AB 12345'], ['plate', 'passport X1234567'], ['small-number', 'only 3 women from one village'], ['small-number', 'three women from one village'], ['small-number', 'ثلاث نساء من القرية'],
  ])('is for a person to read: %s', (kind, text) => expect(suspects(text, 5).map(each => each.kind)).toContain(kind))

  it.each([['a year', 'since 2026'], ['a date', 'on 2026-06-14'], ['a period', 'from 1/1/2026 to 14.6.2026'], ['a count with separators', '13,020 reports'], ['a share', '3% more'], ['a decimal', '2.3 times'], ['prose', 'Most describe young men whose fares are paid ahead.']])('but not %s', (_, text) => {
    expect(suspects(text, 5)).toEqual([])
  })
})

describe('with 100,000 identifiers', () => {
  const first = ['Amina', 'Yusuf', 'Mohammed', 'Fatima', 'Ibrahim', 'Aisha', 'Omar', 'Zaynab', 'Hassan', 'Mariam', 'Ali', 'Khadija', 'Idris', 'Salma', 'Bilal', 'Hawa', 'Musa', 'Halima', 'Issa', 'Nadia']
  const consonants = 'bdfghjklmnrstz'
  const made = (n: number) => {
    let word = ''
    for (let i = 0, rest = n; i < 4; i++, rest = Math.floor(rest / 70)) word += `${consonants[rest % 14] ?? 'b'}${'aeiou'[Math.floor(rest / 14) % 5] ?? 'a'}`
    return word
  }
  const known: KnownIdentifiers = {
    names: Array.from({ length: 60_000 }, (_, i) => `${first[i % 20]} ${made(i * 7919)} ${made(i * 104_729 + 13)}`),
    contacts: Array.from({ length: 20_000 }, (_, i) => `+2189${String(10_000_000 + i * 397)}`),
    identifiers: Array.from({ length: 10_000 }, (_, i) => `${i % 90}-${100_000 + i * 31}`),
    exactPlaces: Array.from({ length: 10_000 }, (_, i) => [((i * 37) % 3600) / 100 - 10, ((i * 91) % 4000) / 100 - 5] as const),
  }
  const prose = Array.from({ length: 120 }, (_, i) => `In week ${i + 1} of 2026 the hotline and partners brought ${1200 + i} reports of young men whose fares were paid ahead in Zinder and turned into a debt at Agadez, which no post covers within 30 km.`).join('\n')

  it('the index is built once in seconds, and a long briefing is searched in a fraction of one', () => {
    // Processor time: the machine may be busy with other things.
    const start = process.cpuUsage()
    const large = createFinder(known)
    const built = process.cpuUsage(start).user / 1000
    const found = large.find(`${prose}\n${known.names[31_337]}`)
    const searched = process.cpuUsage(start).user / 1000 - built
    console.log(`index of 100,000 identifiers: ${Math.round(built)} ms; search of ${prose.length} characters: ${Math.round(searched)} ms`)
    expect(found.filter(each => each.effect === 'stop').map(each => each.what)).toEqual(['name'])
    expect(built).toBeLessThan(8000)
    expect(searched).toBeLessThan(2000)
  })
})
