import { execFileSync } from 'node:child_process'
import { join, resolve } from 'node:path'

const ROOT = resolve(import.meta.dirname, '../..')

/**
 * Builds the page of `test/bench/page` into a folder: the program's own workers, with a handle on them. It ships
 * nowhere. In a process of its own, so that the builder's memory is not counted as the shell's.
 */
export function buildBenchPage(outDir: string): string {
  execFileSync(process.execPath, [import.meta.filename, outDir], { stdio: ['ignore', 'inherit', 'inherit'] })
  return outDir
}

if (process.argv[1] === import.meta.filename) {
  const [{ build }, { rendererConfig }] = await Promise.all([import('vite'), import('../../electron/build/renderer-config.ts')])
  await build({ ...rendererConfig(ROOT, process.argv[2]!), root: join(import.meta.dirname, 'page') })
}
