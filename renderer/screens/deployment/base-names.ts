import type { CandidateBase } from '../../../shared/planning/plan.ts'
import { useFormats, useLanguage, useSay } from '../../session/language.ts'
import { useLoaded } from '../../session/loaded.ts'
import { useStation } from '../../session/station.ts'
import { segmentName } from '../map/segment-name.ts'

/** Settlements that a name may mean; the one at the very point is the one. */
const ASKED = 12
const NUMBERED = /^pressed-(\d+)$/

/**
 * What the window calls bases that a person added, in the language it now speaks: a settlement by its name there where one is
 * known, the middle of a border by its segment, a press on the map by its number.
 */
export function useBaseNames(bases: readonly CandidateBase[]): (base: CandidateBase) => string {
  const say = useSay()
  const formats = useFormats()
  const station = useStation()
  const language = useLanguage((state) => state.language)
  const settlements = bases.filter(({ settlement }) => settlement)
  const { value: names } = useLoaded(async () => new Map(await Promise.all(settlements.map(async (base): Promise<[string, string]> => {
    const hits = await station.findPlace(/\p{Script=Arabic}/u.test(base.name) ? base.name : `${base.name} ${base.country}`, ASKED, language)
    return [base.id, hits.find(({ at }) => at !== null && at[0] === base.at[0] && at[1] === base.at[1])?.name ?? base.name]
  }))), [station, language, settlements.map(({ id }) => id).join()])
  return (base) => {
    if (base.from !== 'drawn' || base.name !== '') return names?.get(base.id) ?? base.name
    if (base.segment) return segmentName({ id: base.segment, class: base.segment.startsWith('land') ? 'land' : 'coast' }, formats, say)
    return say('deployment.inputs.base-name', { number: Number(NUMBERED.exec(base.id)?.[1] ?? 0) })
  }
}
