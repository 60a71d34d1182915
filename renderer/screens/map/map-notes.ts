import { useSay } from '../../session/language.ts'

/** What every map owes: the UN's note on boundaries, and whose data it is drawn from. */
export function useMapNotes(): readonly string[] {
  const say = useSay()
  return [say('briefing.disclaimer.short'), say('map.attribution')]
}
