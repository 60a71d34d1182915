import type { Written } from '../../shared/model/history/records.ts'
import { useFormats, useSay } from '../session/language.ts'

/** Who wrote something and when by their clock; a stamp that cannot be is shown as such. */
export function WrittenBy({ account, at, implausible }: Written) {
  const formats = useFormats()
  return (
    <small className="written-by">
      {account && <><bdi>{account}</bdi>{' · '}</>}
      {formats.date(at, { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' })}
      {implausible && <ImplausibleTag />}
    </small>
  )
}

/** Marks a time that was stamped by a clock that cannot be right: shown, and nothing is won by it. */
export function ImplausibleTag() {
  const say = useSay()
  return (
    <span className="tag warn" title={say('conflicts.clock-says')}>
      {say('conflicts.clock')}
    </span>
  )
}
