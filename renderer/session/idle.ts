import { create } from 'zustand'
import type { Station } from '../../shared/station/station.ts'
import { forgetsOnSeal } from './forget.ts'
import { usePreferences } from './preferences.ts'
import { sealVault, useVault } from './vault.ts'

const WARNING_MILLISECONDS = 60_000
const LOOK_MILLISECONDS = 5000

/** Whether the vault is about to seal itself, so that whoever reads without touching anything can keep it open. */
export const useIdle = create<{ readonly sealsSoon: boolean }>(() => ({ sealsSoon: false }))
forgetsOnSeal('idle', () => useIdle.setState({ sealsSoon: false }))

/** What is due after so long without a key or pointer: a warning comes a minute before the seal, or halfway where that is sooner. */
export function idleStep(idle: number, limit: number): 'nothing' | 'warn' | 'seal' {
  if (idle >= limit) return 'seal'
  return idle >= limit - Math.min(WARNING_MILLISECONDS, limit / 2) ? 'warn' : 'nothing'
}

/** Warns, then seals after the chosen minutes without a key or pointer; any of them takes the warning back. Answers the way to stop. */
export function sealWhenIdle(station: Station): () => void {
  let last = Date.now()
  const touched = () => {
    last = Date.now()
    if (useIdle.getState().sealsSoon) useIdle.setState({ sealsSoon: false })
  }
  const events = ['keydown', 'pointerdown', 'pointermove', 'wheel'] as const
  for (const name of events) addEventListener(name, touched, { capture: true, passive: true })
  const timer = setInterval(() => {
    if (useVault.getState().phase !== 'open') return touched()
    const step = idleStep(Date.now() - last, usePreferences.getState().idleMinutes * 60_000)
    if (step === 'seal') void sealVault(station, 'idle')
    else if (step === 'warn') useIdle.setState({ sealsSoon: true })
  }, LOOK_MILLISECONDS)
  return () => {
    clearInterval(timer)
    for (const name of events) removeEventListener(name, touched, { capture: true })
  }
}
