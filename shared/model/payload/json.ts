/**
 * JSON with one form for one value: keys sorted, no spaces, absent members left out. Two stations that write
 * the same value write the same bytes, so that hashes of opened parts can be compared.
 * @throws RangeError for what JSON cannot hold (NaN, infinity, functions)
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return JSON.stringify(value)
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new RangeError('JSON holds finite numbers only')
    return Object.is(value, -0) ? '0' : String(value)
  }
  if (Array.isArray(value)) return `[${value.map((member) => canonicalJson(member ?? null)).join(',')}]`
  if (typeof value !== 'object') throw new RangeError(`JSON cannot hold a ${typeof value}`)
  const members: string[] = []
  for (const key of Object.keys(value).sort()) {
    const member = (value as Record<string, unknown>)[key]
    if (member !== undefined) members.push(`${JSON.stringify(key)}:${canonicalJson(member)}`)
  }
  return `{${members.join(',')}}`
}

/** Whether two JSON values are the same value. */
export const sameJson = (a: unknown, b: unknown) => a === b || (a !== undefined && b !== undefined && canonicalJson(a) === canonicalJson(b))
