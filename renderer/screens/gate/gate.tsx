import { useCallback, useState } from 'react'
import type { VaultListing } from '../../../shared/station/station.ts'
import { useActKeys } from '../../acts/keys.ts'
import { FaultNote } from '../../parts/fault.tsx'
import { StatusBar } from '../../parts/status-bar.tsx'
import { useSay } from '../../session/language.ts'
import { useStation } from '../../session/station.ts'
import { lookForVaults, useVault } from '../../session/vault.ts'
import { Brand } from './brand.tsx'
import { FirstStart } from './first-start.tsx'
import { FoundVault } from './found-vault.tsx'
import { Globe } from './globe.tsx'
import { RecoverVault } from './recover-vault.tsx'
import { RestoreBackup } from './restore-backup.tsx'
import { Unlock } from './unlock.tsx'

/** What stands before the vault: how to begin, founding, and opening. */
export function Gate() {
  useActKeys()
  const say = useSay()
  const station = useStation()
  const { phase, vaults, startFault } = useVault()
  const [step, setStep] = useState<'begin' | 'found' | 'choose' | 'restore'>('begin')
  /** The vault that is opened with its recovery key. */
  const [recovering, setRecovering] = useState<VaultListing | null>(null)
  const backToBegin = useCallback(() => setStep('begin'), [])
  const stopRecovering = useCallback(() => setRecovering(null), [])
  /** The vault that was restored just now, to be opened first. */
  const [restored, setRestored] = useState<string | undefined>()
  const openRestored = (vault: string, by: 'passphrase' | 'recovery-key') => {
    setRestored(vault)
    if (by === 'recovery-key') setRecovering(vaults.find((each) => each.vault === vault) ?? null)
    setStep('begin')
  }
  const kept = vaults.filter((vault) => !vault.sample)
  return (
    <div className="gate-frame">
      <main className="gate" aria-label={say('gate.name')}>
        <Globe />
        <div className="gate-in">
          {startFault ? (
            <>
              <Brand says={say('gate.new-here')} />
              <FaultNote fault={{ ...startFault, act: { title: { key: 'app.try-again' }, run: () => void lookForVaults(station) } }} />
            </>
          ) : phase === 'starting' ? null : step === 'found' ? (
            <FoundVault onBack={backToBegin} />
          ) : step === 'restore' ? (
            <RestoreBackup onBack={() => setStep(kept.length > 0 ? 'choose' : 'begin')} onOpen={openRestored} />
          ) : recovering ? (
            <RecoverVault listing={recovering} onBack={stopRecovering} />
          ) : kept.length > 0 && step === 'begin' ? (
            <Unlock vaults={kept} first={restored} onOther={() => setStep('choose')} onRecover={setRecovering} />
          ) : (
            <FirstStart first={kept.length === 0} onFound={() => setStep('found')} onRestore={() => setStep('restore')} {...(kept.length > 0 && { onBack: () => setStep('begin') })} />
          )}
        </div>
      </main>
      <StatusBar />
    </div>
  )
}
