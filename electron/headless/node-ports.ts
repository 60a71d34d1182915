import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { constants, zstdCompress, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { PAGE_FONTS } from '../../shared/briefing/write/page-fonts.ts'
import { nodeEngine } from './node-engine.ts'
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

/** Bytes from which compressing in another thread is worth the way there. */
const WORTH_A_THREAD = 1 << 18
const FASTEST = { [constants.ZSTD_c_compressionLevel]: 1 }
const zstdApart = promisify(zstdCompress)

/** zstd at its fastest level, by Node's own library: any zstd reader reads it. */
export const nodeCompressor: Compressor = {
  compress: (bytes) => (bytes.length < WORTH_A_THREAD ? zstdCompressSync(bytes, { params: FASTEST }) : zstdApart(bytes, { params: FASTEST, chunkSize: 1 << 18 })),
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
    segmentsLast: false,
    compressor: nodeCompressor,
    engine: nodeEngine,
    readResource,
    analyst: inProcessAnalyst(),
    translator: async (language) => createTranslator({ language, texts: await readLocales(ROOT, language) }),
    now: Date.now,
    pageFonts,
    sources: (sample) => (sample ? [SAMPLE_SOURCES[sample]] : []),
    ...more,
  }
}

const pageFonts = () => Promise.all(PAGE_FONTS.map(async ({ file, ...font }) => ({ ...font, bytes: new Uint8Array(await readFile(join(ROOT, 'node_modules', file))) })))
