import type { Words } from '../document.ts'

/** The UN's notes on boundaries (Geodata terms of use), each where the map shows what it is about; the first on every map. */
export function disclaimers(area: readonly string[]): Words[] {
  const shown = new Set(area)
  const any = (...codes: string[]) => codes.some(code => shown.has(code))
  return [
    { message: 'briefing.disclaimer.short' },
    ...(any('SDN', 'SSD') ? [{ message: 'briefing.disclaimer.sudan' }, { message: 'briefing.disclaimer.abyei' }] : []),
    ...(any('IND', 'PAK', 'XSI') ? [{ message: 'briefing.disclaimer.kashmir' }] : []),
    ...(any('FLK') ? [{ message: 'briefing.disclaimer.falklands' }] : []),
    ...(any('ESH', 'MAR') ? [{ message: 'briefing.disclaimer.western-sahara' }] : []),
    { message: 'briefing.disclaimer.basemap' },
  ]
}
