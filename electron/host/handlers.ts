import type { AnswerOf, PlatformCall, RequestOf } from '../../shared/platform.ts'

export type Reply<C extends PlatformCall> = { answer: AnswerOf<C>; bytes?: Uint8Array | null }
/** What answers these calls of the platform. */
export type HandlersOf<C extends PlatformCall> = { readonly [Call in C]: (request: RequestOf<Call>, bytes: Uint8Array) => Promise<Reply<Call>> }
export type Handlers = HandlersOf<PlatformCall>
