import { useMemo } from 'react'
import { VOCABULARIES } from '../../../shared/model/vocabularies/vocabulary.ts'
import { runAct } from '../../acts/keys.ts'
import { useActs } from '../../acts/standing.ts'
import { ActButton } from '../../parts/button.tsx'
import { FilterChips } from '../../parts/filter/filter-chips.tsx'
import { Icon } from '../../parts/icon.tsx'
import type { ScreenDeclaration } from '../../parts/screen.ts'
import { Key } from '../../parts/signs.tsx'
import { useFormats, useSay } from '../../session/language.ts'
import { usePassing } from '../../session/selection.ts'
import { useStation } from '../../session/station.ts'
import { useVault } from '../../session/vault.ts'
import { useView } from '../../session/view.ts'

/** Search and command, the shared filters, and how many of how many pass. */
export function Bar({ screen }: { readonly screen: ScreenDeclaration }) {
  const say = useSay()
  const show = useView((state) => state.show)
  const always = useActs((state) => state.always)
  return (
    <header className="bar">
      <button type="button" className="search-button" onClick={() => show('palette')}>
        <Icon name="search" />
        <span>{say('app.bar.search')}</span>
        <Key of="Ctrl+K" />
      </button>
      <FilterChips />
      <div className="bar-end">
        <BothKept />
        <PassingCount />
        {screen.barActs?.map((name) => {
          const act = always.find((each) => each.name === name)
          return act && <ActButton key={name} act={act} small withIcon />
        })}
      </div>
    </header>
  )
}

/** How many tips hold two values of something until a person chooses, and the way to them. */
function BothKept() {
  const say = useSay()
  const station = useStation()
  const count = useVault((state) => state.status?.conflicts ?? 0)
  const filtered = useView((state) => state.filter.bothKept)
  const act = useActs((state) => state.always.find(({ name }) => name === 'show-both-kept'))
  if (count === 0 || filtered || !act) return null
  // The button is gone with its press: what it led to has the focus.
  const show = () => void runAct(act, station).then(() => setTimeout(() => document.querySelector<HTMLElement>('.tip-list')?.focus()))
  return (
    <button type="button" className="chip kept" title={say('conflicts.act')} onClick={show}>
      <Icon name="arrows-split-2" />
      {say('conflicts.bar', { count })}
    </button>
  )
}

const SET_ASIDE = VOCABULARIES.status.indexOf('set-aside')

/** How many of the rows are tips that were set aside: they stay in the list, and nobody need look for them. */
export function countSetAside(statuses: ArrayLike<number>, rows: Uint32Array): number {
  let count = 0
  for (const row of rows) if (statuses[row] === SET_ASIDE) count++
  return count
}

function PassingCount() {
  const say = useSay()
  const formats = useFormats()
  const { table, selection } = usePassing()
  const aside = useMemo(() => (table && selection ? countSetAside(table.columns.status, selection.rows) : 0), [table, selection])
  const tips = useVault((state) => state.status?.tips ?? 0)
  if (!selection) return <p className="count" />
  const total = Math.max(selection.total, tips)
  return (
    <p className="count" role="status">
      <b>{formats.number(selection.rows.length)}</b> {say('app.bar.of-tips', { count: total })}
      {aside > 0 && <span className="muted"> · {say('app.bar.set-aside', { count: aside })}</span>}
    </p>
  )
}
