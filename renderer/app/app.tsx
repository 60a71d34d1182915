import { lazy, Suspense, useEffect } from 'react'
import type { Station } from '../../shared/station/station.ts'
import { Gate } from '../screens/gate/gate.tsx'
import { clearCopied } from '../session/clipboard.ts'
import { sealWhenIdle } from '../session/idle.ts'
import { keepView } from '../session/kept-view.ts'
import { StationContext } from '../session/station.ts'
import { followStation, lookForVaults, useVault } from '../session/vault.ts'
import { Frame } from './frame/frame.tsx'
import { Notices } from './frame/notices.tsx'
import { useTitle } from './title.ts'

// With the map's library, as the map's own screen.
const Presentation = lazy(() => import('../screens/presentation/presentation.tsx').then(({ Presentation }) => ({ default: Presentation })))

/** The window: the gate while the vault is sealed, the frame while it is open. */
export function App({ station }: { readonly station: Station }) {
  const phase = useVault((state) => state.phase)
  useTitle()
  useEffect(() => {
    const stopFollowing = followStation(station)
    const stopIdle = sealWhenIdle(station)
    void lookForVaults(station)
    return () => {
      stopFollowing()
      stopIdle()
    }
  }, [station])
  useEffect(() => (phase === 'open' ? keepView(station) : undefined), [phase, station])
  useEffect(() => {
    if (phase !== 'open') return
    const copied = clearCopied()
    return () => {
      copied.clear()
      copied.stop()
    }
  }, [phase])
  return (
    <StationContext value={station}>
      {phase === 'open' ? (
        <Frame />
      ) : phase === 'presenting' ? (
        <>
          <Suspense fallback={null}>
            <Presentation />
          </Suspense>
          <Notices />
        </>
      ) : (
        <Gate />
      )}
    </StationContext>
  )
}
