import { foldText } from './text/fold.ts'

/**
 * Languages that a caller may speak, by ISO 639: two letters where there are two, else three (639-3). Those of
 * the routes that Vigil watches are here though few lists have them; any other code that the platform can name is
 * as good, so a partner's data is never refused for its language.
 */
export const LANGUAGES: readonly string[] = (
  'aa ab af ak am ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cs cv cy da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ' +
  'id ig ii ik is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc om or os ' +
  'pa pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt ty ug uk ur uz ve vi wa wo xh yi yo za zh zu ' +
  'ach arq ary arz bej byn ceb ckb cop din dje dyu ewo fan fil fon fur hil hmn ilo kab kbl kln kmr kpe kri luo mas men mfe mni mos nan nus pcm prs rhg ' +
  'rom sat shi shu sid snk sus srr tem tig tmh tum tzm umb wal war wuu yue zgh zza ase'
).split(' ')

const names = new Map<string, Intl.DisplayNames>()

/** A language's name in another, from the platform's own tables (CLDR); the code itself where they have none. */
export function languageName(code: string, inLanguage: string): string {
  let table = names.get(inLanguage)
  if (!table) names.set(inLanguage, (table = new Intl.DisplayNames([inLanguage, 'en'], { type: 'language', fallback: 'code' })))
  try {
    return table.of(code) ?? code
  } catch {
    return code
  }
}

/** What a language field holds as a tag for markup (`lang`); undefined where it holds words and no code. */
export const languageTag = (value: unknown): string | undefined => (typeof value === 'string' && LANGUAGES.includes(value) ? value : undefined)

const indexes = new Map<string, ReadonlyMap<string, string>>()

/**
 * The code of a language by what was typed: its code, or its name in one of `inLanguages` or in itself; undefined
 * where it is none of ours.
 */
export function languageNamed(typed: string, inLanguages: readonly string[]): string | undefined {
  const folded = foldText(typed.trim())
  if (LANGUAGES.includes(folded)) return folded
  for (const language of [...inLanguages, '']) {
    let index = indexes.get(language)
    if (!index) indexes.set(language, (index = new Map(LANGUAGES.map((code) => [foldText(languageName(code, language || code)), code]))))
    const code = index.get(folded)
    if (code !== undefined) return code
  }
  return undefined
}

/** Languages whose name begins with what was typed, in the interface's language, English or their own; best first. */
export function findLanguages(typed: string, inLanguage: string, limit: number): readonly { readonly code: string; readonly name: string }[] {
  const folded = foldText(typed.trim())
  const hits: { code: string; name: string; rank: number }[] = []
  for (const code of LANGUAGES) {
    const name = languageName(code, inLanguage)
    const known = [name, languageName(code, 'en'), languageName(code, code)].map(foldText)
    const rank = known[0]!.startsWith(folded) ? 0 : known.some((one) => one.startsWith(folded)) ? 1 : code === folded ? 1 : known.some((one) => one.includes(` ${folded}`)) ? 2 : 3
    if (rank < 3) hits.push({ code, name, rank })
  }
  hits.sort((a, b) => a.rank - b.rank || a.name.localeCompare(b.name, inLanguage))
  return hits.slice(0, limit).map(({ code, name }) => ({ code, name }))
}
