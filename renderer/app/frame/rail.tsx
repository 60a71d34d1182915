import { runAct } from '../../acts/keys.ts'
import { useActs } from '../../acts/standing.ts'
import { Icon } from '../../parts/icon.tsx'
import { opensScreen, type ScreenDeclaration } from '../../parts/screen.ts'
import { Mark } from '../../parts/signs.tsx'
import { useSay } from '../../session/language.ts'
import { useStation } from '../../session/station.ts'
import { useVault } from '../../session/vault.ts'
import { useView } from '../../session/view.ts'
import { SCREENS } from '../screens.ts'

/** Where one can go. The call stands first and apart; what isn't built, or what the account's keys don't open, isn't here. */
export function Rail() {
  const say = useSay()
  const station = useStation()
  const account = useVault((state) => state.status?.account ?? null)
  const keys = useVault((state) => state.status?.keys)
  const current = useView((state) => state.screen)
  const go = useView((state) => state.go)
  const seal = useActs((state) => state.always.find((act) => act.name === 'seal-vault'))
  const link = (screen: ScreenDeclaration, key: string | null) => (
    <button
      type="button"
      className={screen.rail === 'call' ? 'rail-link rail-call' : 'rail-link'}
      aria-current={screen.id === current ? 'page' : undefined}
      aria-label={say(screen.title)}
      title={key ? `${say(screen.title)} (${key})` : say(screen.title)}
      onClick={() => go(screen.id)}
    >
      <Icon name={screen.icon} />
    </button>
  )
  const places = (where: ScreenDeclaration['rail']) => SCREENS.filter((screen) => screen.rail === where && keys && opensScreen(screen, keys))
  return (
    <nav className="rail" aria-label={say('app.rail.name')}>
      <span className="rail-mark">
        <Mark />
      </span>
      {places('call').map((screen) => (
        <div key={screen.id}>{link(screen, 'F2')}</div>
      ))}
      <ul>
        {places('work').map((screen) => (
          <li key={screen.id}>{link(screen, `G ${screen.letter}`)}</li>
        ))}
      </ul>
      <ul className="rail-foot">
        {places('foot').map((screen) => (
          <li key={screen.id}>{link(screen, `G ${screen.letter}`)}</li>
        ))}
        {seal && (
          <li>
            <button type="button" className="rail-link" aria-label={say(seal.title)} title={`${say(seal.title)} (Ctrl L)`} onClick={() => void runAct(seal, station)}>
              <Icon name="lock" />
            </button>
          </li>
        )}
        {account && (
          <li>
            <span className="rail-account" role="img" aria-label={say('app.rail.account', { account })} title={say('app.rail.account', { account })}>
              {[...account][0]?.toLocaleUpperCase()}
            </span>
          </li>
        )}
      </ul>
    </nav>
  )
}
