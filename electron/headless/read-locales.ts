import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { baseLanguage, type AreaTexts } from '../../shared/language.ts'

const area = z.record(z.string(), z.unknown())

/** Texts of a language and of English, which stands in for what it lacks: by language, then by area. */
export async function readLocales(root: string, language: string): Promise<Record<string, AreaTexts>> {
  const wanted = [...new Set(['en', baseLanguage(language)])]
  const read = async (each: string): Promise<[string, AreaTexts]> => {
    const folder = join(root, 'resources', 'locales', each)
    const files = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.json'))
    const texts = await Promise.all(files.map(async (name) => [name.slice(0, -5), area.parse(JSON.parse(await readFile(join(folder, name), 'utf8')))] as const))
    return [each, Object.fromEntries(texts)]
  }
  return Object.fromEntries(await Promise.all(wanted.map(read)))
}
