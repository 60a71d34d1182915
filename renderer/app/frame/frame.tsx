import { Suspense, useEffect, useRef } from 'react'
import type { HeldKeys } from '../../../shared/model/roles.ts'
import { useActKeys } from '../../acts/keys.ts'
import { useSay } from '../../session/language.ts'
import { useFollowPassing } from '../../session/selection.ts'
import { announceHeading, useAnnounced } from '../../session/announce.ts'
import { opensScreen, type ScreenDeclaration } from '../../parts/screen.ts'
import { useVault } from '../../session/vault.ts'
import { useView } from '../../session/view.ts'
import { DropZone } from '../../screens/import/drop-zone.tsx'
import { INSPECTORS, SCREENS } from '../screens.ts'
import { Bar } from './bar.tsx'
import { useKeepFocus } from './keep-focus.ts'
import { KeySheet } from './key-sheet.tsx'
import { Notices } from './notices.tsx'
import { Palette } from './palette.tsx'
import { Rail } from './rail.tsx'
import { StatusBar } from '../../parts/status-bar.tsx'

/** The screen that was gone to, or the first of the rail that this account's keys open. */
function shownScreen(id: string, keys: HeldKeys | undefined): ScreenDeclaration {
  const opened = SCREENS.filter((screen) => keys && opensScreen(screen, keys))
  return opened.find((screen) => screen.id === id) ?? opened.find(({ rail }) => rail === 'work') ?? SCREENS.at(-1)!
}

/** The open window: rail, bar, the screen, its inspector, status. */
export function Frame() {
  useActKeys()
  useFollowPassing()
  useKeepFocus()
  const say = useSay()
  const id = useView((state) => state.screen)
  const overlay = useView((state) => state.overlay)
  const selected = useView((state) => state.selected)
  const keys = useVault((state) => state.status?.keys)
  const screen = shownScreen(id, keys)
  const inspector = screen.inspector && selected ? INSPECTORS.find((each) => each.kind === selected.kind) : undefined
  const main = useRef<HTMLElement>(null)
  useEffect(() => {
    // A screen that takes no focus of its own gets it as a whole, so that a reader starts there and not in the rail.
    if (!main.current?.contains(document.activeElement)) main.current?.focus()
  }, [id])
  const open = inspector ? (selected?.id ?? null) : null
  useEffect(() => {
    if (open === null) return
    // Its head says what it is, once it is drawn; whoever is in it hears it anyway.
    const timer = setTimeout(() => {
      const panel = document.querySelector('.inspector')
      if (panel && !panel.contains(document.activeElement)) announceHeading(panel.querySelector('h2')?.textContent ?? '')
    }, 500)
    return () => clearTimeout(timer)
  }, [open])
  const Screen = screen.component
  const Inspector = inspector?.component
  return (
    <DropZone>
      <div className={`frame${screen.bar === 'own' ? ' own-bar' : ''}${Inspector ? ' inspecting' : ''}`} inert={overlay !== null}>
        <Rail />
        {screen.bar === 'filters' && <Bar screen={screen} />}
        <main ref={main} className="work" tabIndex={-1} aria-label={say(screen.title)}>
          {screen.bar === 'filters' && <h1 className="aside-only">{say(screen.title)}</h1>}
          <Suspense fallback={null}>
            <Screen />
          </Suspense>
        </main>
        {Inspector && selected && (
          <aside className="inspector" aria-label={say('app.inspector')}>
            <Inspector key={selected.id} id={selected.id} />
          </aside>
        )}
        <Announced />
        <StatusBar />
      </div>
      <Notices />
      {overlay === 'palette' && <Palette />}
      {overlay === 'keys' && <KeySheet />}
    </DropZone>
  )
}

/** Read aloud, never seen. */
function Announced() {
  const say = useSay()
  const { message, heading } = useAnnounced()
  return (
    <p className="aside-only" role="status">
      {message ? say(message) : <bdi>{heading}</bdi>}
    </p>
  )
}
