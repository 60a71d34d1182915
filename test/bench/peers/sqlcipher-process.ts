import { rmSync, statSync } from 'node:fs'
import { columnSpecs, type AnyColumn } from '../../../shared/model/columns.ts'
import { tip } from '../../../shared/model/kinds/tip.ts'
import { generateTips, type GeneratedTips } from '../tips.ts'
import type { SqlcipherAnswer, SqlcipherWork } from './sqlcipher.ts'

/**
 * SQLCipher (AES-256-CBC with HMAC-SHA512 a page) set up as well as we could: raw key, so that no passphrase is
 * stretched; pages of 16 KiB; a cache of 256 MB; integer row ids; hot columns in a table of their own, so that
 * a scan passes over no text; WAL with synchronous=FULL; one transaction for an import.
 */
interface Statement {
  run(...values: unknown[]): unknown
  raw(): { iterate(): Iterable<unknown[]> }
}
interface Database {
  pragma(text: string): unknown
  exec(sql: string): void
  prepare(sql: string): Statement
  transaction(work: () => void): () => void
  close(): void
}

const RAW_KEY = `"x'${'5a'.repeat(32)}'"`
const Engine = ((await import(process.argv[2]!)) as { default: new (file: string) => Database }).default

/** Every hot column but the id; times, codes and places as they lie in memory. */
const HOT = columnSpecs(tip).filter(({ name }) => name !== 'id')
const names = HOT.map(({ name }) => `"${name}"`).join(', ')
const marks = (count: number) => Array.from({ length: count }, () => '?').join(', ')

let tips: GeneratedTips
let columns: readonly { readonly [row: number]: number | bigint }[]
let file = ''

function open(): Database {
  const database = new Engine(file)
  database.pragma("cipher='sqlcipher'")
  database.pragma('legacy=4')
  database.pragma('legacy_page_size=16384')
  database.pragma(`key=${RAW_KEY}`)
  database.pragma('cache_size=-262144')
  database.pragma('journal_mode=wal')
  database.pragma('synchronous=FULL')
  return database
}

const remove = () => ['', '-wal', '-shm'].forEach((end) => rmSync(file + end, { force: true }))
const idOf = (row: number) => Buffer.from(tips.columns.id.buffer, row * 16, 16)
const rowOf = (row: number) => columns.map((column) => column[row]!)

function insert(): number {
  remove()
  const database = open()
  database.exec(`create table hot(row integer primary key, id blob, ${HOT.map(({ name }) => `"${name}" integer`).join(', ')}); create table cold(row integer primary key, place text, what text)`)
  const hot = database.prepare(`insert into hot values(${marks(HOT.length + 2)})`)
  const cold = database.prepare('insert into cold values(?, ?, ?)')
  const from = performance.now()
  database.transaction(() => {
    for (let row = 0; row < tips.count; row++) hot.run(row, idOf(row), ...rowOf(row))
    for (let row = 0; row < tips.count; row++) cold.run(row, tips.places[row], tips.texts[row])
  })()
  const took = performance.now() - from
  database.pragma('wal_checkpoint(TRUNCATE)')
  database.close()
  return took
}

function scan(): number {
  const from = performance.now()
  const database = open()
  const into = HOT.map(({ type }) => (type === 'u64' ? new Float64Array(tips.count) : type === 'i32' ? new Int32Array(tips.count) : type === 'u16' ? new Uint16Array(tips.count) : new Uint8Array(tips.count)))
  let row = 0
  for (const values of database.prepare(`select ${names} from hot`).raw().iterate()) {
    for (let column = 0; column < into.length; column++) into[column]![row] = values[column] as number
    row++
  }
  const took = performance.now() - from
  if (row !== tips.count || into[0]![row - 1] !== columns[0]![row - 1]) throw new Error('the scan read something else')
  database.close()
  return took
}

function commit(times: number): number[] {
  const database = open()
  const put = database.prepare(`insert into hot values(null, ?, ${marks(HOT.length)})`)
  const text = database.prepare('insert into cold values(null, ?, ?)')
  const milliseconds = Array.from({ length: times }, (_, run) => {
    const row = run % tips.count
    const one = database.transaction(() => {
      put.run(idOf(row), ...rowOf(row))
      text.run(tips.places[row], tips.texts[row])
    })
    const from = performance.now()
    one()
    return performance.now() - from
  })
  database.close()
  return milliseconds
}

function answer(work: SqlcipherWork): readonly number[] {
  globalThis.gc?.()
  switch (work.do) {
    case 'prepare':
      file = work.file
      tips = generateTips(work.count)
      // SQLite's numbers are doubles here: an H3 cell loses its last bits, which the peer need not pay for.
      columns = HOT.map(({ name, type }) => {
        const column = (tips.columns as unknown as Record<string, AnyColumn>)[name]!
        return type === 'u64' ? Float64Array.from(column as BigUint64Array, Number) : (column as Int32Array)
      })
      return []
    case 'insert':
      return [insert()]
    case 'scan':
      return [scan()]
    case 'commit':
      return commit(work.times)
  }
}

process.on('message', (work: SqlcipherWork) => {
  try {
    const milliseconds = answer(work)
    process.send!({ milliseconds, bytes: statSync(file, { throwIfNoEntry: false })?.size ?? 0 } satisfies SqlcipherAnswer)
  } catch (error) {
    process.send!({ milliseconds: [], bytes: 0, failed: String(error) } satisfies SqlcipherAnswer)
  }
})
