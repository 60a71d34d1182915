import type { Filter } from '../../shared/catalogue/filter.ts'
import { useView } from '../session/view.ts'
import { presentVault } from '../session/vault.ts'
import { holds, type Act } from './act.ts'

/** Filters that geography alone can answer; the others are of casework, and would let nothing pass. */
export function shownOnWall({ period, countries, grade, precision, channels, surfaced, forms }: Filter): Filter {
  return { ...(period && { period }), ...(countries && { countries }), ...(grade && { grade }), ...(precision && { precision }), ...(channels && { channels }), ...(surfaced && { surfaced }), ...(forms && { forms }) }
}

/** The map for the wall of an operations room: all but geography is sealed while it shows. Two keys together, because the way back is a passphrase. */
export const PRESENT_ACTS: readonly Act[] = [
  {
    name: 'present',
    title: { key: 'presentation.act' },
    icon: 'presentation',
    keys: ['Shift+F5'],
    group: 'anywhere',
    possible: (context) => holds(context, 'geography'),
    run: async ({ station, view: { filter, area } }) => {
      // The whole screen where the shell allows it; else the whole window.
      void document.documentElement.requestFullscreen?.().catch(() => undefined)
      await presentVault(station, () => useView.setState({ filter: shownOnWall(filter), area }))
    },
  },
]
