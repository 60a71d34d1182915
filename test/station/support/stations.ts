import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import Papa from 'papaparse'
import { afterAll } from 'vitest'
import { inProcessAnalyst, nodePorts, readResource } from '../../../electron/headless/node-ports.ts'
import { readLocales } from '../../../electron/headless/read-locales.ts'
import type { WindowSession } from '../../../electron/host/host.ts'
import { nodePlatform } from '../../../electron/host/node-platform.ts'
import { createTranslator } from '../../../shared/language.ts'
import { isSealedValue } from '../../../shared/model/field.ts'
import { newRecordId } from '../../../shared/model/ids.ts'
import { KINDS } from '../../../shared/model/kinds/kinds.ts'
import { tip } from '../../../shared/model/kinds/tip.ts'
import type { Patch, RecordId } from '../../../shared/model/change.ts'
import { TellableError, type Translate } from '../../../shared/model/message.ts'
import type { Filter } from '../../../shared/catalogue/filter.ts'
import { createStation } from '../../../shared/station/create-station.ts'
import type { StationPorts } from '../../../shared/station/ports.ts'
import type { FoundRequest, ImportReport, OpenedRecord, RowText, SourceFile, Station } from '../../../shared/station/station.ts'
import type { Stretching } from '../../../shared/vault/vault.ts'
import { readData, sourceFile } from '../../ingest/fixtures.ts'

export { dataPath, hasData, readData, sourceFile } from '../../ingest/fixtures.ts'

export const ROOT = resolve(import.meta.dirname, '../../..')
/** The least that a key file may ask for: tests open many vaults. */
export const QUICK: Stretching = { memory: 64 * 1024, passes: 3 }
export const WHO = { account: 'Kestrel', passphrase: 'correct horse battery staple' }

/** Resources are read once for all stations of a file of tests. */
const resources = new Map<string, Promise<Uint8Array>>()
const readOnce = (path: string) => {
  const reading = resources.get(path) ?? readResource(path)
  resources.set(path, reading)
  return reading
}
/** One analyst for them all: its ground takes seconds to load, and it holds no more than the last assessment. */
const analyst = inProcessAnalyst()

export const translateInto = async (language: string): Promise<Translate> => createTranslator({ language, texts: await readLocales(ROOT, language) }).translate

export interface Running {
  readonly station: Station
  readonly platform: WindowSession
  readonly ports: StationPorts
}

const folders: string[] = []
const platforms: WindowSession[] = []
afterAll(async () => {
  for (const platform of platforms) await platform.close()
  for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
})

/** A data folder of its own, removed when the file's tests are over. */
export function dataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'vigil-station-'))
  folders.push(folder)
  return folder
}

/** The program started over a data folder: the very ports of the program without a window, but that little is asked of passphrases. */
export function started(folder: string, more: Partial<StationPorts> = {}, platform: WindowSession = nodePlatform(folder, { printPdf: null })): Running {
  platforms.push(platform)
  const ports = nodePorts(platform, { stretching: QUICK, readResource: readOnce, analyst, ...more })
  return { station: createStation(ports), platform, ports }
}

export async function founded(folder: string, request: Partial<FoundRequest> = {}, more: Partial<StationPorts> = {}): Promise<Running & { readonly vault: string; readonly recoveryKey: readonly string[] }> {
  const running = started(folder, more)
  const { vault, recoveryKey } = await running.station.found({ name: 'Northern desk', ...WHO, ...request })
  return { ...running, vault, recoveryKey }
}

/** A vault that is thrown away on sealing, and empty. */
export const passing = (folder: string) => founded(folder, { sample: 'invented', filled: false })

let shared: Promise<Running> | undefined
/** The same, in the one station that a file's tests share: what it held before is thrown away. Spares each test the second that the world's outlines take. */
export async function anew(): Promise<Station> {
  const { station } = await (shared ??= Promise.resolve(started(dataFolder())))
  await station.found({ name: 'Northern desk', ...WHO, sample: 'invented', filled: false })
  return station
}

/** Previews and imports, as the window does where nothing is mapped by hand. */
export async function bringIn(station: Station, content: string | Uint8Array, name = 'tips.csv'): Promise<ImportReport> {
  const file: SourceFile = sourceFile(content, name)
  return station.runImport(file, (await station.previewImport(file)).mapping)
}

/** Texts of every row that is there. */
export async function allRows(station: Station, fields: readonly string[], filter: Filter = {}): Promise<readonly RowText[]> {
  return station.rows([...(await station.select(filter)).rows], fields)
}

/** A record with its sealed values opened, wherever they stand in it. */
export async function wholeRecord(station: Station, id: RecordId): Promise<OpenedRecord | null> {
  const opened = async (value: unknown, field: string): Promise<unknown> => {
    if (isSealedValue(value)) return (await station.openSealed({ record: id, field, token: value.sealed, reason: 'correction', words: '' })).value
    if (Array.isArray(value)) return Promise.all(value.map((each) => opened(each, field)))
    if (typeof value !== 'object' || value === null) return value
    const named = 'field' in value && typeof value.field === 'string' ? value.field : null
    return Object.fromEntries(await Promise.all(Object.entries(value).map(async ([name, each]) => [name, await opened(each, name === 'value' ? (named ?? field) : name)])))
  }
  return (await opened(await station.record(id), '')) as OpenedRecord | null
}

/** Tips whose sealed fields are opened for a comparison: each is written to the journal. */
const OPENED_FOR_STATE = 40

/** Everything that a person can see of a station, tips in the order of their ids: those of one day have no order of their own. */
export async function stateOf(station: Station): Promise<unknown> {
  const { rows, histogram, version: _, ...counts } = await station.select({})
  const { columns } = await station.table()
  const columnsOf = (row: number) => Object.fromEntries(Object.entries(columns).filter(([name]) => name !== 'id').map(([name, column]) => [name, String(column[row])]))
  const texts = await station.rows([...rows], Object.keys(tip.fields))
  // A commit's fields are told in no order: its compartments are sealed apart.
  const ordered = <R extends OpenedRecord>(record: R) => ({ ...record, history: record.history.map((entry) => ({ ...entry, fields: [...entry.fields].sort() })) })
  const first = new Set(texts.map(({ id }) => id).sort().slice(0, OPENED_FOR_STATE))
  const { writable } = await station.status()
  const tips = await Promise.all(texts.map(async ({ id, reference, fields, row }) => ({ id, reference, fields, columns: columnsOf(row), whole: ordered((await (writable && first.has(id) ? wholeRecord(station, id) : station.record(id)))!) })))
  const records = await Promise.all(Object.keys(KINDS).map(async (kind) => (await station.recordsOfKind(kind)).map(ordered)))
  const { tips: count, commits, canUndo, canRedo, threshold, account, name } = await station.status()
  return withoutTokens({
    counts, tips: tips.sort((a, b) => (a.id < b.id ? -1 : 1)), records, status: { count, commits, canUndo, canRedo, threshold, account, name },
    histogram: { ...histogram, starts: [...histogram.starts], all: [...histogram.all], passing: [...histogram.passing] },
  })
}

/** Tokens are made anew in every session: each becomes the place at which it is first met, so that equal ones stay equal and other ones apart. */
function withoutTokens(state: unknown): unknown {
  const places = new Map<string, number>()
  return JSON.parse(JSON.stringify(state, (_, value: unknown) => {
    if (!isSealedValue(value)) return value
    if (!places.has(value.sealed)) places.set(value.sealed, places.size)
    return { sealed: places.get(value.sealed) }
  }))
}

export const newTip = (fields: Readonly<Record<string, unknown>>, record: RecordId = newRecordId()): Patch[] => newRecord('tip', fields, record)
export function newRecord(kind: string, fields: Readonly<Record<string, unknown>>, record: RecordId = newRecordId()): Patch[] {
  return Object.entries(fields).map(([field, value]) => ({ record, kind, field, ...(Array.isArray(value) ? { add: value as string[] } : { value }) }))
}

/** A file as another reader sees it. */
export const parsed = (text: string) => Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true }).data
export const textOf = (name: string) => new TextDecoder().decode(readData(name))

/** The code by which a call failed; null where it did not. Anything that cannot be told to a person is thrown on. */
export async function codeOf(call: Promise<unknown>): Promise<string | null> {
  return (await faultOf(call))?.code ?? null
}
export async function faultOf(call: Promise<unknown>): Promise<TellableError | null> {
  try {
    await call
    return null
  } catch (error) {
    if (error instanceof TellableError) return error
    throw error
  }
}

export const fileOf = (...path: string[]) => new Uint8Array(readFileSync(join(...path)))
