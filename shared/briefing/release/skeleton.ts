/**
 * A name's consonants, so that Mohammed, Muhammad and محمد meet, and Yusuf, Youssef and يوسف: at its smallest.
 * Vowels and the letters that stand for long ones (w, y, و, ي, ا) fall, doubled letters are one, and letters
 * that transliterations confuse are one letter.
 */
const ARABIC: Readonly<Record<string, string>> = {
  ب: 'b', ت: 't', ث: 't', ج: 'j', ح: 'h', خ: 'k', د: 'd', ذ: 'd', ر: 'r', ز: 'z', س: 's', ش: 's', ص: 's', ض: 'd', ط: 't', ظ: 'z',
  غ: 'g', ف: 'f', ق: 'k', ك: 'k', ل: 'l', م: 'm', ن: 'n', ه: 'h', پ: 'b', چ: 'j', ژ: 'j', گ: 'g', ڤ: 'f',
  ا: '', ع: '', و: '', ي: '',
}

/** In order: longer spellings before the letters they are made of. */
const LATIN: readonly (readonly [RegExp, string])[] = [
  [/sc?h|ch/g, 's'], [/kh|ck|q|x/g, 'k'], [/gh/g, 'g'], [/dh/g, 'd'], [/th/g, 't'], [/ph|v/g, 'f'], [/dj|dsch/g, 'j'], [/p/g, 'b'], [/c/g, 'k'], [/[aeiouyw]/g, ''],
]

const cache = new Map<string, string>()

/** The consonant skeleton of one folded word; the word itself in scripts that it doesn't know. */
export function skeleton(word: string): string {
  const known = cache.get(word)
  if (known !== undefined) return known
  let out = word
  if (/[\u0600-\u06ff]/u.test(word)) out = [...word].map(letter => ARABIC[letter] ?? letter).join('')
  else if (/^[a-z]+$/.test(word)) for (const [spelling, letter] of LATIN) out = out.replaceAll(spelling, letter)
  // A final h is as often written as left out: Fatimah, Fatima, فاطمة.
  out = out.replaceAll(/(.)\1+/gu, '$1').replace(/(?<=..)h$/u, '')
  if (cache.size > 200_000) cache.clear()
  cache.set(word, out)
  return out
}
