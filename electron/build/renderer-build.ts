import { createHash, randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile, readdir, rename, rm, stat } from 'node:fs/promises'
import { join, relative } from 'node:path'

/** What the built page is made of; a change in any of it makes a new build. */
const SOURCES = ['renderer', 'shared', 'resources', 'package-lock.json', 'tsconfig.base.json', 'electron/build/renderer-config.ts'] as const
const NOT_SHIPPED = /^resources\/(scripts|decisions|readme)\//
const KEPT_BUILDS = 2

/**
 * The folder of the built page, built first if its sources have changed since. Each build has a folder
 * of its own, named by what it was made from and moved into place whole, so that two runs at once never
 * see half of one.
 */
export async function buildRenderer(root: string): Promise<string> {
  const builds = join(root, 'dist', 'renderer')
  const folder = join(builds, await fingerprint(root))
  if (existsSync(join(folder, 'index.html'))) return folder
  console.error('Building the window; this takes a moment, once.')
  const outDir = join(builds, `.${randomBytes(6).toString('hex')}`)
  // Loaded here, so that a start with nothing to build does not wait for the builder.
  const [{ build }, { rendererConfig }] = await Promise.all([import('vite'), import('./renderer-config.ts')])
  try {
    await build(rendererConfig(root, outDir))
    await rename(outDir, folder)
  } catch (error) {
    await rm(outDir, { recursive: true, force: true })
    if (existsSync(join(folder, 'index.html'))) return folder
    throw error
  }
  await forgetOldBuilds(builds, folder)
  return folder
}

async function fingerprint(root: string): Promise<string> {
  const hash = createHash('sha256')
  for (const source of SOURCES) {
    const path = join(root, source)
    const files = (await stat(path)).isFile() ? [path] : (await readdir(path, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
    for (const file of files.sort()) {
      const name = relative(root, file).replaceAll('\\', '/')
      if (NOT_SHIPPED.test(name)) continue
      hash.update(`${name}\0`).update(await readFile(file)).update('\0')
    }
  }
  return hash.digest('hex').slice(0, 16)
}

async function forgetOldBuilds(builds: string, latest: string): Promise<void> {
  const folders = await Promise.all((await readdir(builds)).map(async (name) => ({ path: join(builds, name), made: (await stat(join(builds, name))).mtimeMs })))
  const old = folders.filter(({ path }) => path !== latest).sort((a, b) => b.made - a.made).slice(KEPT_BUILDS)
  for (const { path } of old) await rm(path, { recursive: true, force: true })
}
