import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

/** Licences under which a package may ship with the program, as the lock file names them (SPDX). Others are weighed first. */
const ALLOWED = new Set(['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', '0BSD', 'BlueOak-1.0.0', 'CC0-1.0', 'Unlicense', 'Zlib', 'OFL-1.1', 'Python-2.0', 'MIT-0', 'EDL-1.0'])

/** Packages whose own field is missing or misspelt; their licence file was read. */
const READ: Readonly<Record<string, string>> = { arc: 'BSD-2-Clause', 'splaytree-ts': 'BSD-3-Clause' }


const lockFile = z.object({ packages: z.record(z.string(), z.object({ license: z.string().optional(), dev: z.boolean().optional(), link: z.boolean().optional() })) })

/** "(MIT OR Apache-2.0)" is allowed by either, "(MIT AND Zlib)" by both. */
export function isAllowed(expression: string): boolean {
  const bare = expression.replace(/[()]/g, '').trim()
  if (/ AND /i.test(bare)) return bare.split(/ AND /i).every(isAllowed)
  return bare.split(/ OR /i).some((name) => ALLOWED.has(name.trim()))
}

/** Packages that ship and whose licence is missing or not allowed, one line each. */
export function licenceFaults(lock: unknown): string[] {
  return Object.entries(lockFile.parse(lock).packages)
    .filter(([path, held]) => path !== '' && !held.dev && !held.link)
    .map(([path, { license }]) => ({ name: path.replace(/^.*node_modules\//, ''), license }))
    .filter(({ name, license }) => !isAllowed(READ[name] ?? license ?? ''))
    .map(({ name, license }) => `${name}: ${license ?? 'no licence named'}`)
}

if (import.meta.main) {
  const lock: unknown = JSON.parse(readFileSync(join(import.meta.dirname, '../../package-lock.json'), 'utf8'))
  const counts = new Map<string, number>()
  for (const [path, { license, dev }] of Object.entries(lockFile.parse(lock).packages)) if (path !== '' && !dev) counts.set(license ?? 'none', (counts.get(license ?? 'none') ?? 0) + 1)
  for (const [license, count] of [...counts].sort((a, b) => b[1] - a[1])) console.log(`${count} ${license}`)
  const faults = licenceFaults(lock)
  for (const fault of faults) console.error(fault)
  process.exitCode = faults.length > 0 ? 1 : 0
}
