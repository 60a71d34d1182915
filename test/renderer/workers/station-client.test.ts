import { afterEach, expect, it, vi } from 'vitest'
import { answerCalls, type FromServer, type Line, type ToServer } from '../../../renderer/workers/call.ts'
import { windowStation } from '../../../renderer/workers/station-client.ts'
import { wasCancelled } from '../../../renderer/session/notices.ts'
import { PlatformError } from '../../../shared/platform.ts'

/** Workers as the window starts them: each answers with a station of its own that says which worker it lives in. */
function workers(seal: () => Promise<void>) {
  const started: FakeWorker[] = []
  class FakeWorker {
    readonly number = started.length + 1
    ended = false
    readonly #heard: ((event: MessageEvent) => void)[] = []
    readonly #inside: ((event: MessageEvent) => void)[] = []
    constructor() {
      started.push(this)
      const line: Line<FromServer, ToServer> = {
        postMessage: (message) => queueMicrotask(() => !this.ended && this.#heard.forEach((listener) => listener({ data: message } as MessageEvent))),
        addEventListener: (_, listener) => void this.#inside.push(listener as (event: MessageEvent) => void),
      }
      answerCalls({ open: async () => ({ openedBy: this.number }), seal, search: () => new Promise(() => undefined), commit: () => Promise.reject(new PlatformError('disk-full', new Error('/home/someone/data'))) }, line, {})
    }
    postMessage(message: ToServer | { type: 'door' }) {
      if (message.type !== 'door') queueMicrotask(() => !this.ended && this.#inside.forEach((listener) => listener({ data: message } as MessageEvent)))
    }
    addEventListener(_: string, listener: (event: MessageEvent) => void) {
      this.#heard.push(listener)
    }
    terminate() {
      this.ended = true
    }
  }
  vi.stubGlobal('Worker', FakeWorker)
  vi.stubGlobal('location', { host: 'localhost' })
  return started
}

afterEach(() => vi.unstubAllGlobals())

it('a passphrase that is typed while the vault still seals opens it in the worker that comes after', async () => {
  let finish = () => {}
  const started = workers(() => new Promise((done) => (finish = done)))
  const station = windowStation()
  const sealing = station.seal()
  const opening = station.open({ vault: 'v', account: 'K', passphrase: 'p' })
  await new Promise((after) => setTimeout(after, 10))
  finish()
  await sealing
  expect(await opening).toEqual({ openedBy: 2 })
  expect(started.map(({ ended }) => ended)).toEqual([true, false])
})

it('what still waits for a worker that was ended is cancelled, and does not wait for good', async () => {
  workers(async () => undefined)
  const station = windowStation()
  const asked = station.search('words', 3).catch((error: unknown) => error)
  await new Promise((after) => setTimeout(after, 5))
  await station.seal()
  expect(wasCancelled(await asked)).toBe(true)
})

it('a full disk is told as what it is, with what was kept and what to do, and without a path', async () => {
  workers(async () => undefined)
  const refused: unknown = await windowStation().commit({ act: 'file-call', patches: [] }).catch((error: unknown) => error)
  expect(refused).toMatchObject({ code: 'disk-full', says: { key: 'disk.disk-full.says' }, kept: { key: 'disk.disk-full.kept' }, remedy: { key: 'disk.disk-full.remedy' } })
  expect(JSON.stringify(refused)).not.toContain('someone')
})

it('sealing twice at once seals once', async () => {
  let seals = 0
  const started = workers(async () => void seals++)
  const station = windowStation()
  await Promise.all([station.seal(), station.seal()])
  expect([seals, started.length]).toEqual([1, 2])
})
