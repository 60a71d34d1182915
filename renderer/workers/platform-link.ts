import './trusted-types.ts'
import { PLATFORM_CALLS, PlatformError, platformErrorCode, platformNotice } from '../../shared/platform.ts'
import type { AnswerOf, Platform, PlatformCall, PlatformNotice, RequestOf } from '../../shared/platform.ts'
import { packFrame, replyFrame, unpackFrame } from '../../shared/platform-frame.ts'
import type { ReplyFrame } from '../../shared/platform-frame.ts'

/**
 * How this window's worker reaches its shell. The page finds the door and hands it over; the worker goes
 * through it (`connectPlatform`), so that sealed bytes go from the worker to the disk without the page.
 * A loopback window has a socket; an Electron window has the preload's functions, which only a page can
 * see, behind a port.
 */
export type PlatformDoor = { readonly kind: 'socket'; readonly address: string } | { readonly kind: 'port'; readonly port: MessagePort }

/** What Electron's preload puts on the page (electron/preload/preload.ts). */
interface PreloadShell {
  call(name: string, request: unknown, bytes: Uint8Array): Promise<unknown>
  onNotice(listener: (notice: unknown) => void): void
}

/** In the page. Post it to the worker with `platformDoorTransfer(door)` as the transfer list. */
export function platformDoor(): PlatformDoor {
  const shell = (globalThis as { vigilShell?: PreloadShell }).vigilShell
  if (!shell) return { kind: 'socket', address: `ws://${location.host}/platform` }
  const { port1, port2 } = new MessageChannel()
  port1.onmessage = ({ data }: MessageEvent<PortCall>) => {
    shell.call(data.call, data.request, data.bytes).then((reply) => port1.postMessage({ id: data.id, reply }), () => port1.postMessage({ id: data.id, reply: { error: 'io' } }))
  }
  shell.onNotice((notice) => port1.postMessage({ notice }))
  return { kind: 'port', port: port2 }
}

export function platformDoorTransfer(door: PlatformDoor): Transferable[] {
  return door.kind === 'port' ? [door.port] : []
}

/**
 * In the worker (or the page, for a window without one). Calls wait for the connection; once it is lost
 * every call fails with `closed` and listeners are told `closing`: the shell has ended, and the vault
 * must be sealed.
 */
export function connectPlatform(door: PlatformDoor): Platform {
  return door.kind === 'socket' ? overSocket(door.address) : overPort(door.port)
}

interface PortCall { id: number; call: string; request: unknown; bytes: Uint8Array }

/** Calls that wait for their answers, by number; and who listens for notices. */
class Correspondence {
  private readonly waiting = new Map<number, { name: PlatformCall; resolve: (reply: { answer: never; bytes: Uint8Array }) => void; reject: (error: PlatformError) => void }>()
  private readonly listeners = new Set<(notice: PlatformNotice) => void>()
  private count = 0
  private closed = false

  ask<C extends PlatformCall>(name: C, send: (id: number) => void): Promise<{ answer: AnswerOf<C>; bytes: Uint8Array }> {
    if (this.closed) return Promise.reject(new PlatformError('closed'))
    const id = this.count++
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { name, resolve, reject })
      send(id)
    })
  }

  answered(id: number, reply: { answer: unknown } | { error: unknown }, bytes: Uint8Array): void {
    const call = this.waiting.get(id)
    if (!call) return
    this.waiting.delete(id)
    if ('error' in reply) return call.reject(new PlatformError(platformErrorCode.catch('io').parse(reply.error)))
    const answer = PLATFORM_CALLS[call.name].answer.safeParse(reply.answer)
    // Parsed by the call's own schema; the map of waiting calls has forgotten which.
    if (answer.success) call.resolve({ answer: answer.data as never, bytes })
    else call.reject(new PlatformError('io', answer.error))
  }

  notify(notice: PlatformNotice): void {
    for (const listener of this.listeners) listener(notice)
  }

  listen = (listener: (notice: PlatformNotice) => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  close(): void {
    if (this.closed) return
    this.closed = true
    for (const { reject } of this.waiting.values()) reject(new PlatformError('closed'))
    this.waiting.clear()
    this.notify('closing')
  }
}

function overSocket(address: string): Platform {
  const letters = new Correspondence()
  const socket = new WebSocket(address)
  socket.binaryType = 'arraybuffer'
  const unsent: Uint8Array<ArrayBuffer>[] = []
  socket.onopen = () => unsent.splice(0).forEach((frame) => socket.send(frame))
  socket.onclose = () => letters.close()
  socket.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => {
    let frame: { header: ReplyFrame; bytes: Uint8Array }
    try {
      frame = unpackFrame(new Uint8Array(data), replyFrame)
    } catch {
      socket.close()
      return
    }
    const { header, bytes } = frame
    if ('notice' in header) letters.notify(header.notice)
    else letters.answered(header.id, header, bytes)
  }
  return {
    call: (name, request, bytes) => letters.ask(name, (id) => {
      const frame = packFrame({ id, call: name, request }, bytes)
      if (socket.readyState === WebSocket.CONNECTING) unsent.push(frame)
      else socket.send(frame)
    }),
    onNotice: letters.listen,
  }
}

function overPort(port: MessagePort): Platform {
  const letters = new Correspondence()
  port.onmessage = ({ data }: MessageEvent<{ notice: unknown } | { id: number; reply: { answer: unknown; bytes?: Uint8Array } | { error: unknown } }>) => {
    if ('notice' in data) {
      const notice = platformNotice.safeParse(data.notice)
      if (notice.success) letters.notify(notice.data)
    } else letters.answered(data.id, data.reply, ('bytes' in data.reply && data.reply.bytes) || new Uint8Array())
  }
  return {
    call: <C extends PlatformCall>(name: C, request: RequestOf<C>, bytes: Uint8Array = new Uint8Array()) => letters.ask(name, (id) => port.postMessage({ id, call: name, request, bytes } satisfies PortCall)),
    onNotice: letters.listen,
  }
}
