import { execFileSync, fork, type ChildProcess } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/**
 * SQLCipher as a peer, tuned as well as we could (see sqlcipher-process.ts), in a process of its own, so that its
 * memory is not counted as ours. Installed by the benchmark into a temporary folder, never by the program.
 */
const PACKAGE = 'better-sqlite3-multiple-ciphers'
const VERSION = '13.0.3'

/** What the process is asked, and what it answers: milliseconds, one a run. */
export type SqlcipherWork =
  /** Makes the same tips as ours. */
  | { readonly do: 'prepare'; readonly count: number; readonly file: string }
  /** All of them into a new database, in one transaction, durable when it ends. */
  | { readonly do: 'insert' }
  /** Opens the database by its raw key and reads every hot column into typed arrays. */
  | { readonly do: 'scan' }
  /** One more tip, durable. */
  | { readonly do: 'commit'; readonly times: number }

export interface SqlcipherAnswer {
  readonly milliseconds: readonly number[]
  readonly bytes: number
  readonly failed?: string
}

export interface Sqlcipher {
  readonly name: string
  ask(work: SqlcipherWork): Promise<SqlcipherAnswer>
  end(): void
}

/** Null where it cannot be installed: the figure is then printed without a peer. */
export async function startSqlcipher(folder: string, count: number): Promise<Sqlcipher | null> {
  const installed = install()
  if (!installed) return null
  const child = fork(join(import.meta.dirname, 'sqlcipher-process.ts'), [installed], { execArgv: ['--expose-gc', '--max-old-space-size=8000'], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  const peer: Sqlcipher = {
    name: `SQLCipher 4 (${PACKAGE} ${VERSION}), tuned, raw key, WAL`,
    ask: (work) => answerOf(child, work),
    end: () => void child.kill(),
  }
  await peer.ask({ do: 'prepare', count, file: join(folder, 'peer.db') })
  return peer
}

function answerOf(child: ChildProcess, work: SqlcipherWork): Promise<SqlcipherAnswer> {
  return new Promise((resolve, reject) => {
    const ended = () => reject(new Error('the peer has ended'))
    child.once('exit', ended)
    child.once('message', (answer) => {
      child.off('exit', ended)
      const told = answer as SqlcipherAnswer
      if (told.failed) reject(new Error(`the peer failed: ${told.failed}`))
      else resolve(told)
    })
    child.send(work)
  })
}

function install(): string | null {
  const folder = join(tmpdir(), `vigil-bench-peers-${userInfo().username}`)
  const entry = join(folder, 'node_modules', PACKAGE, 'lib', 'index.js')
  if (!existsSync(entry)) {
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      writeFileSync(join(folder, 'package.json'), '{"private":true}')
      // Its binaries come with the package: no script of it needs to run.
      execFileSync('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--save-exact', `${PACKAGE}@${VERSION}`], { cwd: folder, stdio: 'ignore', shell: process.platform === 'win32' })
    } catch {
      return null
    }
  }
  return pathToFileURL(entry).href
}
