import type { CommitId, RecordId } from './change.ts'

/** Ids are 16 random bytes, written as 32 lower-case hexadecimal digits; columns hold the bytes. */
export const ID_PATTERN = /^[0-9a-f]{32}$/
export const ID_BYTES = 16

const DIGITS = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** A new record's id, from the platform's secure random source. */
export function newRecordId(): RecordId {
  return idOfBytes(crypto.getRandomValues(new Uint8Array(ID_BYTES)), 0)
}

/** A new commit's id, likewise. */
export function newCommitId(): CommitId {
  return newRecordId() as string as CommitId
}

/** The id whose 16 bytes begin at `at`. */
export function idOfBytes(bytes: Uint8Array, at: number): RecordId {
  let id = ''
  for (let i = at; i < at + ID_BYTES; i++) id += DIGITS[bytes[i]!]!
  return id as RecordId
}

const nibble = (code: number) => (code < 58 ? code - 48 : code - 87)

/** Writes an id's 16 bytes at `at`. The id must match `ID_PATTERN`: this does not check. */
export function writeId(id: string, bytes: Uint8Array, at: number): void {
  for (let i = 0; i < ID_BYTES; i++) bytes[at + i] = (nibble(id.charCodeAt(2 * i)) << 4) | nibble(id.charCodeAt(2 * i + 1))
}

/** Whether a value is an id as we write them. */
export const isId = (value: unknown): value is RecordId => typeof value === 'string' && ID_PATTERN.test(value)
