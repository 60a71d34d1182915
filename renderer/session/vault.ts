import { create } from 'zustand'
import type { Message } from '../../shared/model/message.ts'
import type { BackupReport } from '../../shared/station/keeping/backups.ts'
import type { Station, StationStatus, VaultListing } from '../../shared/station/station.ts'
import type { AnswerOf } from '../../shared/platform.ts'
import { forgetOpened, forgetsOnSeal, thisOpening } from './forget.ts'
import { faultOf, tellFault, type Fault } from './notices.ts'
import { draftsSettled } from './sealed-draft.ts'

export type SealReason = 'asked' | 'idle' | 'screen-locked' | 'sleep' | 'passphrase' | 'presented'

interface VaultSession {
  /** `starting` until the shell has said which vaults there are; `gate` while sealed; `open`; `presenting`: on the wall, with geography alone. */
  readonly phase: 'starting' | 'gate' | 'open' | 'presenting'
  readonly shell: AnswerOf<'describe'> | null
  readonly vaults: readonly VaultListing[]
  readonly status: StationStatus | null
  readonly sealedBecause: SealReason | null
  /** How backups stand; null until the station has said. */
  readonly backups: BackupReport | null
  /** What is wrong with the station itself; the status bar's own item turns red and says it. */
  readonly fault: Message | null
  /** Why the start failed, where it did. */
  readonly startFault: Omit<Fault, 'id'> | null
  /** Moves with every change; records that were read from the station before are stale. */
  readonly version: number
  /** Moves where tips changed: what was selected or made from their rows is stale. */
  readonly rows: number
}

export const useVault = create<VaultSession>(() => ({ phase: 'starting', shell: null, vaults: [], status: null, backups: null, sealedBecause: null, fault: null, startFault: null, version: 0, rows: 0 }))
forgetsOnSeal('vault', () => useVault.setState({ status: null, backups: null, fault: null, version: 0, rows: 0 }))

/** Asks the shell which vaults there are, and shows the gate. */
export async function lookForVaults(station: Station): Promise<void> {
  try {
    const [shell, vaults] = await Promise.all([station.describe(), station.listVaults()])
    useVault.setState({ phase: 'gate', shell, vaults, startFault: null })
  } catch (error) {
    useVault.setState({ startFault: faultOf(error) })
  }
}

/** Shows the open station; the vault was opened or founded just now. */
export async function enter(station: Station): Promise<void> {
  const [status, backups] = await Promise.all([station.status(), station.backups().catch(() => null)])
  useVault.setState({ phase: 'open', status, backups, sealedBecause: null })
}

const holdsOpened = () => ['open', 'presenting'].includes(useVault.getState().phase)

/**
 * Leaves work for the wall: the window forgets all it had opened, and the vault is opened again with the keys of geography
 * alone. `keep` sets in the forgetful window what a wall may show.
 */
export async function presentVault(station: Station, keep: () => void): Promise<void> {
  if (useVault.getState().phase !== 'open') return
  await draftsSettled()
  useVault.setState({ phase: 'presenting' })
  forgetOpened()
  keep()
  const still = thisOpening()
  try {
    await station.present()
    const status = await station.status()
    if (still()) useVault.setState({ status, sealedBecause: null })
  } catch (error) {
    if (!still()) return
    showSealed('presented')
    tellFault(error)
    await station.seal().catch(() => undefined)
    await lookForVaults(station)
  }
}

/** Under way while the vault seals. */
let sealing: Promise<void> = Promise.resolve()

/** Resolves once no sealing is under way: whoever types a passphrase at once is not caught in it. */
export const sealed = (): Promise<void> => sealing

/** Seals the vault and forgets every opened value in the window. */
export async function sealVault(station: Station, reason: SealReason): Promise<void> {
  if (!holdsOpened()) return
  // The window forgets first: nothing opened may stay on the screen while the worker ends.
  showSealed(reason)
  sealing = draftsSettled().then(() => station.seal()).catch(tellFault)
  await sealing
  await lookForVaults(station)
}

function showSealed(reason: SealReason): void {
  useVault.setState({ phase: 'gate', sealedBecause: reason })
  forgetOpened()
}

/** What is written after a backup is missing from it: asked for once, since from then on it stays so until the next one. */
function followBackups(station: Station): void {
  const { phase, backups } = useVault.getState()
  if (phase !== 'open' || !backups || backups.behind) return
  const still = thisOpening()
  void station.backups().then((report) => still() && useVault.setState({ backups: report }), () => undefined)
}

/** Follows what the station tells unasked. Answers the way to stop. */
export function followStation(station: Station): () => void {
  return station.onEvent((event) => {
    if (event.type === 'changed') useVault.setState({ version: event.version, rows: event.rows })
    else if (event.type === 'status') {
      useVault.setState({ status: event.status })
      followBackups(station)
    } else if (event.type === 'fault') useVault.setState({ fault: event.says })
    else if (event.type === 'backups') {
      // While the vault seals one may still be made: what it tells is for nobody who is here.
      if (useVault.getState().phase === 'open') useVault.setState({ backups: event.report })
    } else if (holdsOpened()) {
      showSealed(event.reason)
      void lookForVaults(station)
    }
  })
}
