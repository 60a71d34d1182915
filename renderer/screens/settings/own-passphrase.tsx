import { useRef, useState, type FormEvent } from 'react'
import { flushSync } from 'react-dom'
import { TellableError } from '../../../shared/model/message.ts'
import { Button } from '../../parts/button.tsx'
import { FaultNote } from '../../parts/fault.tsx'
import { NewPassphrase, takes, useNewPassphrase } from '../../parts/passphrase/new-passphrase.tsx'
import { PassphraseField } from '../../parts/passphrase/passphrase-field.tsx'
import { useSay } from '../../session/language.ts'
import { faultOf, type Fault } from '../../session/notices.ts'
import { draftsSettled } from '../../session/sealed-draft.ts'
import { useStation } from '../../session/station.ts'
import { sealVault, useVault } from '../../session/vault.ts'
import { DeviceSecret } from './device-secret.tsx'

/** A new passphrase in the place of one's own; the vault seals, and opens with the new one. */
export function OwnPassphrase() {
  const say = useSay()
  const station = useStation()
  const { status, shell } = useVault()
  const [present, setPresent] = useState('')
  const [wrong, setWrong] = useState(false)
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState<Omit<Fault, 'id'> | null>(null)
  const passphrase = useNewPassphrase()
  const first = useRef<HTMLInputElement>(null)
  const second = useRef<HTMLInputElement>(null)
  const own = [status?.name ?? '', status?.account ?? '']
  const change = async (event: FormEvent) => {
    event.preventDefault()
    if (busy) return
    if (present === '' || !takes(passphrase, own)) {
      flushSync(() => setTried(true))
      return (present === '' ? first : second).current?.focus()
    }
    setBusy(true)
    setFault(null)
    try {
      await draftsSettled()
      await station.changePassphrase({ present, passphrase: passphrase.value })
      await sealVault(station, 'passphrase')
    } catch (error) {
      setBusy(false)
      if (!(error instanceof TellableError && error.code === 'wrong-passphrase')) return setFault(faultOf(error))
      flushSync(() => setWrong(true))
      first.current?.focus()
    }
  }
  return (
    <>
      <form className="settings-form" onSubmit={(event) => void change(event)} autoComplete="off" aria-busy={busy}>
        <p className="soft lead">{say(status?.keys.administrator ? 'accounts.passphrase.lead' : 'accounts.passphrase.lead-waits')}</p>
        <PassphraseField
          id="present-passphrase"
          label={say('accounts.passphrase.present')}
          field={first}
          value={present}
          onChange={(typed) => {
            setPresent(typed)
            setWrong(false)
          }}
          invalid={wrong || (tried && present === '')}
          refused={wrong ? say('accounts.passphrase.wrong') : tried && present === '' ? say('accounts.passphrase.owes') : null}
        />
        <NewPassphrase id="new-passphrase" label={say('accounts.passphrase.new')} own={own} passphrase={passphrase} tried={tried} field={second} />
        {fault && <FaultNote fault={fault} />}
        <p className="settings-acts">
          <Button kind="primary" submit disabled={busy}>
            {say('accounts.passphrase.change')}
          </Button>
        </p>
      </form>
      {shell?.deviceSecret === 'kept' && status?.keys.administrator && <DeviceSecret />}
    </>
  )
}
