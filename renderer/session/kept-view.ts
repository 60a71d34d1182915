import { z } from 'zod'
import type { Filter } from '../../shared/catalogue/filter.ts'
import type { Station } from '../../shared/station/station.ts'
import { VOCABULARIES } from '../../shared/model/vocabularies/vocabulary.ts'
import { thisOpening } from './forget.ts'
import { tellFault } from './notices.ts'
import { draftWriter, newDraftId } from './sealed-draft.ts'
import { useView } from './view.ts'

/** Filters and study area as they stood; sealed among the account's drafts, so that idle sealing costs nobody their place. */
const keptView = z.object({
  kind: z.literal('view'),
  filter: z.object({
    period: z.object({ from: z.number(), to: z.number() }).optional(),
    countries: z.array(z.string()).optional(),
    grade: z.object({ source: z.enum(['A', 'B', 'C', 'D', 'E', 'F']), information: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5), z.literal(6)]), ungraded: z.boolean() }).optional(),
    precision: z.enum(VOCABULARIES.precision).optional(),
    channels: z.array(z.enum(VOCABULARIES.channel)).optional(),
    surfaced: z.array(z.enum(VOCABULARIES.surfaced)).optional(),
    forms: z.array(z.enum(VOCABULARIES.form)).optional(),
    statuses: z.array(z.enum(VOCABULARIES.status)).optional(),
    bothKept: z.literal(true).optional(),
    words: z.string().optional(),
  }),
  area: z.array(z.string()).nullable(),
})

/** Sets the filters and the study area that stood when the vault was sealed, and seals them with every change from then on. Answers the way to stop. */
export function keepView(station: Pick<Station, 'saveDraft' | 'drafts'>): () => void {
  const still = thisOpening()
  const writer = draftWriter(station, () => undefined, () => undefined)
  const before = useView.getState()
  let draft: string | null = null
  let stopped = false
  const write = ({ filter, area }: { readonly filter: Filter; readonly area: readonly string[] | null }) => writer.write((draft ??= newDraftId()), { kind: 'view', filter, area })
  let follow = () => {}
  void station
    .drafts()
    .then((drafts) => {
      if (!still() || stopped) return
      for (const { draft: id, value } of drafts) {
        const parsed = keptView.safeParse(value)
        if (!parsed.success) continue
        draft = id
        const { filter, area } = useView.getState()
        // What a person has set meanwhile stands.
        if (filter === before.filter && area === before.area) useView.setState({ filter: parsed.data.filter as Filter, area: parsed.data.area })
        break
      }
      follow = useView.subscribe((now, last) => {
        if (still() && (now.filter !== last.filter || now.area !== last.area)) write(now)
      })
    })
    .catch((error: unknown) => still() && tellFault(error))
  return () => {
    stopped = true
    follow()
  }
}
