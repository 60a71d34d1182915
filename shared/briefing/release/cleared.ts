import type { Cleared } from '../briefing.ts'

/**
 * The mark of what the release check passed. The set is held here and only `release.ts` may import `clear`
 * (a test reads the imports); a value that was parsed, copied or made by hand is not in it, whatever its type says.
 */
const passed = new WeakSet<object>()

/** For `release.ts` alone: freezes the value, so that it stays what was checked, and marks it. */
export function clear<T extends object>(value: T): Cleared<T> {
  freezeDeep(value)
  passed.add(value)
  return value as Cleared<T>
}

export const isCleared = (value: unknown): boolean => typeof value === 'object' && value !== null && passed.has(value)

/** @throws TypeError where the value did not come from the release check */
export function requireCleared<T extends object>(value: Cleared<T>): T {
  if (!isCleared(value)) throw new TypeError('not cleared for release')
  return value
}

function freezeDeep(value: object): void {
  if (Object.isFrozen(value) || ArrayBuffer.isView(value)) return
  Object.freeze(value)
  for (const held of Object.values(value)) if (typeof held === 'object' && held !== null) freezeDeep(held)
}
