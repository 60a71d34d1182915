import { useRef, useState, type FormEvent } from 'react'
import { flushSync } from 'react-dom'
import { TellableError } from '../../../shared/model/message.ts'
import { Button } from '../../parts/button.tsx'
import { FaultNote } from '../../parts/fault.tsx'
import { PassphraseField } from '../../parts/passphrase/passphrase-field.tsx'
import { useSay } from '../../session/language.ts'
import { faultOf, tell, type Fault } from '../../session/notices.ts'
import { useStation } from '../../session/station.ts'

/** A further secret of this machine, for whoever fears that the one it keeps was copied. */
export function DeviceSecret() {
  const say = useSay()
  const station = useStation()
  const [passphrase, setPassphrase] = useState('')
  const [wrong, setWrong] = useState(false)
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState<Omit<Fault, 'id'> | null>(null)
  const field = useRef<HTMLInputElement>(null)
  const renew = async (event: FormEvent) => {
    event.preventDefault()
    if (busy) return
    setBusy(true)
    setFault(null)
    try {
      await station.renewDeviceSecret(passphrase)
      tell({ key: 'accounts.device.done' })
      setPassphrase('')
    } catch (error) {
      if (!(error instanceof TellableError && error.code === 'wrong-passphrase')) setFault(faultOf(error))
      else {
        flushSync(() => setWrong(true))
        field.current?.focus()
      }
    }
    setBusy(false)
  }
  return (
    <form className="settings-form" onSubmit={(event) => void renew(event)} autoComplete="off" aria-busy={busy}>
      <h3>{say('accounts.device.title')}</h3>
      <p className="soft lead">{say('accounts.device.lead')}</p>
      <PassphraseField
        id="device-passphrase"
        label={say('accounts.passphrase.present')}
        field={field}
        value={passphrase}
        onChange={(typed) => {
          setPassphrase(typed)
          setWrong(false)
        }}
        invalid={wrong}
        refused={wrong ? say('accounts.passphrase.wrong') : null}
      />
      {fault && <FaultNote fault={fault} />}
      <p className="settings-acts">
        <Button submit disabled={busy || passphrase === ''}>
          {say('accounts.device.renew')}
        </Button>
      </p>
    </form>
  )
}
