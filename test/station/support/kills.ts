import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Station } from '../../../shared/station/station.ts'
import { newCanary, searchFolders } from '../../support/canary.ts'
import { allRows, dataFolder, started, WHO } from './stations.ts'

export interface KillReport {
  /** Acts that were acknowledged, over all runs. */
  readonly kept: number
  /** Acts that a kill cut off, and how many of them are there all the same, whole. */
  readonly cut: number
  readonly cutButThere: number
  /** What must not be: one sentence each. */
  readonly faults: readonly string[]
}

interface Act { readonly kind: string; readonly name: string; readonly size: number; kept: boolean }

/**
 * Kills a program (`kill -9`) in the middle of calls, edits, drafts and imports, again and again on one vault. After
 * each, a station opens it and looks: everything acknowledged is there, everything else whole or not at all, and no
 * text lies readable in the folder.
 */
export async function killAgainAndAgain(kills: number, random: () => number): Promise<KillReport> {
  const folder = dataFolder()
  const record = join(dataFolder(), 'record')
  const word = newCanary()
  const { station } = started(folder)
  const { vault } = await station.found({ name: 'Northern desk', ...WHO })
  await station.seal()
  const faults: string[] = []
  let there = new Set<string>()
  for (let run = 0; run < kills; run++) {
    await killOnce([folder, vault, record, String(run), word, WHO.account, WHO.passphrase], random)
    const found: string[] = []
    const { sightings } = await searchFolders([folder], [word])
    for (const { file, as } of sightings) found.push(`a text lies in ${file} as ${as}`)
    const { notes } = await station.open({ vault, ...WHO })
    for (const { key } of notes) if (!/head-older|journal-recovered|journal-torn|import-unfinished|keys-torn/.test(key)) found.push(`the vault says ${key}`)
    const looked = await look(station, readActs(record))
    there = looked.there
    // As a control: an act that was acknowledged and is not there must be noticed.
    const lost: Act = { kind: 'call', name: 'never', size: 1, kept: true }
    if (!(await look(station, [...readActs(record), lost])).faults.some((fault) => fault.startsWith('call never'))) throw new Error('this test would see nothing')
    faults.push(...[...found, ...looked.faults].map((fault) => `kill ${run}: ${fault}`))
    await station.seal()
  }
  const acts = readActs(record).filter(({ kind }) => kind !== 'draft')
  const cut = acts.filter(({ kept }) => !kept)
  return { kept: acts.length - cut.length, cut: cut.length, cutButThere: cut.filter(({ kind, name }) => there.has(`${kind} ${name}`)).length, faults }
}

/** Most kills fall into work; some into the opening. */
async function killOnce(argv: readonly string[], random: () => number): Promise<void> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'kill-child.ts'), ...argv], { stdio: ['ignore', 'pipe', 'inherit'] })
  const gone = new Promise<NodeJS.Signals | null>((exit) => child.once('exit', (_code, signal) => exit(signal)))
  if (random() < 0.85) await Promise.race([new Promise((open) => child.stdout.once('data', open)), gone])
  await new Promise((wait) => setTimeout(wait, random() * 700))
  child.kill('SIGKILL')
  if ((await gone) !== 'SIGKILL') throw new Error('the program ended before it was killed')
}

function readActs(record: string): Act[] {
  const acts = new Map<string, Act>()
  for (const line of existsSync(record) ? readFileSync(record, 'utf8').split('\n') : []) {
    const [verb, kind = '', name = '', size] = line.split(' ')
    const key = `${kind} ${name}`
    if (verb === 'begin') acts.set(key, { kind, name, size: Number(size), kept: false })
    const act = acts.get(key)
    if (verb === 'kept' && act) act.kept = true
  }
  return [...acts.values()]
}

async function look(station: Station, acts: readonly Act[]): Promise<{ there: Set<string>; faults: string[] }> {
  const parts = new Map<string, string[]>()
  const add = (name: string, part: string) => parts.set(name, [...(parts.get(name) ?? []), part])
  for (const { fields } of await allRows(station, ['what', 'informationSource', 'route', 'links'])) {
    const [kind = '', name = ''] = (fields['what'] ?? '').split(' ')
    add(`${kind} ${name}`, 'tip')
    if (fields['informationSource']) add(fields['informationSource'], 'tip')
    if (kind === 'call' && !fields['links']) add(`${kind} ${name}`, 'tip without its person')
  }
  for (const { fields } of await station.recordsOfKind('person')) {
    add(String(fields['pseudonym']), 'person')
    if (fields['notes']) add(String(fields['notes']), 'person')
  }
  for (const { fields } of await station.recordsOfKind('case')) add(String(fields['title']), 'case')
  const kept = await station.recordsOfKind('import')
  const whole: Readonly<Record<string, (act: Act) => string>> = { call: () => 'case,person,tip', edit: () => 'person,tip', import: ({ size }) => `${size} rows` }

  const faults: string[] = []
  const there = new Set<string>()
  for (const act of acts) {
    if (act.kind === 'draft') continue
    const name = `${act.kind} ${act.name}`
    const found = parts.get(name) ?? []
    const is = act.kind === 'import' ? `${found.length} rows` : [...found].sort().join()
    const isThere = found.length > 0
    if (isThere) there.add(name)
    if (!isThere && act.kept) faults.push(`${name} was acknowledged and is gone`)
    if (isThere && is !== whole[act.kind]!(act)) faults.push(`${name} is there by halves: ${is}`)
    if (act.kind === 'import' && isThere && !kept.some(({ fields }) => fields['file'] === `import ${act.name}.csv` && fields['kept'] === act.size)) faults.push(`${name} has no record of its own`)
    parts.delete(name)
  }
  for (const name of parts.keys()) faults.push(`${name} is there and was never begun`)
  const drafts = acts.filter(({ kind }) => kind === 'draft')
  const lastKept = drafts.findLastIndex((draft) => draft.kept)
  const possible = drafts.slice(Math.max(0, lastKept)).map(({ name }) => name)
  const [draft] = (await station.drafts()).map(({ value }) => String((value as { what: string }).what).split(' ')[2]!)
  if (lastKept >= 0 && (draft === undefined || !possible.includes(draft))) faults.push(`the draft is ${draft}, not one of ${possible.join()}`)
  const { tips } = await station.status()
  if (tips !== (await station.select({})).total) faults.push('the count of tips is wrong')
  return { there, faults }
}
