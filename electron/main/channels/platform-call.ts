import type { IpcMainInvokeEvent, WebContents } from 'electron'
import { PlatformError } from '../../../shared/platform.ts'
import type { WindowSession } from '../../host/host.ts'
import { isOurFrame } from '../origin.ts'

/** The preload names the same channel. */
export const PLATFORM_CALL = 'platform-call'

export type PlatformReply = { answer: unknown; bytes: Uint8Array } | { error: string }

/** Answers the window's platform calls: its own frame only, each request parsed by its schema in the host. */
export function attachPlatform(contents: WebContents, session: () => WindowSession): void {
  contents.ipc.handle(PLATFORM_CALL, (event: IpcMainInvokeEvent, name: unknown, request: unknown, bytes: unknown) => answerPlatformCall(isOurFrame(event.senderFrame), session(), name, request, bytes))
}

/** What `attachPlatform` answers, apart from Electron. An error crosses as its code alone. */
export async function answerPlatformCall(ours: boolean, session: WindowSession, name: unknown, request: unknown, bytes: unknown): Promise<PlatformReply> {
  if (!ours || typeof name !== 'string' || !(bytes === undefined || bytes instanceof Uint8Array)) return { error: 'bad-request' }
  try {
    return await session.call(name as never, request as never, bytes)
  } catch (error) {
    return { error: error instanceof PlatformError ? error.code : 'io' }
  }
}
