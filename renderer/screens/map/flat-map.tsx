import { PreviewFrame } from '../../parts/preview-frame.tsx'
import { useAssessment } from '../../session/assessment.ts'
import { useLanguage, useSay } from '../../session/language.ts'
import { useLoaded } from '../../session/loaded.ts'
import { useStation } from '../../session/station.ts'

/** Stands where the live map cannot be drawn: the map that a briefing prints, made by the same code, and a sentence that says so. */
export function FlatMap() {
  const say = useSay()
  const station = useStation()
  const language = useLanguage((state) => state.language)
  const request = useAssessment((state) => state.request)
  const deployment = useAssessment((state) => state.deployment)
  const { value: page } = useLoaded(async () => {
    if (!request) return null
    const draft = await station.composeBriefing({ title: say('map.label'), keyPoints: [], narrative: '', tlp: 'TLP:AMBER', language, assessment: request, deployment: deployment?.request ?? null })
    return pageOfMap(draft.html)
  }, [station, request, deployment, language])
  return (
    <div className="map-flat">
      <p role="status">{say('map.flat')}</p>
      {page ? <PreviewFrame html={page} title={say('map.label')} className="flat-page" grey={false} /> : <p className="muted">{say('map.flat-waiting')}</p>}
    </div>
  )
}

/** A page that holds a briefing's map and its caption alone; null where the briefing has none. */
export function pageOfMap(html: string): string | null {
  const figure = /<figure>[\s\S]*?<\/figure>/.exec(html)?.[0]
  const head = /^[\s\S]*?<\/head>/.exec(html)?.[0]
  return figure && head ? `${head}<body class="map-alone">${figure}</body></html>` : null
}
