import type { RawData, WebSocket } from 'ws'
import { PlatformError } from '../../shared/platform.ts'
import { callFrame, packFrame, unpackFrame } from '../../shared/platform-frame.ts'
import type { CallFrame, ReplyFrame } from '../../shared/platform-frame.ts'
import { codeOf } from '../host/durable-files.ts'
import type { WindowSession } from '../host/host.ts'

/** Largest message: an import's chunk is under a megabyte, a briefing with its fonts a few. */
export const MAX_MESSAGE = 64 * 1024 * 1024

/** Answers a window's calls until its socket closes, then gives back its vaults. A message that is no call ends it. */
export function answerOverSocket(socket: WebSocket, session: WindowSession): void {
  const reply = (header: ReplyFrame, bytes?: Uint8Array): void => {
    if (socket.readyState === socket.OPEN) socket.send(packFrame(header, bytes), { binary: true })
  }
  const stopNotices = session.onNotice((notice) => reply({ notice }))
  socket.on('message', (data, isBinary) => {
    const frame = isBinary ? readCall(data) : null
    if (frame === null) {
      socket.close(1003)
      return
    }
    const { header: { id, call, request }, bytes } = frame
    // The host parses `request` by the call's schema before it believes it.
    session.call(call, request as never, bytes).then(
      (answered) => reply({ id, answer: answered.answer }, answered.bytes),
      (error: unknown) => {
        const refused = error instanceof PlatformError ? error : new PlatformError('io', error)
        // The system's code only: its message would hold a path.
        if (refused.code === 'io') console.error(`platform call ${call} failed: ${codeOf(refused.cause) ?? 'unknown'}`)
        reply({ id, error: refused.code })
      },
    )
  })
  socket.on('error', () => socket.terminate())
  socket.on('close', () => {
    stopNotices()
    void session.close()
  })
}

function readCall(data: RawData): { header: CallFrame; bytes: Uint8Array } | null {
  try {
    const whole = Array.isArray(data) ? Buffer.concat(data) : data
    return unpackFrame(whole instanceof ArrayBuffer ? new Uint8Array(whole) : whole, callFrame)
  } catch {
    return null
  }
}
