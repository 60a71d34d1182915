import { Key } from '../../parts/signs.tsx'
import { useSay } from '../../session/language.ts'
import { useView } from '../../session/view.ts'

const KEYS: readonly { readonly keys: readonly string[]; readonly says: string }[] = [
  { keys: ['J', 'K'], says: 'tips.keys.move' },
  { keys: ['Enter'], says: 'acts.open' },
  { keys: ['X'], says: 'acts.pick' },
  { keys: ['A'], says: 'acts.grade' },
  { keys: ['Y'], says: 'acts.triage' },
  { keys: ['E'], says: 'acts.set-aside' },
  { keys: ['Z'], says: 'acts.undo' },
]

/** The list's keys, and how many tips are picked. */
export function KeyBar() {
  const say = useSay()
  const picks = useView((state) => state.picks.size)
  return (
    <p className="key-bar">
      {KEYS.map(({ keys, says }) => (
        <span key={says}>
          {keys.map((key) => <Key key={key} of={key} />)} {say(says)}
        </span>
      ))}
      {picks > 0 && <b className="key-bar-picks">{say('tips.keys.picked', { count: picks })}</b>}
    </p>
  )
}
