import { create } from 'zustand'
import type { Filter } from '../../shared/catalogue/filter.ts'
import type { RecordId } from '../../shared/model/change.ts'
import { forgetsOnSeal } from './forget.ts'
import { say } from './language.ts'
import { dropOffers } from './notices.ts'
import { noteStep } from './steps.ts'

/** Whatever is selected, everywhere at once: a record of a kind, or something an analysis named. */
export interface Selected {
  readonly kind: string
  readonly id: string
}

/** What lies over the window; one at a time. */
export type Overlay = 'palette' | 'keys' | null

interface View {
  /** Id of the screen shown (app/screens.ts). Held in memory only: no address says where a person is. */
  readonly screen: string
  readonly overlay: Overlay
  /** The filters that table, map, timeline and charts share. */
  readonly filter: Filter
  /** Countries that map, plan and briefing study, chosen by a person; null: those that the tips choose. */
  readonly area: readonly string[] | null
  readonly selected: Selected | null
  readonly picks: ReadonlySet<RecordId>
  /** The filter whose popover is open, or `new` for the list of filters. */
  readonly filterOpen: keyof Filter | 'new' | null
  /** A record being opened is looked at with this part in focus: its head, where it was gone to and not only lit. */
  readonly focusPart: 'head' | 'grade' | null
  go(screen: string): void
  show(overlay: Overlay): void
  setFilter(change: { readonly [K in keyof Filter]?: Filter[K] | undefined }): void
  clearFilter(): void
  /** Sets a whole filter in the place of what is set, as one step. */
  replaceFilter(filter: Filter): void
  setArea(area: readonly string[] | null): void
  openFilter(name: View['filterOpen']): void
  select(selected: Selected | null, focusPart?: View['focusPart']): void
  togglePick(id: RecordId): void
  clearPicks(): void
}

const FIRST_SCREEN = 'tips'
const blank = { screen: FIRST_SCREEN, overlay: null, filter: {}, area: null, selected: null, picks: new Set<RecordId>(), filterOpen: null, focusPart: null } satisfies Partial<View>

/** Drops absent members, so that an equal filter is an equal object's worth of keys. */
function withoutAbsent(filter: { readonly [K in keyof Filter]?: Filter[K] | undefined }): Filter {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0) && value !== '')) as Filter
}

const namesOf = (filter: Filter) => Object.keys(filter) as (keyof Filter)[]

/** Puts a filter in the place of another, as a step that `Z` takes back: it is what a person did last. */
function changeFilter(before: Filter, after: Filter): void {
  const changed = [...new Set([...namesOf(before), ...namesOf(after)])].filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
  const [name] = changed
  useView.setState({ filter: after })
  if (name === undefined) return
  noteStep({
    // Setting and dropping are two: a filter that is dropped at once was looked through.
    kind: changed.map((each) => `${each}${after[each] === undefined ? ' dropped' : ''}`).join(),
    told: (now) => (changed.length === 1 ? { key: `acts.${now}-filter`, values: { filter: say(`app.filter.${name}`) } } : { key: `acts.${now}-filters` }),
    back: () => useView.setState({ filter: before, filterOpen: null }),
    again: () => useView.setState({ filter: after, filterOpen: null }),
  })
  // A toast of before still says what happened; what it offered is not what `Z` means now.
  dropOffers()
}

export const useView = create<View>((set, get) => ({
  ...blank,
  go: (screen) => set({ screen, overlay: null, filterOpen: null }),
  show: (overlay) => set({ overlay, filterOpen: null }),
  setFilter: (change) => changeFilter(get().filter, withoutAbsent({ ...get().filter, ...change })),
  clearFilter: () => {
    set({ filterOpen: null })
    changeFilter(get().filter, {})
  },
  replaceFilter: (filter) => {
    set({ filterOpen: null })
    changeFilter(get().filter, filter)
  },
  setArea: (area) => {
    const before = get().area
    set({ area })
    if (JSON.stringify(before) === JSON.stringify(area)) return
    noteStep({ kind: 'area', told: (now) => ({ key: `acts.${now}-area` }), back: () => set({ area: before }), again: () => set({ area }) })
    dropOffers()
  },
  openFilter: (filterOpen) => set({ filterOpen }),
  select: (selected, focusPart = null) => set({ selected, focusPart }),
  togglePick: (id) => {
    const picks = new Set(get().picks)
    if (!picks.delete(id)) picks.add(id)
    set({ picks })
  },
  clearPicks: () => set({ picks: new Set() }),
}))

forgetsOnSeal('view', () => useView.setState(blank))
