import { useMemo } from 'react'
import { rankableAreas } from '../../../shared/station/rankable.ts'
import type { Assessment } from '../../../shared/station/station.ts'
import { Button } from '../../parts/button.tsx'
import { useFormats, useLanguage, useSay } from '../../session/language.ts'
import { useView } from '../../session/view.ts'

/** Countries of an area that are named before the rest is counted. */
const NAMED = 5

/** Why the segments stand in no order of rank; undefined where they do. */
export const whyUnranked = ({ ranked, says }: Assessment['segments']) => (ranked ? undefined : says.find(({ key }) => key === 'analysis.segments.no-league-table' || key === 'analysis.segments.none'))

/** Which countries are studied; where nothing is ranked, why, and areas in which there are reports enough; where one was chosen, the way back. */
export function StudyArea({ assessment, chosen }: { readonly assessment: Assessment; readonly chosen: readonly string[] | null }) {
  const say = useSay()
  const formats = useFormats()
  const language = useLanguage((state) => state.language)
  const { segments, ranked } = assessment.segments
  const areas = useMemo(() => (ranked ? [] : rankableAreas(segments, assessment.area)), [ranked, segments, assessment.area])
  const named = (countries: readonly string[]) => {
    const names = countries.map(formats.country).sort((a, b) => a.localeCompare(b, language))
    return names.length > NAMED + 1 ? say('map.area.more', { first: formats.names(names.slice(0, NAMED)), count: names.length - NAMED }) : formats.list(names)
  }
  const why = whyUnranked(assessment.segments)
  const others = areas.filter(({ countries }) => countries.join() !== chosen?.join())
  return (
    <div className="study-area">
      {assessment.area.length > 0 && <p>{say(chosen ? 'map.area.chosen' : 'map.area.of-tips', { countries: named(assessment.area) })}</p>}
      {why && <p className="notice-warn">{say(why)}</p>}
      {others.length > 0 && <p>{say('map.area.offer')}</p>}
      {others.map(({ countries, reports }) => (
        <Button key={countries.join()} small onClick={() => useView.getState().setArea(countries)}>
          {say('map.area.study', { countries: named(countries), count: reports })}
        </Button>
      ))}
      {why && others.length === 0 && <p>{say('map.area.none')}</p>}
      {chosen && (
        <Button small kind="quiet" onClick={() => useView.getState().setArea(null)}>
          {say('map.area.all')}
        </Button>
      )}
    </div>
  )
}
