import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import type { PageFont } from '../../shared/briefing/write/style.ts'
import { readLocales } from './read-locales.ts'
import { createTranslator } from '../../shared/language.ts'
import type { Platform } from '../../shared/platform.ts'
import { openSolver } from '../../shared/planning/plan-deployment.ts'
import { Analyst } from '../../shared/station/analyst.ts'
import { loadGround } from '../../shared/station/ground.ts'
import type { AnalystPort, StationPorts } from '../../shared/station/ports.ts'
import { SAMPLE_SOURCES } from '../../shared/station/samples.ts'
import { memoryStore, type Compressor } from '../../shared/vault/vault.ts'

const ROOT = resolve(import.meta.dirname, '..', '..')
const require = createRequire(import.meta.url)

/** zstd at its fastest level, by Node's own library: any zstd reader reads it. */
export const nodeCompressor: Compressor = {
  compress: (bytes) => zstdCompressSync(bytes, { params: { [constants.ZSTD_c_compressionLevel]: 1 } }),
  decompress: (bytes) => zstdDecompressSync(bytes),
}

export const readResource = async (path: string): Promise<Uint8Array> => new Uint8Array(await readFile(join(ROOT, 'resources', path)))

/** The analyst in this process: without a window nobody waits for a thread to be free. */
export function inProcessAnalyst(): AnalystPort {
  let analyst: Promise<Analyst> | undefined
  const started = () => (analyst ??= loadGround(readResource).then((ground) => new Analyst(ground, openSolver)))
  return {
    assess: async (job, task) => (await started()).assess(job, task),
    plan: async (request, task) => (await started()).plan(request, task),
    end: () => void analyst?.then((one) => one.clear()),
  }
}

/** A station's ports in Node: the same station as the window's, with a memory store, since nothing waits for it to open fast. */
export function nodePorts(platform: Platform, more: Partial<StationPorts> = {}): StationPorts {
  return {
    platform,
    segmentStore: () => memoryStore(),
    compressor: nodeCompressor,
    readResource,
    analyst: inProcessAnalyst(),
    translator: async (language) => createTranslator({ language, texts: await readLocales(ROOT, language) }),
    now: Date.now,
    pageFonts,
    sources: (sample) => (sample ? [SAMPLE_SOURCES[sample]] : []),
    ...more,
  }
}

const FONTS = {
  serif: { family: 'Source Serif 4 Variable', file: '@fontsource-variable/source-serif-4/files/source-serif-4-latin-wght-normal.woff2', weight: '200 900', style: 'normal' },
  italic: { family: 'Source Serif 4 Variable', file: '@fontsource-variable/source-serif-4/files/source-serif-4-latin-wght-italic.woff2', weight: '200 900', style: 'italic' },
  sans: { family: 'Inter Variable', file: '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2', weight: '100 900', style: 'normal' },
  naskh: { family: 'Noto Naskh Arabic', file: '@fontsource/noto-naskh-arabic/files/noto-naskh-arabic-arabic-400-normal.woff2', weight: '400', style: 'normal' },
  naskhBold: { family: 'Noto Naskh Arabic', file: '@fontsource/noto-naskh-arabic/files/noto-naskh-arabic-arabic-700-normal.woff2', weight: '700', style: 'normal' },
  plex: { family: 'IBM Plex Sans Arabic', file: '@fontsource/ibm-plex-sans-arabic/files/ibm-plex-sans-arabic-arabic-400-normal.woff2', weight: '400', style: 'normal' },
} as const

/** Arabic brings its own faces beside the Latin ones, which its figures and codes still need. */
async function pageFonts(language: string): Promise<readonly PageFont[]> {
  const names = language.startsWith('ar') ? (['naskh', 'naskhBold', 'plex', 'serif', 'sans'] as const) : (['serif', 'italic', 'sans'] as const)
  return Promise.all(names.map(async (name) => {
    const { family, file, weight, style } = FONTS[name]
    const [scope = '', own = ''] = file.split('/')
    const bytes = new Uint8Array(await readFile(join(dirname(require.resolve(`${scope}/${own}/package.json`)), ...file.split('/').slice(2))))
    return { family, weight, style, bytes }
  }))
}
