import { baseLanguage, createTranslator, type AreaTexts } from '../../shared/language.ts'
import { createStation } from '../../shared/station/create-station.ts'
import type { Handed, Presenting } from '../../shared/station/presenting.ts'
import { SAMPLE_SOURCES } from '../../shared/station/samples.ts'
import { readResource } from '../session/resources.ts'
import { askToPersist, dexieStore } from '../store/segment-store.ts'
import { analystWorker } from './analyst-client.ts'
import { answerCalls, type FromServer, type Line, type ToServer } from './call.ts'
import { pageFonts } from './page-fonts.ts'
import { threadedCompressor } from './compressor-client.ts'
import { connectPlatform, type PlatformDoor } from './platform-link.ts'
import { STATION_TASKS, type Hands } from './station-tasks.ts'

/**
 * The thread that holds keys and opened records. Its first message is the door to the shell; calls that come
 * before it wait. Sealing ends the thread from outside.
 */
const locales = import.meta.glob<AreaTexts>('../../resources/locales/*/*.json', { import: 'default' })

async function textsOf(language: string): Promise<Record<string, AreaTexts>> {
  const wanted = new Set(['en', baseLanguage(language)])
  const texts: Record<string, Record<string, unknown>> = {}
  await Promise.all(
    Object.entries(locales).map(async ([path, load]) => {
      const [, spoken = '', area = ''] = /locales\/([^/]+)\/([^/]+)\.json$/.exec(path) ?? []
      if (wanted.has(spoken)) (texts[spoken] ??= {})[area] = await load()
    }),
  )
  return texts
}

/** Where keys are handed from one of these threads to another, past the page. */
let hand: MessagePort | null = null
globalThis.addEventListener('message', ({ data }: MessageEvent<{ type: string; port?: MessagePort }>) => {
  if (data.type === 'hand' && data.port) hand = data.port
})

const line = globalThis as unknown as Line<FromServer, ToServer>
const early: MessageEvent[] = []
const keepEarly = (event: MessageEvent) => early.push(event)
globalThis.addEventListener('message', keepEarly)

globalThis.addEventListener('message', function onDoor({ data }: MessageEvent<{ type: string; door?: PlatformDoor }>) {
  if (data.type !== 'door' || !data.door) return
  globalThis.removeEventListener('message', onDoor)
  void begin(data.door)
})

/** The two halves of presenting as the page may call them: the keys go through the port, and the page has neither seen nor held them. */
const handing = (station: Presenting): Hands => ({
  async handOver() {
    hand?.postMessage(await station.handOver())
  },
  async takeOver(task) {
    const port = hand
    if (!port) throw new Error('nothing was handed over')
    const handed = await new Promise<Handed>((take) => (port.onmessage = ({ data }: MessageEvent<Handed>) => take(data)))
    port.close()
    return station.takeOver(handed, task)
  },
})

async function begin(door: PlatformDoor): Promise<void> {
  // Whether it agrees changes nothing: what it drops is rebuilt.
  void askToPersist().catch(() => false)
  const station = createStation({
    platform: connectPlatform(door),
    segmentStore: (vault) => dexieStore(vault),
    compressor: await threadedCompressor(),
    readResource,
    analyst: analystWorker(),
    translator: async (language) => createTranslator({ language, texts: await textsOf(language) }),
    now: Date.now,
    pageFonts,
    sources: (sample) => (sample ? [SAMPLE_SOURCES[sample]] : []),
  })
  const tell = answerCalls({ ...station, ...handing(station) }, line, STATION_TASKS)
  station.onEvent(tell)
  globalThis.removeEventListener('message', keepEarly)
  for (const { data } of early.splice(0)) if (data.type === 'call' || data.type === 'cancel') globalThis.dispatchEvent(new MessageEvent('message', { data }))
}
