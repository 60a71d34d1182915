import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { findBrowser } from '../../electron/host/find-browser.ts'
import { nodePlatform } from '../../electron/host/node-platform.ts'
import { fullTarget, importTargets } from '../../shared/ingest/mapping.ts'
import type { FieldDeclaration, KindDeclaration } from '../../shared/model/field.ts'
import { newRecordId } from '../../shared/model/ids.ts'
import { KINDS } from '../../shared/model/kinds/kinds.ts'
import { tip } from '../../shared/model/kinds/tip.ts'
import type { Patch } from '../../shared/model/change.ts'
import type { Station } from '../../shared/station/station.ts'
import { memoryStore } from '../../shared/vault/vault.ts'
import { newCanary, searchFolders } from '../support/canary.ts'
import { dataFolder, faultOf, sourceFile, started, QUICK, wholeRecord } from './support/stations.ts'

/**
 * A token in every field of every kind, on every way in, and in everything that is typed: none of them is in any byte
 * of the data folder, of temporary files, or of what the program prints, while it runs, sealed, and after it was cut off.
 */
const folder = dataFolder()
const temporary = join(folder, 'tmp')
const data = join(folder, 'data')
const tokens = new Map<string, string>()
const plant = (where: string): string => {
  const token = newCanary()
  tokens.set(token, where)
  return token
}
const printed: string[] = []
let station: Station
let vault: string
let close: () => Promise<void>
const who = { account: plant('account name'), passphrase: `${plant('passphrase')} and five more words` }

/** A value with the token in it; null for a type that holds none. */
function valueWith(token: string, field: FieldDeclaration): unknown {
  switch (field.type) {
    case 'text': case 'name': case 'phone': return token
    case 'identifier': return field.column ? null : token
    case 'place': return { at: [14.21234, 22.71234], precision: 'exact', reason: 'given', country: 'LBY', region: `LY.${token}`, name: `Well of ${token}` }
    case 'span': return { words: `two nights ago ${token}`, from: 1_767_225_600, to: 1_767_312_000 }
    case 'object': return field.schema ? null : { deep: [{ [token]: token }] }
    default: return null
  }
}
const kinds = Object.values(KINDS) as readonly KindDeclaration[]

beforeAll(async () => {
  mkdirSync(temporary)
  vi.stubEnv('TMPDIR', temporary)
  for (const name of ['log', 'info', 'warn', 'error', 'debug', 'trace'] as const) vi.spyOn(console, name).mockImplementation((...said: unknown[]) => printed.push(said.map(String).join(' ')))
  const platform = nodePlatform(data)
  close = () => platform.close()
  // One store for all openings, so that what is folded is read again; it sees sealed bytes, which are searched too.
  const store = spiedStore()
  const running = started(folder, { segmentStore: () => store, segmentsLast: true, stretching: QUICK }, platform)
  station = running.station
  ;({ vault } = await station.found({ name: 'Northern desk', ...who }))
})
afterAll(async () => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
  await close()
})

/** Every byte that goes to the segment store is written to a file, so that it is searched with the rest. */
function spiedStore() {
  const store = memoryStore()
  const folds = join(folder, 'folds')
  mkdirSync(folds)
  let count = 0
  return {
    ...store,
    put: async (entries: Parameters<typeof store.put>[0]) => {
      for (const { key, bytes } of entries) writeFileSync(join(folds, `${count++}`), Buffer.concat([Buffer.from(key), bytes]))
      await store.put(entries)
    },
    writeRecord: async (name: string, bytes: Uint8Array) => {
      writeFileSync(join(folds, `${count++}`), Buffer.concat([Buffer.from(name), bytes]))
      await store.writeRecord(name, bytes)
    },
  }
}

async function nothingIsFound(): Promise<void> {
  const { sightings, files, unread } = await searchFolders([folder], [...tokens.keys()])
  expect(sightings.map(({ file, token, as }) => `${tokens.get(token)} in ${file} as ${as}`)).toEqual([])
  expect(unread).toEqual([])
  expect(files).toBeGreaterThan(8)
  expect([...tokens].filter(([token]) => printed.join('\n').includes(token)).map(([, where]) => where)).toEqual([])
}

it('SECURITY 1: every field of every kind is committed with a token of its own, and holds it while the vault is open', async () => {
  // Somebody whom a country's pages can be sealed for; the account's name and passphrase are secrets too.
  await station.addAccount({ name: plant('account name'), passphrase: plant('typed: account passphrase'), roles: ['ambassador'], countries: ['NER'] })
  let planted = 0
  for (const kind of kinds) {
    const record = newRecordId()
    const patches: Patch[] = []
    for (const [field, declared] of Object.entries(kind.fields)) {
      if (declared.derived) continue
      const value = valueWith(plant(`${kind.name}.${field}`), declared)
      if (value === null) tokens.delete([...tokens.keys()].at(-1)!)
      else patches.push({ record, kind: kind.name, field, value, ...(declared.compartment === 'aggregate' && { group: 'aggregate/NER' as const }) })
    }
    planted += patches.length
    await station.commit({ act: 'plant', patches })
    expect(Object.keys((await wholeRecord(station, record))!.fields)).toEqual(expect.arrayContaining(patches.map(({ field }) => field)))
    const text = Object.entries(kind.fields).find(([, declared]) => declared.type === 'text' && !declared.required)?.[0]
    // Another value, taken back: what a field held before is as secret.
    if (text) {
      await station.commit({ act: 'edit', patches: [{ record, kind: kind.name, field: text, value: plant(`${kind.name}.${text}, changed`) }] })
      await station.undo()
    }
  }
  expect(planted).toBeGreaterThanOrEqual(40)
  await nothingIsFound()
})

it('rows of a file: a token in every column that fills something, in one that fills nothing, in a refused and in a repeated row, in the file’s name', async () => {
  const targets = importTargets(tip).filter((target) => {
    const [field = ''] = fullTarget(tip, target).split('.')
    const declared = (tip.fields as KindDeclaration['fields'])[field]!
    return ['text', 'name', 'phone', 'identifier'].includes(declared.type) || target === 'place.name' || target === 'when.date'
  })
  const row = (row: string) => targets.map((target) => (target === 'when.date' ? '2026-01-05' : plant(`${row}, ${target}`)))
  const repeated = row('repeated row')
  const cells = [...Array.from({ length: 200 }, (_, at) => (at < 5 ? row(`row ${at}`) : targets.map((target) => (target === 'when.date' ? '2026-01-06' : `plain ${at}`)))), repeated, repeated]
  const csv = [['latitude', 'longitude', ...targets.map((_, at) => `column ${at}`), 'left out'], ...cells.map((line, at) => ['22.7123', '14.2123', ...line, at < 5 ? plant('a column that fills nothing') : '']), ['91', '400', ...row('refused row'), ''], [plant('unreadable coordinate'), '14', ...row('kept, its coordinate unreadable'), ''], ['22', '14', ...row('refused row'), '', plant('a cell too many, refused')]]
  const name = `${plant('file name')}.csv`
  const file = sourceFile(csv.map((line) => line.join(',')).join('\n'), name)
  const preview = await station.previewImport(file)
  const report = await station.runImport(file, { ...preview.mapping, columns: [{ column: 0, target: 'place.lat' }, { column: 1, target: 'place.lon' }, ...targets.map((target, at) => ({ column: at + 2, target }))] })
  expect(report.counts).toMatchObject({ read: 205, kept: 202, duplicate: 1, refused: 2 })
  await station.restoreDuplicates(report.importId, report.duplicates.map(({ row: number }) => number))
  await station.undo()
  await nothingIsFound()
})

it('what is typed: searches, places, drafts, acts that fail, filters, briefings', async () => {
  const typed = (where: string) => plant(`typed: ${where}`)
  await station.search(`${typed('search')} lorry`, 10)
  await station.select({ words: typed('filter') })
  await station.findPlace(typed('place'), 10, 'en')
  for (let keys = 0; keys < 6; keys++) await station.saveDraft('c'.repeat(32), { what: `${typed('draft')}`, contact: typed('contact of a draft') })
  await station.saveDraft('d'.repeat(32), typed('another draft'))
  await station.dropDraft('d'.repeat(32))
  const fault = await faultOf(station.commit({ act: 'edit', patches: [{ record: newRecordId(), kind: 'tip', field: 'danger', value: typed('a value that is refused') }] }))
  expect([...tokens.keys()].some((token) => JSON.stringify([fault?.says, fault?.kept, fault?.remedy, fault?.message]).includes(token))).toBe(false)
  const unusable = await faultOf(station.runImport(sourceFile(`${typed('header')}\n${typed('cell')}`, 'x.csv'), { headerRow: 0, columns: [{ column: 0, target: 'skip' }] }))
  expect(unusable?.code).toBe('mapping-unusable')
  const briefing = { title: typed('title'), keyPoints: [typed('key point')], narrative: typed('narrative'), tlp: 'TLP:RED', language: 'ar', assessment: { filter: { words: typed('filter of a briefing') }, area: ['MLT'] }, deployment: null } as const
  expect((await station.composeBriefing(briefing)).html).toContain(briefing.title)
  const released = await station.releaseBriefing({ ...briefing, format: 'html', reviewer: typed('reviewer') })
  expect(new TextDecoder().decode(released.bytes)).toContain(briefing.title)
  if (findBrowser()) await station.releaseBriefing({ ...briefing, format: 'pdf', reviewer: typed('reviewer of a PDF') })
  await nothingIsFound()
}, 120_000)

it('all of them are there for whoever has the keys: none was lost on the way in', async () => {
  const all: unknown[] = [await station.drafts(), who]
  const { rows } = await station.select({})
  for (const { id } of await station.rows([...rows], [])) all.push(await wholeRecord(station, id))
  for (const kind of kinds) for (const { id } of await station.recordsOfKind(kind.name)) all.push(await wholeRecord(station, id))
  all.push(await station.accounts())
  const held = JSON.stringify(all)
  // What was only typed is kept nowhere, nor what a change replaced or an import left out.
  const lost = [...tokens].filter(([token, where]) => !held.includes(token) && !/^typed|changed$|fills nothing|^unreadable coordinate|^refused row/.test(where)).map(([, where]) => where)
  expect(lost).toEqual([])
})

it('a wrong passphrase and a wrong account, typed', async () => {
  await station.seal()
  expect((await faultOf(station.open({ vault, account: plant('wrong account'), passphrase: plant('wrong passphrase') })))?.code).toBe('wrong-passphrase')
  await nothingIsFound()
})

it('SECURITY 1: sealed; opened again, folded, and then cut off without sealing', async () => {
  await station.open({ vault, ...who })
  await station.search('lorry', 1)
  await station.commit({ act: 'plant', patches: [{ record: newRecordId(), kind: 'tip', field: 'what', value: plant('before the end') }] })
  await nothingIsFound()
  await close()
  await nothingIsFound()
})

it('SECURITY 1: as a control, an unsealed write is found: in the journal’s folder, in a temporary file, in a saved file, and in what is printed', async () => {
  const [token = ''] = tokens.keys()
  const found = async () => [...new Set((await searchFolders([folder], [token])).sightings.map(({ file }) => file))]
  for (const place of [join(data, 'vaults', vault, 'leak'), join(temporary, 'leak')]) {
    writeFileSync(place, `{"what":"${token}"}`, 'utf16le')
    expect(await found()).toEqual([place])
    rmSync(place)
  }
  const other = nodePlatform(join(folder, 'other'))
  const { answer } = await other.call('saveFile', { name: 'released.html' }, new TextEncoder().encode(token))
  expect(await found()).toEqual([answer.where])
  await other.close()
  console.log(token)
  expect(printed.join()).toContain(token)
})
