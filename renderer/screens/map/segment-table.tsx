import { useMemo } from 'react'
import type { SegmentRate } from '../../../shared/analysis/result.ts'
import { rateStep } from '../../../shared/analysis/scale.ts'
import type { Assessment } from '../../../shared/station/station.ts'
import { useFormats, useSay } from '../../session/language.ts'
import { useView } from '../../session/view.ts'
import { expectedSaid } from './expected.ts'
import { MapTable, type MapColumn } from './map-table.tsx'
import { RateSwatch } from './rate-swatch.tsx'
import { segmentName } from './segment-name.ts'
import { whyUnranked } from './study-area.tsx'

/** Every border segment of the study area, by reports against expected. */
export function SegmentTable({ assessment }: { readonly assessment: Assessment }) {
  const say = useSay()
  const formats = useFormats()
  const { segments, ranked } = assessment.segments
  const selected = useView((state) => state.selected)
  const select = useView((state) => state.select)
  const columns = useMemo((): readonly MapColumn<SegmentRate>[] => {
    const { number } = formats
    const decimal = (value: number) => number(value, { minimumFractionDigits: 1, maximumFractionDigits: 1 })
    const title = (name: string) => ({ name, title: say(`map.table.${name}`) })
    return [
      { ...title('rank'), cell: ({ rankLow, rankHigh, flips }, position) => (ranked ? say(flips ? 'map.table.rank-range-flips' : 'map.table.rank-range', { rank: number(position + 1), low: number(rankLow), high: number(rankHigh) }) : '–') },
      { ...title('segment'), heads: true, cell: (segment) => (<><RateSwatch step={rateStep(segment.rate)} />{segmentName(segment, formats, say)}</>) },
      { ...title('reports'), cell: ({ reports }) => number(reports) },
      { ...title('expected'), cell: ({ expected }) => expectedSaid(expected, formats, say) },
      { ...title('rate'), cell: ({ rate }) => decimal(rate) },
      { ...title('interval'), cell: ({ low, high }) => say('map.table.from-to', { low: decimal(low), high: decimal(high) }) },
    ]
  }, [formats, ranked, say])
  const note = whyUnranked(assessment.segments) ?? (segments.some(({ flips }) => flips) ? 'map.table.flips' : null)
  return (
    <>
      <MapTable
        of="segment"
        label={say('map.table.title')}
        lines={segments}
        keyOf={({ id }) => id}
        at={segments.findIndex(({ id }) => selected?.kind === 'segment' && id === selected.id)}
        columns={columns}
        choose={({ id }) => select({ kind: 'segment', id })}
      />
      {note && <p className="map-table-note">{say(note)}</p>}
    </>
  )
}
