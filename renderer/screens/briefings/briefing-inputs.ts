import { create } from 'zustand'
import type { AssessRequest, BriefingRequest, Deployment } from '../../../shared/station/station.ts'
import type { CodeOf } from '../../../shared/model/vocabularies/vocabulary.ts'
import { forgetsOnSeal } from '../../session/forget.ts'

interface BriefingInputs {
  readonly title: string
  /** One key point a line. */
  readonly keyPoints: string
  readonly narrative: string
  readonly tlp: CodeOf<'tlp'>
  readonly reviewer: string
  readonly withPlan: boolean
  change(inputs: Partial<Pick<BriefingInputs, 'title' | 'keyPoints' | 'narrative' | 'tlp' | 'reviewer' | 'withPlan'>>): void
}

const blank = { title: '', keyPoints: '', narrative: '', tlp: 'TLP:AMBER' as const, reviewer: '', withPlan: true }

/** What an analyst typed for the briefing; kept between screens, forgotten on sealing. */
export const useBriefingInputs = create<BriefingInputs>((set) => ({ ...blank, change: (inputs) => set(inputs) }))
forgetsOnSeal('briefing-inputs', () => useBriefingInputs.setState(blank))

export function briefingRequest(inputs: Pick<BriefingInputs, 'title' | 'keyPoints' | 'narrative' | 'tlp' | 'withPlan'>, assessment: AssessRequest, deployment: Deployment | null, language: string, defaultTitle: string): BriefingRequest {
  return {
    title: inputs.title.trim() || defaultTitle,
    keyPoints: inputs.keyPoints.split('\n').map((line) => line.trim()).filter(Boolean),
    narrative: inputs.narrative,
    tlp: inputs.tlp,
    language,
    assessment,
    deployment: inputs.withPlan && deployment ? deployment.request : null,
  }
}
