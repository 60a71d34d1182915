import type { PageFont } from './style.ts'

/** The faces that briefings are set in; `file` is the npm package's path of the WOFF2, which each shell reads its own way. */
export const PAGE_FONTS = [
  { family: 'Source Serif 4 Variable', weight: '200 900', style: 'normal', file: '@fontsource-variable/source-serif-4/files/source-serif-4-latin-wght-normal.woff2' },
  { family: 'Source Serif 4 Variable', weight: '200 900', style: 'italic', file: '@fontsource-variable/source-serif-4/files/source-serif-4-latin-wght-italic.woff2' },
  { family: 'Inter Variable', weight: '100 900', style: 'normal', file: '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2' },
  { family: 'Noto Naskh Arabic', weight: '400', style: 'normal', file: '@fontsource/noto-naskh-arabic/files/noto-naskh-arabic-arabic-400-normal.woff2' },
  { family: 'Noto Naskh Arabic', weight: '700', style: 'normal', file: '@fontsource/noto-naskh-arabic/files/noto-naskh-arabic-arabic-700-normal.woff2' },
  { family: 'IBM Plex Sans Arabic', weight: '400', style: 'normal', file: '@fontsource/ibm-plex-sans-arabic/files/ibm-plex-sans-arabic-arabic-400-normal.woff2' },
] as const satisfies readonly (Omit<PageFont, 'bytes'> & { readonly file: string })[]

const ARABIC = /[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff]/

/** The fonts whose script a page shows: an English page need not carry Arabic faces. */
export function neededFonts(fonts: readonly PageFont[], shown: string): readonly PageFont[] {
  const arabic = ARABIC.test(shown)
  return fonts.filter(({ family }) => arabic || !family.includes('Arabic'))
}
