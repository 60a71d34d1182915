import { z } from 'zod'
import { PLATFORM_CALLS, platformErrorCode, platformNotice } from './platform.ts'
import type { PlatformCall } from './platform.ts'

/**
 * A platform call as one binary message, for shells that are reached over a socket: a 32-bit length
 * (little-endian), that many bytes of JSON, then the bytes that go beside it.
 */
const callName = z.enum(Object.keys(PLATFORM_CALLS) as [PlatformCall, ...PlatformCall[]])
export const callFrame = z.object({ id: z.number().int().nonnegative(), call: callName, request: z.unknown() })
export const replyFrame = z.union([
  z.object({ id: z.number().int().nonnegative(), answer: z.unknown() }),
  z.object({ id: z.number().int().nonnegative(), error: platformErrorCode }),
  z.object({ notice: platformNotice }),
])
export type CallFrame = z.infer<typeof callFrame>
export type ReplyFrame = { id: number; answer: unknown } | { id: number; error: z.infer<typeof platformErrorCode> } | { notice: z.infer<typeof platformNotice> }

/** Longest JSON that is read; the bytes beside it are limited by the socket. */
const MAX_JSON = 1024 * 1024

export function packFrame(header: CallFrame | ReplyFrame, bytes: Uint8Array = new Uint8Array()): Uint8Array<ArrayBuffer> {
  const json = new TextEncoder().encode(JSON.stringify(header))
  const frame = new Uint8Array(4 + json.length + bytes.length)
  new DataView(frame.buffer).setUint32(0, json.length, true)
  frame.set(json, 4)
  frame.set(bytes, 4 + json.length)
  return frame
}

/** @throws Error where it is no frame of this schema */
export function unpackFrame<T>(frame: Uint8Array, schema: z.ZodType<T>): { header: T; bytes: Uint8Array } {
  if (frame.length < 4) throw new Error('frame too short')
  const length = new DataView(frame.buffer, frame.byteOffset, frame.length).getUint32(0, true)
  if (length > MAX_JSON || 4 + length > frame.length) throw new Error('frame length out of range')
  const header = schema.parse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(frame.subarray(4, 4 + length))))
  return { header, bytes: frame.subarray(4 + length) }
}
