import { useState, type ReactNode } from 'react'
import { Icon } from '../parts/icon.tsx'
import { useSay } from '../session/language.ts'

interface LegendPanelProps {
  readonly title: string
  readonly short?: boolean
  /** Said beside the title while what it explains is being made anew. */
  readonly old?: string | undefined
  readonly children: ReactNode
}

/** The legend over a map. In a narrow window, where it would cover the map, it is folded to its head until asked for. */
export function LegendPanel({ title, short = false, old, children }: LegendPanelProps) {
  const say = useSay()
  const [unfolded, setUnfolded] = useState(false)
  return (
    <aside className={`legend panel${short ? ' short' : ''}`} aria-label={say('map.legend.title')} data-old={old !== undefined || undefined} data-unfolded={unfolded || undefined}>
      <header>
        <h2>{title}</h2>
        {old !== undefined && <small className="legend-old">{old}</small>}
        <button type="button" className="legend-fold" aria-expanded={unfolded} aria-label={say('map.legend.switch', { layer: title })} onClick={() => setUnfolded(!unfolded)}>
          <Icon name={unfolded ? 'chevron-up' : 'chevron-down'} />
        </button>
      </header>
      {children}
    </aside>
  )
}
