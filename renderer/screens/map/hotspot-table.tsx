import { useMemo } from 'react'
import { foundBy, type Hotspot } from '../../../shared/analysis/result.ts'
import { rateStep } from '../../../shared/analysis/scale.ts'
import type { Assessment } from '../../../shared/station/station.ts'
import { centreOf } from '../../map/cells.ts'
import { useFormats, useSay } from '../../session/language.ts'
import { useView } from '../../session/view.ts'
import { hotspotsInOrder } from './hotspot-order.ts'
import { monthSaid, qSaid } from './hotspot-words.ts'
import { expectedSaid } from './expected.ts'
import { MapTable, type MapColumn } from './map-table.tsx'
import { RateSwatch } from './rate-swatch.tsx'
import { usePlacesNear } from './places-near.ts'

/** Every hotspot by its surest cell, surest first: near what it lies, against what is expected, since when. */
export function HotspotTable({ assessment }: { readonly assessment: Assessment }) {
  const say = useSay()
  const { number, date } = useFormats()
  const { hotspots } = assessment.hotspots
  const selected = useView((state) => state.selected)
  const select = useView((state) => state.select)
  const lines = useMemo(() => hotspotsInOrder(hotspots), [hotspots])
  const near = usePlacesNear(useMemo(() => lines.map(({ cell }) => centreOf(cell)), [lines]))
  const group = hotspots.find(({ cell }) => selected?.kind === 'hotspot' && cell === selected.id)?.group
  const columns = useMemo((): readonly MapColumn<Hotspot>[] => {
    const decimal = (value: number) => number(value, { minimumFractionDigits: 1, maximumFractionDigits: 1 })
    const title = (name: string) => ({ name, title: say(`map.hotspot-table.${name}`) })
    return [
      { ...title('order'), cell: (_, position) => number(position + 1) },
      { ...title('near'), heads: true, cell: (line, position) => (<><RateSwatch step={rateStep(foundBy(line).rate)} />{near[position] ?? ''}</>) },
      { ...title('cells'), cell: (line) => number(hotspots.filter((other) => other.group === line.group).length) },
      { ...title('reports'), cell: (line) => number(foundBy(line).reports) },
      { ...title('expected'), cell: (line) => expectedSaid(foundBy(line).expected, { number }, say) },
      { ...title('rate'), cell: (line) => decimal(foundBy(line).rate) },
      { ...title('q'), cell: ({ q }) => qSaid(q, { number }, say) },
      { ...title('since'), cell: ({ since }) => (since ? say('map.table.from-to', { low: monthSaid(since.from, { date }, 'short'), high: monthSaid(since.to, { date }, 'short') }) : '–') },
    ]
  }, [date, hotspots, near, number, say])
  if (lines.length === 0) return <p className="inspector-empty">{say('map.hotspot-table.none')}</p>
  return (
    <MapTable
      of="hotspot"
      label={say('map.hotspot-table.title')}
      lines={lines}
      keyOf={({ cell }) => cell}
      at={group === undefined ? -1 : lines.findIndex((line) => line.group === group)}
      columns={columns}
      choose={({ cell }) => select({ kind: 'hotspot', id: cell })}
    />
  )
}
