import type { KindDeclaration } from '../field.ts'
import { tip } from './tip.ts'

/** Every kind of record, by name. Nothing else in the program lists kinds. */
export const KINDS = { tip } as const satisfies Record<string, KindDeclaration>
export type KindName = keyof typeof KINDS
