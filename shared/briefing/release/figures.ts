import type { Translator } from '../../language.ts'
import type { Figure, Words } from '../document.ts'
import { shareStep } from '../share-step.ts'
import type { Hidden } from './suppress.ts'

/** Where the bands of a hotspot's rate begin, each at least a third wider than the one before. */
const RATE_BANDS = [0, 1, 1.5, 2, 3, 5, 10, 20, 50, 100]

export interface Set { readonly text: string; readonly typed: boolean; readonly hidden: boolean }

/** Turns words and figures into text, hiding what release hides. Nothing else may print a figure. */
export function createSetter(translator: Translator, hidden: ReadonlyMap<string, Hidden>, counts: ReadonlyMap<string, number>, k: number): (cell: Words | Figure | null) => Set {
  const { translate, formats } = translator
  const figure = (each: Figure): { text: string; hidden: boolean } => {
    switch (each.figure) {
      case 'count': {
        const how = hidden.get(each.id)
        if (how) return { text: hiddenText(how), hidden: true }
        const value = counts.get(each.id)
        if (value === undefined) throw new RangeError(`no count ${each.id}`)
        return { text: formats.number(value), hidden: false }
      }
      case 'made-from':
        return hidden.has(each.id) ? { text: translate({ key: 'briefing.figure.not-shown' }), hidden: true } : { text: each.value > 0 && each.value < 0.05 ? translate({ key: 'briefing.figure.under', values: { threshold: formats.number(0.1, 1) } }) : formats.number(each.value, each.decimals), hidden: false }
      case 'band':
        return { text: bandText(each.value), hidden: each.value < k }
      case 'rate-band':
        return { text: rateBandText(each.value), hidden: false }
      case 'share':
        return shareText(each.value, each.of)
      case 'plain':
        return { text: formats.number(each.value, each.decimals), hidden: false }
    }
  }
  const hiddenText = (how: Hidden) => translate(how === 'under' ? { key: 'briefing.figure.under', values: { threshold: k } } : { key: 'briefing.figure.not-shown' })
  const bandText = (value: number) => {
    if (value < k) return hiddenText('under')
    const starts = [k, 10, 20, 50, 100, 200, 500, 1000].filter((start, i) => i === 0 || start > k)
    const at = starts.findLastIndex(start => value >= start)
    const from = starts[at] ?? k
    const next = starts[at + 1]
    return next === undefined ? translate({ key: 'briefing.figure.or-more', values: { from } }) : translate({ key: 'briefing.range', values: { low: formats.number(from), high: formats.number(next - 1) } })
  }
  const rateBandText = (value: number) => {
    const at = RATE_BANDS.findLastIndex(start => value >= start)
    const from = formats.number(RATE_BANDS[at] ?? 0)
    const next = RATE_BANDS[at + 1]
    return next === undefined ? translate({ key: 'briefing.figure.or-more', values: { from } }) : translate({ key: 'briefing.range', values: { low: from, high: formats.number(next) } })
  }
  const shareText = (value: number, of: number) => {
    const step = shareStep(of, k)
    if (step === null || !Number.isFinite(value)) return { text: translate({ key: 'briefing.figure.not-shown' }), hidden: true }
    const rounded = Math.round(value / step) * step
    return rounded === 0 && value > 0 ? { text: translate({ key: 'briefing.figure.under-share', values: { share: formats.percent(step) } }), hidden: true } : { text: formats.percent(rounded), hidden: false }
  }
  const set = (cell: Words | Figure | null): Set => {
    if (cell === null) return { text: '', typed: false, hidden: false }
    if ('figure' in cell) return { ...figure(cell), typed: false }
    if ('typed' in cell) return { text: cell.typed, typed: true, hidden: false }
    if ('said' in cell) return { text: cell.said, typed: false, hidden: false }
    let typed = false
    let anyHidden = false
    const values: Record<string, string | number> = {}
    for (const [name, value] of Object.entries(cell.values ?? {})) {
      if (typeof value === 'number') values[name] = value
      else if (typeof value === 'string') values[name] = dated(value)
      else {
        const inner = set(value)
        typed ||= inner.typed
        anyHidden ||= inner.hidden
        values[name] = inner.text
      }
    }
    return { text: translate({ key: cell.message, values }), typed, hidden: anyHidden }
  }
  const dated = (value: string) => (value.startsWith('day:') ? formats.day(Number(value.slice(4))) : value.startsWith('month:') ? formats.month(value.slice(6)) : value)
  return set
}
