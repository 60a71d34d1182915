import { z } from 'zod'
import { create } from 'zustand'
import type { AssessRequest, BriefingRequest, Deployment, Station } from '../../../shared/station/station.ts'
import { VOCABULARIES } from '../../../shared/model/vocabularies/vocabulary.ts'
import { forgetsOnSeal, thisOpening } from '../../session/forget.ts'
import type { Fault } from '../../session/notices.ts'
import { draftWriter, newDraftId } from '../../session/sealed-draft.ts'

/** A briefing as it is being written; sealed at every keystroke beside the calls, taken up again from here. */
export const briefingDraft = z.object({
  kind: z.literal('briefing'),
  title: z.string(),
  /** One key point a line. */
  keyPoints: z.string(),
  narrative: z.string(),
  tlp: z.enum(VOCABULARIES.tlp),
  reviewer: z.string(),
  withPlan: z.boolean(),
})
type Written = z.infer<typeof briefingDraft>
export type BriefingText = Omit<Written, 'kind'>

interface BriefingInputs extends BriefingText {
  /** The sealed draft's id; null until something was typed or an earlier draft was found. */
  readonly draft: string | null
  /** When the shell had the newest keystroke, milliseconds since epoch; null before the first. */
  readonly sealedAt: number | null
  /** Why it could not be sealed. */
  readonly fault: Omit<Fault, 'id'> | null
  /** False until the sealed draft of before was looked for: what is typed sooner would stand beside it. */
  readonly looked: boolean
  /** What stood here before it was begun anew, while it can be brought back. */
  readonly before: BriefingText | null
}

const blank: BriefingInputs = { title: '', keyPoints: '', narrative: '', tlp: 'TLP:AMBER', reviewer: '', withPlan: true, draft: null, sealedAt: null, fault: null, looked: false, before: null }

/** What an analyst typed for the briefing; kept between screens, forgotten on sealing and read again from its sealed draft. */
export const useBriefingInputs = create<BriefingInputs>(() => blank)
forgetsOnSeal('briefing-inputs', () => useBriefingInputs.setState(blank, true))

const textOf = ({ title, keyPoints, narrative, tlp, reviewer, withPlan }: BriefingText): BriefingText => ({ title, keyPoints, narrative, tlp, reviewer, withPlan })

/** True where nothing was typed that could be lost. */
export const isBlankBriefing = ({ title, keyPoints, narrative, reviewer }: BriefingText): boolean => [title, keyPoints, narrative, reviewer].every((text) => text.trim() === '')

export interface BriefingKeeper {
  /** Changes what is written, and seals it. */
  change(part: Partial<BriefingText>): void
  /** Reads the sealed draft of before, unless something is being written already. */
  load(): Promise<void>
  /** Empties the page and drops its draft; what stood there can be brought back until something else is typed. */
  beginAnew(): Promise<void>
}

/** Keeps the briefing's text sealed in the station. */
export function briefingKeeper(station: Pick<Station, 'saveDraft' | 'drafts' | 'dropDraft'>): BriefingKeeper {
  const { getState, setState } = useBriefingInputs
  const writer = draftWriter(station, (sealedAt) => setState({ sealedAt, fault: null }), (fault) => setState({ fault }))
  return {
    change(part) {
      const draft = getState().draft ?? newDraftId()
      setState({ ...part, draft, before: null })
      writer.write(draft, { kind: 'briefing', ...textOf(getState()) } satisfies Written)
    },
    async load() {
      if (getState().looked) return
      const still = thisOpening()
      try {
        const found = (await station.drafts()).flatMap(({ draft, value }) => {
          const parsed = briefingDraft.safeParse(value)
          return parsed.success ? [{ ...textOf(parsed.data), draft }] : []
        })
        if (still() && getState().draft === null && found[0]) setState(found[0])
      } finally {
        if (still()) setState({ looked: true })
      }
    },
    async beginAnew() {
      const before = textOf(getState())
      const { draft } = getState()
      setState({ ...blank, looked: true, before }, true)
      if (draft !== null) writer.forget(draft)
      await writer.settled()
      if (draft !== null) await station.dropDraft(draft)
    },
  }
}

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
