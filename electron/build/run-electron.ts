import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildShell } from './shell-build.ts'

/**
 * Electron's own program, or null where its binary was not downloaded. Its package is not imported to
 * ask: importing it would try the download.
 */
export function electronProgram(root: string): string | null {
  const folder = join(root, 'node_modules', 'electron')
  if (!existsSync(join(folder, 'dist', 'version')) || !existsSync(join(folder, 'path.txt'))) return null
  return join(folder, 'dist', readFileSync(join(folder, 'path.txt'), 'utf8').trim())
}

/** Runs the window in Electron until it ends; answers its exit code. */
export async function runElectron(program: string, root: string, rendererFolder: string, dataFolder: string): Promise<number> {
  const main = await buildShell(root, rendererFolder)
  const child = spawn(program, [main, `--data=${dataFolder}`], { stdio: 'inherit' })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => resolve(code ?? 1))
  })
}
