import type { Act } from '../../acts/act.ts'
import type { SegmentRate } from '../../../shared/analysis/result.ts'
import { useAssessment } from '../../session/assessment.ts'
import { borderRegister } from '../../session/geography.ts'
import { useView } from '../../session/view.ts'
import { addBase } from '../deployment/request.ts'

export function selectedSegment(): SegmentRate | null {
  const { selected } = useView.getState()
  return selected?.kind === 'segment' ? (useAssessment.getState().assessment?.segments.segments.find(({ id }) => id === selected.id) ?? null) : null
}

/** Offers the middle of the selected segment as a base, and goes to the plan. */
async function placeTeam(): Promise<void> {
  const segment = selectedSegment()
  if (!segment) return
  const register = await borderRegister()
  const [lon, lat] = register.midpoint(segment.index)
  addBase({ id: `drawn-${segment.id}`, at: [lon, lat], name: '', country: register.countriesOf(segment.index)[0] ?? '', from: 'drawn', segment: segment.id })
  useView.getState().go('deployment')
}

/** What can be done with the selected segment. */
export function segmentActs(): { readonly place: Act; readonly brief: Act } {
  const possible = () => selectedSegment() !== null
  return {
    place: { name: 'place-team', title: { key: 'map.act.place-team' }, icon: 'shield', keys: ['P'], group: 'map', aboutSelection: true, possible, run: placeTeam },
    brief: { name: 'brief-segment', title: { key: 'map.act.brief' }, icon: 'file-text', keys: ['B'], group: 'map', aboutSelection: true, possible, run: ({ view }) => view.go('briefings') },
  }
}
