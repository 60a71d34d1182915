import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { createTranslator } from '../../shared/language.ts'
import { decodeEvents } from '../../shared/station/access-event.ts'
import { verifyTrail, type TrailVerdict } from '../../shared/vault/vault.ts'
import { readLocales } from './read-locales.ts'

const ROOT = resolve(import.meta.dirname, '..', '..')
const USAGE = `npm run verify -- FILE [options]

Checks an audit trail that a station exported, without any key: every signature, every device's chain, and that it ends where
the station's head said. What it can't find it says.

  --root FINGERPRINT   the station's root, as its audit screen shows it: without it the trail may be another station's
  --events             prints the events that are told, a line each
  --language CODE      en or ar (default en)
  --help               this

Ends with 0 where the trail is whole, 1 where it is not, 2 for a wrong flag or a file that can't be read.`

type Say = (key: string, values?: Readonly<Record<string, string | number>>) => string

/** What a check comes to, in words, a line each. */
function tellVerdict(verdict: TrailVerdict, say: Say, options: { readonly rootGiven: boolean; readonly events: boolean }): readonly string[] {
  const lines: string[] = []
  const time = (milliseconds: number) => new Date(milliseconds).toISOString().replace('T', ' ').slice(0, 19)
  if (verdict.station !== '') {
    lines.push(say('audit.verify.station', { name: verdict.station, root: verdict.root.match(/.{1,4}/g)?.join(' ') ?? '' }))
    lines.push(say('audit.verify.held', { statements: verdict.statements, commits: verdict.commits, devices: verdict.devices, rosters: verdict.rosters }))
    for (const { name, active, statements } of verdict.accounts) lines.push(`  ${say(active ? 'audit.verify.account' : 'audit.verify.account-ended', { name, count: statements })}`)
    lines.push(say('audit.verify.events', { recorded: verdict.recorded, told: verdict.events.length }))
    if (verdict.head) lines.push(say('audit.verify.head', { generation: verdict.head.generation, time: time(verdict.head.time) }))
    if (verdict.sealed) lines.push(say('audit.verify.sealed', { by: verdict.sealed.by, time: time(verdict.sealed.time) }))
  }
  if (options.events) {
    for (const { accountName, event } of verdict.events) {
      for (const { at, does, act, records = [], count, reason, words } of decodeEvents(event)) {
        lines.push(`  ${time(at * 1000)}  ${accountName}  ${does}${act ? ` ${act}` : ''}  ${records.map(({ kind, id, fields = [] }) => `${kind} ${id}${fields.length > 0 ? ` (${fields.join(', ')})` : ''}`).join('; ')}${count === undefined ? '' : ` ×${count}`}${reason ? `  ${reason}` : ''}${words ? `: ${words}` : ''}`)
      }
    }
  }
  for (const { code, where, more } of verdict.faults) lines.push(`✗ ${where === undefined ? '' : `${say('audit.verify.at', { where })} `}${say(`audit.fault.${code}`, { more: more ?? '' })}`)
  lines.push(say(verdict.whole ? 'audit.verify.whole' : 'audit.verify.not-whole', { count: verdict.faults.length }))
  if (!options.rootGiven && verdict.station !== '') lines.push(say('audit.verify.no-root'))
  lines.push(say('audit.verify.cannot'))
  return lines
}

/** Exit codes: 0 whole, 1 not whole, 2 a wrong flag or a file that can't be read. */
async function main(argv: readonly string[]): Promise<number> {
  let parsed
  try {
    parsed = parseArgs({ args: [...argv], allowPositionals: true, options: { root: { type: 'string' }, events: { type: 'boolean' }, language: { type: 'string' }, help: { type: 'boolean', short: 'h' } } })
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error))
    return 2
  }
  const { values, positionals } = parsed
  if (values.help) {
    console.log(USAGE)
    return 0
  }
  const [path] = positionals
  if (path === undefined || positionals.length > 1) {
    console.error(USAGE)
    return 2
  }
  const language = values.language === 'ar' ? 'ar' : 'en'
  const { translate } = createTranslator({ language, texts: await readLocales(ROOT, language) })
  const say: Say = (key, told) => translate({ key, ...(told && { values: told }) })
  let file
  try {
    file = new Uint8Array(await readFile(resolve(path)))
  } catch {
    console.error(say('audit.verify.unreadable', { path }))
    return 2
  }
  const verdict = await verifyTrail(file, values.root === undefined ? {} : { root: values.root })
  for (const line of tellVerdict(verdict, say, { rootGiven: values.root !== undefined, events: values.events === true })) console.log(line)
  return verdict.whole ? 0 : 1
}

process.exitCode = await main(process.argv.slice(2))
