import { useActs } from '../../acts/standing.ts'
import { ActButton } from '../../parts/button.tsx'
import { useSay } from '../../session/language.ts'
import { useView } from '../../session/view.ts'

function Acts({ names }: { readonly names: readonly string[] }) {
  const always = useActs((state) => state.always)
  return (
    <p className="empty-acts">
      {names.map((name, index) => {
        const act = always.find((each) => each.name === name)
        return act && <ActButton key={name} act={act} kind={index === 0 ? 'primary' : 'plain'} withIcon />
      })}
    </p>
  )
}

/** Before the first tip: what would be here, and the act that begins. */
export function NoTips() {
  const say = useSay()
  return (
    <div className="empty">
      <h2>{say('tips.empty.title')}</h2>
      <p>{say('tips.empty.says')}</p>
      <Acts names={['import', 'record-call']} />
    </div>
  )
}

/** Tips there are, but none passes. */
export function NothingPasses() {
  const say = useSay()
  const settled = useView((state) => state.filter.bothKept)
  return (
    <div className="empty">
      <h2>{say(settled ? 'conflicts.settled' : 'tips.empty.none-pass')}</h2>
      <p>{say(settled ? 'conflicts.settled-says' : 'tips.empty.none-pass-says')}</p>
      <Acts names={['clear-filters']} />
    </div>
  )
}
