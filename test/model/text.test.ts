import { describe, expect, it } from 'vitest'
import { eachSpan, tokensOfQuestion, wordsOf } from '../../shared/catalogue/words/tokens.ts'
import { WordIndex } from '../../shared/catalogue/words/word-index.ts'
import { findLanguages, languageName, languageNamed, LANGUAGES } from '../../shared/model/languages.ts'
import { foldText } from '../../shared/model/text/fold.ts'
import { normalisePhone } from '../../shared/model/text/phone.ts'
import { normalisePlate } from '../../shared/model/text/plate.ts'

/** Whether a question finds a text. */
function finds(question: string, text: string): boolean {
  const index = new WordIndex()
  index.put(0, [text])
  return index.find(question, 1)?.[0] === 1
}

describe('folding', () => {
  it('makes one of what people write in several ways', () => {
    for (const [a, b] of [
      ['Agadès', 'AGADES'], ['Łódź', 'lodz'], ['Straße', 'strasse'], ['Şanlıurfa', 'sanliurfa'], ['Œuvre', 'oeuvre'], ['Ħal', 'hal'],
      ['أحمد', 'احمد'], ['إبراهيم', 'ابراهيم'], ['مُحَمَّد', 'محمد'], ['محـــمد', 'محمد'], ['مدرسة', 'مدرسه'], ['على', 'علي'], ['مؤسسة', 'موسسه'], ['کابل', 'كابل'], ['ﻣﺤﻤﺪ', 'محمد'],
      ['Ёлка', 'елка'], ['Київ', 'Киів'], ['Ａｇａｄｅｚ', 'agadez'], ['٠٩٦', '096'], ['۱۲', '12'],
    ] as const) expect(foldText(a), `${a} ${b}`).toBe(foldText(b))
  })

  it('keeps marks that make another word', () => {
    expect(foldText('कि')).not.toBe(foldText('के'))
    expect(foldText('ไม่')).not.toBe(foldText('ไม้'))
  })
})

describe('words', () => {
  it('are found by their beginning, all of them, in any script', () => {
    for (const [question, text] of [
      ['lor', 'A lorry near Arlit'], ['arl lor', 'A lorry near Arlit'], ['agades', 'près d’Agadès'], ['ivoire', "Côte d'Ivoire"],
      ['شاحن', 'رأينا شاحنة قرب أرليت'], ['الحدود', 'قرب حدود ليبيا'], ['حدود', 'على الحدود الليبية'], ['حدود', 'وبالحدود'], ['حدود', 'والحدود'], ['ارليت', 'أَرْلِيت'],
      ['грузов', 'Белый грузовик'], ['北京', '我们在北京市看到'], ['北京市', '我们在北京市看到'], ['到', '我们在北京市看到'], ['市看到', '我们在北京市看到'], ['รถ', 'เห็นรถบรรทุก'],
      ['２０２６', 'in 2026'], ['x1', 'id X1-77'], ['한국', '한국어'],
    ] as const) expect(finds(question, text), `${question} in ${text}`).toBe(true)
    for (const [question, text] of [['orry', 'lorry'], ['lorry boat', 'lorry'], ['京北', '北京'], ['北市', '我们在北京市'], ['', 'lorry'], ['—', 'lorry']] as const) expect(finds(question, text), `${question} in ${text}`).toBe(false)
  })

  it('are cut nowhere else than at their ends', () => {
    expect(wordsOf('Lorry, 14 people; "Arlit"')).toEqual(['lorry', '14', 'people', 'arlit'])
    expect(wordsOf('北京市')).toEqual(['北京', '京市', '市'])
    const spans: [number, number][] = []
    eachSpan('ab  cd', (from, to) => spans.push([from, to]))
    expect(spans).toEqual([[0, 2], [4, 6]])
    expect(tokensOfQuestion('a b c d e f g h i j k l m n o p q r s').length).toBe(16)
  })

  it('of a row are those that it has now, however often it changed', () => {
    const index = new WordIndex()
    for (let row = 0; row < 10_000; row++) if (index.begin(row)) index.add(`word${row % 50} common row${row}`)
    index.endStretch()
    for (let row = 0; row < 6000; row += 2) index.put(row, [`changed${row % 7}`])
    for (let row = 0; row < 600; row += 2) index.put(row, ['again'])
    index.drop(1)
    const found = (question: string) => index.find(question, 10_000)!.reduce((sum, hit) => sum + hit, 0)
    expect(found('common')).toBe(10_000 - 3000 - 1)
    expect(found('chang')).toBe(3000 - 300)
    expect(found('again')).toBe(300)
    expect(found('row9999')).toBe(1)
    expect(found('row1 common')).toBe([...Array(10_000).keys()].filter((row) => `row${row}`.startsWith('row1') && row !== 1 && !(row < 6000 && row % 2 === 0)).length)
    index.clear()
    expect(found('common')).toBe(0)
  })
})

describe('a phone number', () => {
  it('is written as E.164 where it can be read', () => {
    // Formats of numbering plans: ITU E.164 country codes 227 (Niger) and 44 (UK); 020 7946 0xxx is Ofcom's range for drama.
    expect(normalisePhone('+227 90 12 34 56')).toEqual({ number: '+22790123456', parsed: true })
    expect(normalisePhone('00227-90-12-34-56')).toEqual({ number: '+22790123456', parsed: true })
    expect(normalisePhone('90 12 34 56', 'NER')).toEqual({ number: '+22790123456', parsed: true })
    expect(normalisePhone('020 7946 0123', 'GBR')).toEqual({ number: '+442079460123', parsed: true })
    expect(normalisePhone('٠٠٢٢٧ ٩٠١٢٣٤٥٦')).toEqual({ number: '+22790123456', parsed: true })
  })

  it('keeps what was given where it cannot', () => {
    expect(normalisePhone('90 12 34 56')).toEqual({ number: '90123456', parsed: false })
    expect(normalisePhone('ask at the shop')).toEqual({ number: 'ask at the shop', parsed: false })
  })
})

describe('a plate', () => {
  it('is compared without spaces, dashes, case or digits of another script', () => {
    expect(normalisePlate('ab-123 cd')).toBe('AB123CD')
    expect(normalisePlate('٥ - ١٢٣٤ ليبيا')).toBe('51234ليبيا')
  })
})

describe('languages', () => {
  it('are each named by the platform in English and Arabic', () => {
    expect(new Set(LANGUAGES).size).toBe(LANGUAGES.length)
    const unnamed = LANGUAGES.filter((code) => languageName(code, 'en') === code)
    expect(unnamed).toEqual([])
    expect(languageName('ti', 'en')).toBe('Tigrinya')
    expect(languageName('ha', 'ar')).toBe('الهوسا')
  })

  it('are found by code, by name and in their own words', () => {
    expect(['ti', 'Tigrinya', 'ትግርኛ', 'التغرينية'].map((typed) => languageNamed(typed, ['en', 'ar']))).toEqual(['ti', 'ti', 'ti', 'ti'])
    expect(languageNamed('Klingonese', ['en'])).toBeUndefined()
    expect(findLanguages('tig', 'en', 5).map(({ code }) => code)).toEqual(['tig', 'ti'])
    expect(findLanguages('الهو', 'ar', 5)[0]).toEqual({ code: 'ha', name: 'الهوسا' })
  })
})
