/** Letters that no decomposition turns into their plain form. */
const PLAIN: Readonly<Record<string, string>> = { ß: 'ss', æ: 'ae', ø: 'o', ł: 'l', đ: 'd', ð: 'd', ı: 'i', þ: 'th', œ: 'oe', ə: 'e', ħ: 'h', ŋ: 'n', ŧ: 't', ɖ: 'd', ɛ: 'e', ɔ: 'o', ƴ: 'y', ɓ: 'b', ɗ: 'd', ƙ: 'k' }
const SPECIAL = /[ßæøłđðıþœəħŋŧɖɛɔƴɓɗƙ]/g

/** A name as it is compared: lower case, without accents, apostrophes gone, other marks as one space. */
export function fold(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(SPECIAL, (letter) => PLAIN[letter]!)
    .replace(/['’‘`´ʻʼʿʾ"]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

/** Arabic as it is compared: also without tatweel, one form of alef, yeh, heh and waw each, and without the article before a word. */
export function foldArabic(name: string): string {
  return fold(name)
    .replace(/\u0640/g, '')
    .replace(/[أإآٱ]/g, 'ا')
    .replace(/[ىئ]/g, 'ي')
    .replace(/ؤ/g, 'و')
    .replace(/ة/g, 'ه')
    .replace(/ء/g, '')
    .split(' ')
    .map((word) => (word.length > 4 && word.startsWith('ال') ? word.slice(2) : word))
    .join(' ')
}

/** Whether anything in it is Arabic. */
export const isArabic = (text: string) => /\p{Script=Arabic}/u.test(text)

const CONSONANTS: Readonly<Record<string, string>> = {
  ب: 'b', پ: 'b', ت: 't', ث: 't', ج: 'g', ح: 'h', خ: 'h', د: 'd', ذ: 'd', ر: 'r', ز: 's', س: 's', ش: 's', ص: 's', ض: 'd', ط: 't', ظ: 't',
  غ: 'g', ف: 'f', ڤ: 'f', ق: 'g', ك: 'g', گ: 'g', ل: 'l', م: 'm', ن: 'n', ه: 'h', چ: 's',
}

/**
 * The consonants that an Arabic and a Latin spelling of one name should share ("أغاديس" and "Agadez": gds). Light: it
 * finds candidates where no Arabic name is known, and mistakes some.
 */
export function skeletonOfArabic(name: string): string {
  return squeeze([...foldArabic(name).replace(/ه\b/g, '')].map((letter) => CONSONANTS[letter] ?? '').join(''))
}

export function skeletonOfLatin(name: string): string {
  const word = fold(name)
    .replace(/^(al|el|ad|ar|as|at|az|an|ash) /, '')
    .replace(/h\b/g, '')
    .replace(/ph/g, 'f')
    .replace(/kh/g, 'h')
    .replace(/gh|dj|q/g, 'g')
    .replace(/sh|ch|tch/g, 's')
    .replace(/th/g, 't')
    .replace(/dh/g, 'd')
    .replace(/ou|[wyaeiou]/g, '')
    .replace(/p/g, 'b')
    .replace(/v/g, 'f')
    .replace(/j/g, 'g')
    .replace(/x/g, 'ks')
    .replace(/[ck]/g, 'g')
    .replace(/z/g, 's')
    .replace(/ /g, '')
  return squeeze(word)
}

const squeeze = (letters: string) => letters.replace(/(.)\1+/g, '$1')
