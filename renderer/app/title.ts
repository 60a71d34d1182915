import { useEffect } from 'react'
import { useSay } from '../session/language.ts'
import { useVault } from '../session/vault.ts'
import { useView } from '../session/view.ts'
import { SCREENS } from './screens.ts'

/**
 * Names the window after its screen, for those who hear it or choose among windows. A task list and a screen share
 * show it too: it never holds a station's name, a record's or a word of one.
 */
export function useTitle(): void {
  const say = useSay()
  const { phase, vaults } = useVault()
  const screen = useView((state) => state.screen)
  const here = phase === 'starting' ? null : phase === 'presenting' ? 'presentation.title' : phase === 'gate' ? (vaults.length > 0 ? 'app.status.sealed' : 'app.status.no-vault') : SCREENS.find(({ id }) => id === screen)?.title
  useEffect(() => {
    document.title = here ? `${say(here)} · ${say('app.name')}` : say('app.name')
  }, [here, say])
}
