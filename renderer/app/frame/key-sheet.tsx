import { contextOf, type Act } from '../../acts/act.ts'
import { useActs } from '../../acts/standing.ts'
import { IconButton } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { Key } from '../../parts/signs.tsx'
import { useSay } from '../../session/language.ts'
import { useStation } from '../../session/station.ts'
import { useView } from '../../session/view.ts'

const GROUPS: readonly Act['group'][] = ['anywhere', 'list', 'map', 'call', 'screen']

/** All keys that mean something here. */
export function KeySheet() {
  const say = useSay()
  const station = useStation()
  const show = useView((state) => state.show)
  const acts = useActs.getState().all().filter((act, index, all) => act.keys.length > 0 && all.findIndex((each) => each.name === act.name) === index)
  const context = contextOf(station)
  return (
    <Dialog name={say('app.keys.name')} className="key-sheet" onClose={() => show(null)}>
      <header>
        <h2>{say('app.keys.name')}</h2>
        <IconButton name={say('app.close')} icon="x" shortcut="Escape" onClick={() => show(null)} />
      </header>
      <div className="key-groups">
        {GROUPS.map((group) => {
          const here = acts.filter((act) => act.group === group)
          return here.length === 0 ? null : (
            <section key={group}>
              <h3>{say(`app.keys.${group}`)}</h3>
              <ul>
                {here.map((act) => (
                  <li key={act.name} data-off={act.possible(context) ? undefined : 'yes'}>
                    <span>{say(act.title)}</span>
                    <span>{act.keys.map((key) => <Key key={key} of={key} />)}</span>
                  </li>
                ))}
              </ul>
            </section>
          )
        })}
      </div>
      <p className="muted">{say('app.keys.letters')}</p>
    </Dialog>
  )
}
