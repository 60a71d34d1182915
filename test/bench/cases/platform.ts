import { join } from 'node:path'
import { packFrame, replyFrame, unpackFrame } from '../../../shared/platform-frame.ts'
import { openBenchWindow } from '../bench-window.ts'
import type { BenchCase } from '../case.ts'

const CHUNK = 900_000
const CHUNKS = 64

export default [
  {
    name: 'platform.call',
    measure: async (tools) => {
      const window = await openBenchWindow(join(tools.folder(), 'data'))
      await window.open()
      const measured = await window.evaluate(roundTrips, { describe: [...packFrame({ id: 1, call: 'syncCount', request: {} })], calls: 2_000 })
      if (!('answer' in unpackFrame(Uint8Array.from(measured.last), replyFrame).header)) throw new Error('the shell refused the call')
      const peakRssMb = window.peakRssMb()
      await window.close()
      return { n: 1, milliseconds: measured.milliseconds, peakRssMb, note: 'one call from the page to the shell and back' }
    },
  },
  {
    name: 'platform.append',
    measure: async (tools) => {
      const window = await openBenchWindow(join(tools.folder(), 'data'))
      await window.open()
      const vault = 'a'.repeat(32)
      const measured = await window.evaluate(appends, { vault, chunk: CHUNK, chunks: CHUNKS, runs: 5 })
      if (measured.length !== CHUNKS * CHUNK * 5) throw new Error(`the journal has ${measured.length} bytes`)
      const peakRssMb = window.peakRssMb()
      await window.close()
      const seconds = measured.milliseconds.reduce((sum, each) => sum + each, 0) / measured.milliseconds.length / 1000
      return { n: CHUNKS * CHUNK, milliseconds: measured.milliseconds, peakRssMb, note: `${CHUNKS} chunks of ${CHUNK} bytes, three ahead, one fsync: ${Math.round(CHUNKS * CHUNK / 1e6 / seconds)} MB/s` }
    },
  },
] satisfies BenchCase[]


/** In the page. */
async function roundTrips({ describe, calls }: { describe: number[]; calls: number }): Promise<{ milliseconds: number[]; last: number[] }> {
  const socket = new WebSocket(`ws://${location.host}/platform`)
  socket.binaryType = 'arraybuffer'
  await new Promise((open) => { socket.onopen = open })
  const milliseconds: number[] = []
  let last = new Uint8Array()
  for (let call = 0; call < calls; call++) {
    const from = performance.now()
    const answered = new Promise<ArrayBuffer>((resolve) => { socket.onmessage = ({ data }) => resolve(data as ArrayBuffer) })
    socket.send(Uint8Array.from(describe))
    last = new Uint8Array(await answered)
    milliseconds.push(performance.now() - from)
  }
  socket.close()
  return { milliseconds, last: [...last] }
}

/** In the page: an import's appends to the journal, as the vault makes them. */
async function appends({ vault, chunk, chunks, runs }: { vault: string; chunk: number; chunks: number; runs: number }): Promise<{ milliseconds: number[]; length: number }> {
  const socket = new WebSocket(`ws://${location.host}/platform`)
  socket.binaryType = 'arraybuffer'
  await new Promise((open) => { socket.onopen = open })
  const waiting = new Map<number, (answer: { length?: number }) => void>()
  socket.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => {
    const length = new DataView(data).getUint32(0, true)
    const { id, answer, error } = JSON.parse(new TextDecoder().decode(new Uint8Array(data, 4, length))) as { id: number; answer: { length?: number }; error?: string }
    if (error) throw new Error(error)
    waiting.get(id)?.(answer)
  }
  let last = 0
  const call = (name: string, request: unknown, bytes = new Uint8Array()): Promise<{ length?: number }> => new Promise((resolve) => {
    const id = last++
    waiting.set(id, resolve)
    const json = new TextEncoder().encode(JSON.stringify({ id, call: name, request }))
    const frame = new Uint8Array(4 + json.length + bytes.length)
    new DataView(frame.buffer).setUint32(0, json.length, true)
    frame.set(json, 4)
    frame.set(bytes, 4 + json.length)
    socket.send(frame)
  })
  await call('createVault', { vault })
  const content = new Uint8Array(chunk).map((_, i) => i * 31)
  const milliseconds: number[] = []
  let length = 0
  for (let run = 0; run < runs; run++) {
    const from = performance.now()
    const under: Promise<unknown>[] = []
    for (let i = 0; i < chunks; i++) {
      under.push(call('appendJournal', { vault, expected: length, sync: i === chunks - 1 }, content))
      length += chunk
      if (under.length >= 3) await under.shift()
    }
    await Promise.all(under)
    milliseconds.push(performance.now() - from)
  }
  const answer = await call('journalLength', { vault })
  socket.close()
  return { milliseconds, length: answer.length ?? 0 }
}
