import { builtinModules } from 'node:module'
import { cp, mkdir, rm, writeFile } from 'node:fs/promises'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { InlineConfig } from 'vite'

/** Electron's main process is a module; a sandboxed preload can only be one CommonJS file. */
const PARTS = [
  { name: 'main', entry: 'electron/main/main.ts', format: 'es', file: 'main.js' },
  { name: 'preload', entry: 'electron/preload/preload.ts', format: 'cjs', file: 'preload.cjs' },
] as const

/** Writes the folder that Electron runs and electron-builder packs: `dist/electron`, the built page beside main and preload. Answers that folder. */
export async function buildShell(root: string, rendererFolder: string, outDir: string = join(root, 'dist', 'electron')): Promise<string> {
  const { build } = await import('vite')
  await rm(outDir, { recursive: true, force: true })
  await mkdir(outDir, { recursive: true })
  for (const part of PARTS) await build(shellConfig(root, outDir, part))
  await cp(rendererFolder, join(outDir, 'page'), { recursive: true })
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  await writeFile(join(outDir, 'package.json'), JSON.stringify({ name: 'vigil', productName: 'Vigil', version, type: 'module', main: 'main.js' }))
  return outDir
}

function shellConfig(root: string, outDir: string, part: (typeof PARTS)[number]): InlineConfig {
  return {
    configFile: false,
    root,
    publicDir: false,
    logLevel: 'warn',
    resolve: { conditions: ['node'], mainFields: ['module', 'main'] },
    build: {
      outDir,
      emptyOutDir: false,
      target: 'node24',
      minify: false,
      ssr: true,
      lib: { entry: join(root, part.entry), formats: [part.format], fileName: () => part.file },
      rolldownOptions: { external: ['electron', ...builtinModules, /^node:/], output: { codeSplitting: false } },
    },
    ssr: { noExternal: true },
  }
}
