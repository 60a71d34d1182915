/**
 * Text as search compares it: lower case, without accents and vowel marks, one form for letters that people
 * write in several ways (Arabic alef, yeh, kaf, teh marbuta; Latin ligatures), ASCII digits, no tatweel.
 * Marks that change a word stay (Indic vowel signs, Thai tones): only Latin, Greek, Cyrillic, Hebrew and Arabic
 * marks are dropped.
 */
export function foldText(text: string): string {
  const lower = text.toLowerCase()
  if (ASCII.test(lower)) return lower
  return lower.normalize('NFKD').replace(DROPPED, '').replace(REPLACED, (letter) => REPLACEMENTS[letter]!).toLowerCase()
}

// eslint-disable-next-line no-control-regex
const ASCII = /^[\x00-\x7f]*$/
/** Combining marks of the scripts above, tatweel, soft hyphen, joiners and direction marks. */
const DROPPED = /[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u0640]/g

const REPLACEMENTS: Record<string, string> = {
  'ß': 'ss', 'æ': 'ae', 'œ': 'oe', 'ø': 'o', 'đ': 'd', 'ð': 'd', 'ł': 'l', 'ħ': 'h', 'ı': 'i', 'þ': 'th', 'ŋ': 'n', 'ɓ': 'b', 'ɗ': 'd', 'ƙ': 'k',
  // Alef wasla, Persian yeh and kaf, alef maqsura, teh marbuta, Urdu heh forms.
  'ٱ': 'ا', 'ی': 'ي', 'ى': 'ي', 'ې': 'ي', 'ک': 'ك', 'ة': 'ه', 'ہ': 'ه', 'ھ': 'ه', 'ە': 'ه',
}
for (let digit = 0; digit < 10; digit++) {
  REPLACEMENTS[String.fromCharCode(0x660 + digit)] = String(digit)
  REPLACEMENTS[String.fromCharCode(0x6f0 + digit)] = String(digit)
  REPLACEMENTS[String.fromCharCode(0x966 + digit)] = String(digit)
}
const REPLACED = new RegExp(`[${Object.keys(REPLACEMENTS).join('')}]`, 'g')
