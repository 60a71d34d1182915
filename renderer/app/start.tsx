import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import type { Station } from '../../shared/station/station.ts'
import { BACKUP_ACTS } from '../acts/backups.ts'
import { CONFLICT_ACTS } from '../acts/conflicts.ts'
import { ERASING_ACTS } from '../acts/erasing.ts'
import { HISTORY_ACTS } from '../acts/history.ts'
import { MERGE_ACTS } from '../acts/merging.ts'
import { navigationActs } from '../acts/navigation.ts'
import { useActs } from '../acts/standing.ts'
import { WINDOW_ACTS } from '../acts/window.ts'
import { PRESENT_ACTS } from '../acts/present.ts'
import { TIP_ACTS } from '../acts/tips.ts'
import { speak } from '../session/language.ts'
import { usePreferences } from '../session/preferences.ts'
import { followTheme } from '../session/theme.ts'
import '../styles/index.css'
import { App } from './app.tsx'
import { SCREENS } from './screens.ts'

/** Draws the window over a station. Theme and language follow their choice in place from then on. */
export async function start(root: HTMLElement, station: Station): Promise<void> {
  followTheme(document.documentElement)
  // A file dropped where nothing takes it would replace the program by itself.
  for (const name of ['dragover', 'drop']) addEventListener(name, (event) => event.preventDefault())
  useActs.setState({ always: [...TIP_ACTS, ...CONFLICT_ACTS, ...MERGE_ACTS, ...ERASING_ACTS, ...PRESENT_ACTS, ...WINDOW_ACTS, ...BACKUP_ACTS, ...HISTORY_ACTS, ...navigationActs(SCREENS)] })
  await speak(usePreferences.getState().language)
  usePreferences.subscribe((now, before) => {
    if (now.language !== before.language) void speak(now.language)
  })
  createRoot(root).render(
    <StrictMode>
      <App station={station} />
    </StrictMode>,
  )
}
