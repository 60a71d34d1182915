import { TellableError } from './model/message.ts'
import { PlatformError, type PlatformErrorCode } from './platform.ts'

/** What can happen to a disk or a shell while a person works, and is theirs to mend. Any other code is a fault of the program. */
const TOLD: readonly PlatformErrorCode[] = ['disk-full', 'io', 'timeout', 'closed']

/** A failure of the shell as a person is told it: what happened, what was kept, what to do. Null for one that nobody foresaw. */
export function platformTold(error: unknown): TellableError | null {
  if (!(error instanceof PlatformError) || !TOLD.includes(error.code)) return null
  return new TellableError(error.code, { key: `disk.${error.code}.says` }, { kept: { key: `disk.${error.code}.kept` }, remedy: { key: `disk.${error.code}.remedy` }, cause: error })
}
