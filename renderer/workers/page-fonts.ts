import serif from '@fontsource-variable/source-serif-4/files/source-serif-4-latin-wght-normal.woff2?url'
import italic from '@fontsource-variable/source-serif-4/files/source-serif-4-latin-wght-italic.woff2?url'
import sans from '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2?url'
import naskh from '@fontsource/noto-naskh-arabic/files/noto-naskh-arabic-arabic-400-normal.woff2?url'
import naskhBold from '@fontsource/noto-naskh-arabic/files/noto-naskh-arabic-arabic-700-normal.woff2?url'
import plex from '@fontsource/ibm-plex-sans-arabic/files/ibm-plex-sans-arabic-arabic-400-normal.woff2?url'
import { PAGE_FONTS } from '../../shared/briefing/write/page-fonts.ts'
import { readShipped } from '../session/resources.ts'
import type { PageFont } from '../../shared/briefing/write/style.ts'

/** The bundler must see each file by name; the order is that of `PAGE_FONTS`. */
const URLS: readonly string[] = [serif, italic, sans, naskh, naskhBold, plex]

let read: Promise<readonly PageFont[]> | undefined

/** Fonts that go into a briefing, from the program's own origin; read once, since every draft shows them. */
export const pageFonts = (): Promise<readonly PageFont[]> => (read ??= Promise.all(PAGE_FONTS.map(async ({ family, weight, style }, at) => ({ family, weight, style, bytes: await readShipped(URLS[at]!) }))))
