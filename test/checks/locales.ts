import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { z } from 'zod'

/**
 * Are all texts there? Every message key that the program names must have a text in every language, with
 * the same placeholders and all the plural forms that the language counts with.
 */
export interface Source { readonly file: string; readonly text: string }
/** Area, then the area's texts by key without the area ("refused.endless-coordinate"). */
export type Texts = ReadonlyMap<string, ReadonlyMap<string, string>>

const tree: z.ZodType<Record<string, unknown>> = z.record(z.string(), z.lazy(() => z.union([z.string(), tree])))
const PLURAL = /_(zero|one|two|few|many|other)$/
const KEY = /^[a-z][a-z0-9-]*(\.[A-Za-z0-9_-]+)+$/

export function checkLocales(languages: Readonly<Record<string, Texts>>, sources: readonly Source[]): string[] {
  return [...compareLanguages(languages), ...findMissing(languages, sources)]
}

/** Texts of one language as the files hold them; an area may stand bare or under its own name. */
export function parseTexts(areas: Readonly<Record<string, unknown>>): Texts {
  return new Map(Object.entries(areas).map(([area, held]) => {
    const parsed = tree.parse(held)
    const own = Object.keys(parsed).length === 1 ? parsed[area] : undefined
    const texts = new Map<string, string>()
    flatten(own !== null && typeof own === 'object' ? own as Record<string, unknown> : parsed, '', texts)
    return [area, texts]
  }))
}

function flatten(node: Record<string, unknown>, path: string, into: Map<string, string>): void {
  for (const [name, value] of Object.entries(node)) {
    const at = path ? `${path}.${name}` : name
    if (typeof value === 'string') into.set(at, value)
    else flatten(value as Record<string, unknown>, at, into)
  }
}

/** Plural forms under one key: "tips_one", "tips_other" are forms of "tips"; a text without plurals is the form "". */
function forms(texts: ReadonlyMap<string, string>): Map<string, Map<string, string>> {
  const grouped = new Map<string, Map<string, string>>()
  for (const [key, text] of texts) {
    const plural = PLURAL.exec(key)?.[1]
    const counted = plural !== undefined && texts.has(key.replace(PLURAL, '_other'))
    const base = counted ? key.replace(PLURAL, '') : key
    const group = grouped.get(base) ?? new Map<string, string>()
    grouped.set(base, group.set(counted ? plural : '', text))
  }
  return grouped
}

function compareLanguages(languages: Readonly<Record<string, Texts>>): string[] {
  const faults: string[] = []
  const areas = new Set(Object.values(languages).flatMap((texts) => [...texts.keys()]))
  for (const area of [...areas].sort()) {
    const grouped = Object.entries(languages).map(([language, texts]) => ({ language, keys: forms(texts.get(area) ?? new Map()) }))
    const every = new Set(grouped.flatMap(({ keys }) => [...keys.keys()]))
    for (const key of every) {
      const filled = new Map<string, string>()
      for (const { language, keys } of grouped) {
        const found = keys.get(key)
        if (!found) {
          faults.push(`${language}: ${area}.${key} has no text`)
          continue
        }
        for (const [form, text] of found) if (text.trim() === '') faults.push(`${language}: ${area}.${key}${form && `_${form}`} is empty`)
        if (!found.has('')) {
          const lacking = new Intl.PluralRules(language).resolvedOptions().pluralCategories.filter((category) => !found.has(category))
          if (lacking.length > 0) faults.push(`${language}: ${area}.${key} lacks its plural ${lacking.join(', ')}`)
        }
        filled.set(language, placeholders(found.get('') ?? found.get('other') ?? ''))
      }
      if (new Set(filled.values()).size > 1) faults.push(`${area}.${key} is filled differently: ${[...filled].map(([language, names]) => `${language} ${names || 'nothing'}`).join('; ')}`)
    }
  }
  return faults
}

function placeholders(text: string): string {
  return [...new Set([...text.matchAll(/\{\{\s*([^},\s]+)[^}]*\}\}/g)].map((match) => match[1]))].sort().join(', ')
}

/** Every key that the sources name, whole or as the beginning of one, against the texts. */
function findMissing(languages: Readonly<Record<string, Texts>>, sources: readonly Source[]): string[] {
  const faults: string[] = []
  for (const [language, texts] of Object.entries(languages)) {
    const known = new Set([...texts].flatMap(([area, held]) => [...forms(held).keys()].map((key) => `${area}.${key}`)))
    for (const { file, text } of sources) {
      for (const use of keysUsed(file, text, (area) => texts.has(area))) {
        const there = use.whole ? known.has(use.key) : [...known].some((key) => key.startsWith(use.key))
        if (!there) faults.push(`${language}: ${use.key}${use.whole ? '' : '…'} has no text (${file}:${use.line})`)
      }
    }
  }
  return faults
}

interface Use { readonly key: string; readonly whole: boolean; readonly line: number }

/**
 * A string is taken for a key where it stands as one (`key: '…'`, `say('…')`, `text('…')`), or where its
 * first part is an area and its shape a key's.
 */
export function keysUsed(file: string, text: string, isArea: (area: string) => boolean): Use[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS)
  const uses: Use[] = []
  const visit = (node: ts.Node): void => {
    const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1
    if (ts.isStringLiteralLike(node) && KEY.test(node.text) && !isImport(node) && (standsAsKey(node) || (isArea(node.text.split('.')[0] ?? '') && !isFileName(node.text)))) uses.push({ key: node.text, whole: true, line })
    else if (ts.isTemplateExpression(node) && /^[a-z][a-z0-9-]*\./.test(node.head.text) && (standsAsKey(node) || isArea(node.head.text.split('.')[0] ?? ''))) uses.push({ key: node.head.text, whole: false, line })
    ts.forEachChild(node, visit)
  }
  visit(source)
  return uses
}

const SAYS = /^(say|says|translate|text|word|t)$/

function standsAsKey(node: ts.Node): boolean {
  let outer = node.parent
  while (ts.isConditionalExpression(outer) || ts.isParenthesizedExpression(outer)) outer = outer.parent
  if (ts.isPropertyAssignment(outer)) return outer.name.getText() === 'key'
  return ts.isCallExpression(outer) && ts.isIdentifier(outer.expression) && SAYS.test(outer.expression.text)
}

const isImport = (node: ts.Node): boolean => ts.isImportDeclaration(node.parent) || ts.isExportDeclaration(node.parent)
const isFileName = (text: string): boolean => /\.(ts|tsx|js|mjs|json|css|csv|svg|png|html|pdf|bin|wasm|geojson|txt)$/.test(text)

/** The checkout's own texts and sources. */
export function readCheckout(root: string): { languages: Record<string, Texts>; sources: Source[] } {
  const locales = join(root, 'resources/locales')
  const languages = Object.fromEntries(readdirSync(locales, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => {
    const files = readdirSync(join(locales, name)).filter((file) => file.endsWith('.json'))
    return [name, parseTexts(Object.fromEntries(files.map((file) => [file.slice(0, -'.json'.length), JSON.parse(readFileSync(join(locales, name, file), 'utf8'))])))]
  }))
  const sources = ['shared', 'renderer', 'electron'].flatMap((folder) => readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file)).map((file) => ({ file: join(folder, file), text: readFileSync(join(root, folder, file), 'utf8') })))
  return { languages, sources }
}

if (import.meta.main) {
  const { languages, sources } = readCheckout(join(import.meta.dirname, '../..'))
  const count = Object.values(languages).reduce((sum, texts) => sum + [...texts.values()].reduce((held, area) => held + area.size, 0), 0)
  const faults = checkLocales(languages, sources)
  for (const fault of faults) console.error(fault)
  console.log(`${count} texts in ${Object.keys(languages).length} languages, ${sources.length} files read, ${faults.length} faults`)
  process.exitCode = faults.length > 0 || count === 0 ? 1 : 0
}
