import type { Message } from '../../../shared/model/message.ts'
import { useFormats, useSay } from '../../session/language.ts'
import { useLoaded } from '../../session/loaded.ts'
import { useStation } from '../../session/station.ts'

/** Backups that are named by their days; older ones are counted with them. */
const MOST_DAYS = 5

/** What an erasure can't reach, each with what can be done; backups by the days on which this machine made them. */
export function Unreached({ stays }: { readonly stays: readonly Message[] }) {
  const say = useSay()
  const formats = useFormats()
  const station = useStation()
  const { value: backups } = useLoaded(() => station.backups(), [station])
  const made = backups?.made ?? []
  const days = [...new Set(made.map((one) => formats.date(one.made / 1000, { dateStyle: 'medium' })))].slice(0, MOST_DAYS)
  return (
    <>
      <h4>{say('erasure.stays-title')}</h4>
      <ul className="erasure-stays">
        {stays.map((each) => (
          <li key={each.key}>{each.key === 'erasure.stays.backups' && made.length > 0 ? say('erasure.stays.backups-made', { count: made.length, days: formats.names(days) }) : say(each)}</li>
        ))}
      </ul>
    </>
  )
}
