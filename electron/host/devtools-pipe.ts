import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'
import { z } from 'zod'
import { PlatformError } from '../../shared/platform.ts'

const reply = z.object({ id: z.number().optional(), method: z.string().optional(), result: z.unknown().optional(), error: z.object({ message: z.string() }).optional() })

/**
 * Chromium's DevTools protocol over two pipes (descriptors 3 and 4, messages ended by NUL): no port is
 * opened, so no other program on the machine can talk to it.
 */
export class DevtoolsPipe {
  private readonly child: ChildProcess
  private readonly input: Writable
  private readonly waiting = new Map<number, { resolve: (result: unknown) => void; reject: (error: Error) => void }>()
  private readonly listeners = new Map<string, () => void>()
  private sent = 0

  private constructor(child: ChildProcess, input: Writable, output: Readable) {
    this.child = child
    this.input = input
    let rest: Buffer = Buffer.alloc(0)
    output.on('data', (chunk: Buffer) => {
      rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
      for (let end = rest.indexOf(0); end >= 0; end = rest.indexOf(0)) {
        try {
          this.receive(rest.subarray(0, end).toString('utf8'))
        } catch {
          this.kill()
        }
        rest = rest.subarray(end + 1)
      }
    })
    input.on('error', () => this.failAll())
    child.on('error', () => this.failAll())
    child.on('exit', () => this.failAll())
  }

  static start(program: string, flags: readonly string[]): DevtoolsPipe {
    const child = spawn(program, [...flags, '--remote-debugging-pipe', 'about:blank'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] })
    return new DevtoolsPipe(child, child.stdio[3] as Writable, child.stdio[4] as Readable)
  }

  send(method: string, params: object, sessionId?: string): Promise<unknown> {
    const id = ++this.sent
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject })
      this.input.write(`${JSON.stringify({ id, method, params, ...(sessionId ? { sessionId } : {}) })}\0`)
    })
  }

  /** Settles when the event has come once, counted from this call. */
  event(method: string): Promise<void> {
    return new Promise((resolve) => this.listeners.set(method, resolve))
  }

  /** Ends the browser and waits until it is gone. */
  async end(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null || this.child.pid === undefined) return
    const gone = new Promise((resolve) => this.child.once('exit', resolve))
    const hurry = setTimeout(() => this.child.kill('SIGKILL'), 3_000)
    this.send('Browser.close', {}).catch(() => undefined)
    await gone
    clearTimeout(hurry)
  }

  kill(): void {
    this.child.kill('SIGKILL')
  }

  private receive(text: string): void {
    const message = reply.parse(JSON.parse(text))
    if (message.method) {
      this.listeners.get(message.method)?.()
      this.listeners.delete(message.method)
    }
    if (message.id === undefined) return
    const waiting = this.waiting.get(message.id)
    this.waiting.delete(message.id)
    if (message.error) waiting?.reject(new PlatformError('io', new Error(message.error.message)))
    else waiting?.resolve(message.result)
  }

  private failAll(): void {
    for (const { reject } of this.waiting.values()) reject(new PlatformError('io', new Error('the printing browser ended')))
    this.waiting.clear()
  }
}
