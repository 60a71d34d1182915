import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SURE_RUN, ToldIndex } from '../../shared/briefing/release/told-words.ts'

const NOWHERE = () => false
const told = (...texts: string[]) => {
  const index = new ToldIndex()
  for (const text of texts) index.add(text)
  return (text: string, own: string[] = [], isPlace: (words: string) => boolean = NOWHERE) => index.find(text, new Set(own), isPlace).map(({ start, end, how }) => `${how}: ${text.slice(start, end)}`)
}

describe('a name that stands only in what a tip says', () => {
  it('is found in a briefing, in either order', () => {
    const find = told('She said Blessing Okafor paid the driver at the bus park.')
    expect(find('We learnt of Blessing Okafor in May.')).toEqual(['name: Blessing Okafor'])
    expect(find('We learnt of OKAFOR Blessing in May.')).toEqual(['name: OKAFOR Blessing'])
  })

  it.each([
    ['named', 'The man is named Kofi and drives a white van.', 'Kofi'],
    ['nommé', 'Un passeur nommé Traoré les attendait.', 'Traoré'],
    ['a title', 'They paid Mr. Danjuma twice.', 'Danjuma'],
    ['a title and an initial', 'They paid Mr. A. Osman twice.', 'Osman'],
    ['her name is', 'She says her name is Halima now.', 'Halima'],
    ['a colon', 'name: Halima, age 15', 'Halima'],
    ['quotation marks of another language', 'a woman named ‘Halima’ or „so“', 'Halima'],
    ['Alhaji', 'Alhaji Musa keeps the house', 'Musa'],
    ['اسمه', 'كان معهم رجل اسمه شاكر', 'شاكر'],
    ['تدعى', 'التقت بامرأة تدعى نعيمة', 'نعيمة'],
  ])('is found where one word follows %s', (_, text, name) => {
    expect(told(text)(`... ${name} ...`)).toEqual([`name: ${name}`])
  })

  it('is asked about though a town is called so, where a tip said that it is a name; two words that are a town alone are not', () => {
    const anywhere = () => true
    expect(told('A girl named Fatima')('We heard of Fatima.', ['fatima'], anywhere)).toEqual(['name: Fatima'])
    expect(told('They met at Ain Guezzam')('At Ain Guezzam', [], anywhere)).toEqual([])
  })

  it('is found in Arabic by both words after its cue', () => {
    expect(told('السائق اسمه شاكر الدليمي من البلدة')('ذُكر الدليمي شاكر هنا')).toContain('name: الدليمي شاكر')
  })

  it('is not what ordinary words beside it are, nor what the document says by itself, nor a tip in capitals', () => {
    const find = told('Yesterday Blessing Okafor paid the driver. The bus left Agadez for Assamaka.', 'BOAT SANK NEAR THE COAST')
    expect(find('The driver left the bus park yesterday.')).toEqual([])
    expect(find('The Boat Sank near the coast.')).toEqual([])
    expect(told('They met in Niger State')('In Niger State', ['niger', 'state'])).toEqual([])
  })

  it('is not made of the end of one sentence and the beginning of the next', () => {
    expect(told('They went with Kofi. Amina stayed.')('Kofi Amina')).toEqual([])
  })
})

describe('the wording of a tip', () => {
  const words = fc.array(fc.stringMatching(/^[a-z]{3,8}$/), { minLength: SURE_RUN, maxLength: 60 })

  it(`is found wherever ${SURE_RUN} words in a row are copied, whatever stands around them`, () => {
    fc.assert(fc.property(words, fc.nat(), fc.array(fc.stringMatching(/^[A-Z]{3,8}[0-9]$/), { maxLength: 12 }), (tip, from, around) => {
      const at = from % (tip.length - SURE_RUN + 1)
      const copied = tip.slice(at, at + SURE_RUN).join(' ')
      expect(told(tip.join(' '))(`${around.join(' ')}. ${copied}, ${around.join(' ')}`).some((hit) => hit.startsWith('wording'))).toBe(true)
    }))
  })

  it('is told as one stretch of words that stand in the tip', () => {
    const find = told('they took our papers the first night and said we would see them again after the desert')
    const hits = find('Two reports say: “they took our papers the first night and said we would see them again”, which fits.')
    expect(hits).toHaveLength(1)
    expect('wording: they took our papers the first night and said we would see them again').toContain(hits[0]!.slice('wording: '.length))
    expect(hits[0]!.split(' ').length).toBeGreaterThanOrEqual(6)
  })

  it('is not found in six words that differ by one', () => {
    expect(told('they took our papers the first night and left')('they took their papers the first evening and stayed')).toEqual([])
  })
})

it('keeps no word of what was told', () => {
  const index = new ToldIndex()
  index.add('The man is named Zzcanary Qqcanary and drives a white van through the desert')
  const seen = JSON.stringify(index, (_, value: unknown) => (value instanceof Float64Array ? [...value] : value)) + Object.getOwnPropertyNames(index).join()
  expect(seen).not.toMatch(/canary/i)
})
