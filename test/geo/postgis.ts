import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * PostGIS as a peer: a server of its own in a folder, listening on a socket there and nowhere else, ended with the case.
 * Installed from Debian by the benchmark, never by the program.
 */
const PACKAGES = ['postgresql-15', 'postgresql-15-postgis-3']
const BIN = '/usr/lib/postgresql/15/bin'

/** Installs what is missing; answers whether it is there now. */
export function installPostgis(): boolean {
  const installed = (name: string) => spawnSync('dpkg-query', ['-W', '-f=${Status}', name], { encoding: 'utf8' }).stdout?.includes('ok installed') ?? false
  if (PACKAGES.every(installed)) return true
  if (process.getuid?.() !== 0) return false
  spawnSync('apt-get', ['update', '-qq'], { stdio: 'ignore' })
  spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...PACKAGES], { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } })
  return PACKAGES.every(installed)
}

export interface Postgis {
  readonly version: string
  /** Rows as text, columns apart by tabs. */
  run(sql: string): string[][]
  /** Writes a file that the server can copy from. */
  file(name: string, text: string): string
  stop(): void
}

/** Starts a server tuned for the work (one backend, no parallel workers, no JIT): settings of a machine with memory to spare. */
export function startPostgis(folder: string): Postgis {
  const data = join(folder, 'data')
  const as = (command: string, args: readonly string[], input?: string) => execFileSync('runuser', ['-u', 'postgres', '--', command, ...args], { cwd: '/', encoding: 'utf8', input, stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'], maxBuffer: 1 << 28 })
  mkdirSync(data, { recursive: true })
  chmodSync(folder, 0o755)
  execFileSync('chown', ['-R', 'postgres', folder])
  if (!existsSync(join(data, 'PG_VERSION'))) as(join(BIN, 'initdb'), ['-D', data, '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8'])
  const settings = ["listen_addresses=''", `unix_socket_directories='${folder}'`, 'shared_buffers=2GB', 'work_mem=256MB', 'maintenance_work_mem=1GB', 'max_parallel_workers_per_gather=0', 'random_page_cost=1.1', 'jit=off', 'fsync=off']
  // The server keeps its output open: it goes to a file, or pg_ctl would never return.
  as(join(BIN, 'pg_ctl'), ['-D', data, '-w', '-l', join(folder, 'log'), '-o', settings.map((setting) => `-c ${setting}`).join(' '), 'start'])
  const run = (sql: string) => as('psql', ['-h', folder, '-d', 'postgres', '-q', '-A', '-t', '-F', '\t', '-v', 'ON_ERROR_STOP=1'], sql).split('\n').filter(Boolean).map((line) => line.split('\t'))
  run('create extension if not exists postgis')
  return {
    version: run('select postgis_lib_version()')[0]![0]!,
    run,
    file(name, text) {
      const path = join(folder, name)
      writeFileSync(path, text)
      chmodSync(path, 0o644)
      return path
    },
    stop: () => void as(join(BIN, 'pg_ctl'), ['-D', data, '-w', '-m', 'fast', 'stop']),
  }
}
