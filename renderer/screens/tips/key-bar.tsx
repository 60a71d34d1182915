import { Key } from '../../parts/signs.tsx'
import { useSay } from '../../session/language.ts'
import { useView } from '../../session/view.ts'

/** `of`: acts on the tip that is open or on those picked; before there are any, its key would be a promise. */
const KEYS: readonly { readonly keys: readonly string[]; readonly says: string; readonly of?: 'tips' }[] = [
  { keys: ['J', 'K'], says: 'tips.keys.move' },
  { keys: ['Enter'], says: 'acts.open' },
  { keys: ['X'], says: 'acts.pick' },
  { keys: ['A'], says: 'acts.grade', of: 'tips' },
  { keys: ['Y'], says: 'acts.triage', of: 'tips' },
  { keys: ['E'], says: 'acts.set-aside', of: 'tips' },
  { keys: ['M'], says: 'conflicts.merge.now', of: 'tips' },
  { keys: ['Z'], says: 'acts.undo' },
]

/** The list's keys, and how many tips are picked. */
export function KeyBar() {
  const say = useSay()
  const picks = useView((state) => state.picks.size)
  const open = useView((state) => state.selected?.kind === 'tip')
  return (
    <p className="key-bar">
      {KEYS.filter(({ of }) => of === undefined || open || picks > 0).map(({ keys, says }) => (
        <span key={says}>
          {keys.map((key) => <Key key={key} of={key} />)} {say(says)}
        </span>
      ))}
      {picks > 0 && <b className="key-bar-picks">{say('tips.keys.picked', { count: picks })}</b>}
    </p>
  )
}
