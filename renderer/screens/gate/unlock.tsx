import { useEffect, useRef, useState, type FormEvent } from 'react'
import { flushSync } from 'react-dom'
import { TellableError, type Message } from '../../../shared/model/message.ts'
import type { VaultListing } from '../../../shared/station/station.ts'
import { Button } from '../../parts/button.tsx'
import { FaultNote } from '../../parts/fault.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Settled } from '../../parts/settled.tsx'
import { useSay } from '../../session/language.ts'
import { faultOf, tell, tellNote, type Fault } from '../../session/notices.ts'
import { useStation } from '../../session/station.ts'
import { enter, sealed, useVault } from '../../session/vault.ts'
import { Brand } from './brand.tsx'
import { GateField } from './gate-field.tsx'
import { PassphraseField } from '../../parts/passphrase/passphrase-field.tsx'

/** The sealed vault: its name, and the account and passphrase typed. Nothing else is shown. */
export function Unlock({ vaults, first, onOther, onRecover }: { readonly vaults: readonly VaultListing[]; readonly first?: string | undefined; readonly onOther: () => void; readonly onRecover: (listing: VaultListing) => void }) {
  const say = useSay()
  const station = useStation()
  const sealedBecause = useVault((state) => state.sealedBecause)
  const deviceSecret = useVault((state) => state.shell?.deviceSecret)
  const [chosen, setChosen] = useState(vaults.find(({ vault }) => vault === first)?.vault ?? vaults[0]!.vault)
  const [account, setAccount] = useState('')
  const [passphrase, setPassphrase] = useState('')
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState<Omit<Fault, 'id'> | null>(null)
  /** What opening is at, and the seconds that are waited before it. */
  const [doing, setDoing] = useState<Message | null>(null)
  const [wait, setWait] = useState(0)
  /** The seconds that it began with: what is read aloud doesn't count down. */
  const [waited, setWaited] = useState(0)
  /** The field that is owed, or both where they don't belong together: which of the two is wrong is never told. */
  const [refused, setRefused] = useState<'account' | 'passphrase' | 'both' | null>(null)
  const accountField = useRef<HTMLInputElement>(null)
  const passphraseField = useRef<HTMLInputElement>(null)
  useEffect(() => accountField.current?.focus(), [])
  useEffect(() => {
    if (wait <= 0) return
    const timer = setTimeout(() => setWait(wait - 1), 1000)
    return () => clearTimeout(timer)
  }, [wait])

  const open = async (event: FormEvent) => {
    event.preventDefault()
    if (busy) return
    setFault(null)
    const owed = account.trim() === '' ? 'account' : passphrase === '' ? 'passphrase' : null
    flushSync(() => setRefused(owed))
    if (owed) return (owed === 'account' ? accountField : passphraseField).current?.focus()
    setBusy(true)
    try {
      await sealed()
      const report = await station.open(
        { vault: chosen, account: account.trim(), passphrase },
        {
          onProgress: ({ what, total }) => {
            setDoing(what)
            // After wrong passphrases the station waits before it tries: `total` is that wait, milliseconds.
            setWait(Math.ceil(total / 1000))
            setWaited(Math.ceil(total / 1000))
          },
        },
      )
      setPassphrase('')
      await enter(station)
      if (report.notes.length === 1) tell(report.notes[0]!)
      // Several would push one another out of a toast: they stand until they are dismissed.
      else for (const note of report.notes) tellNote(note)
    } catch (error) {
      setFault(faultOf(error))
      if (error instanceof TellableError && error.code === 'wrong-passphrase') {
        flushSync(() => setRefused('both'))
        passphraseField.current?.select()
      }
    } finally {
      setBusy(false)
      setDoing(null)
      setWait(0)
    }
  }

  const listing = vaults.find((vault) => vault.vault === chosen) ?? vaults[0]!
  return (
    <form onSubmit={(event) => void open(event)} autoComplete="off">
      <Brand says={listing.name} />
      <h1>{say('gate.unlock.title')}</h1>
      <p className="gate-lead">{say(sealedBecause ? `gate.unlock.because-${sealedBecause}` : 'gate.unlock.lead')}</p>
      {vaults.length > 1 && (
        <label className="gate-field">
          <span>{say('gate.unlock.vault')}</span>
          <select className="input" autoComplete="off" value={chosen} onChange={(event) => setChosen(event.target.value)}>
            {vaults.map((vault) => (
              <option key={vault.vault} value={vault.vault}>
                {vault.name}
              </option>
            ))}
          </select>
        </label>
      )}
      <GateField label={say('gate.account')} refused={refused === 'account' ? say('gate.unlock.owes-account') : null} field={accountField} name="account" value={account} onChange={(event) => (setAccount(event.target.value), setRefused(null))} refusedBy={refused === 'both' ? 'unlock-fault' : undefined} />
      <PassphraseField
        label={say('gate.passphrase')}
        field={passphraseField}
        value={passphrase}
        onChange={(typed) => (setPassphrase(typed), setRefused(null))}
        invalid={refused === 'passphrase' || refused === 'both'}
        refused={refused === 'passphrase' ? say('gate.unlock.owes-passphrase') : null}
        {...(refused === 'both' && { describedBy: 'unlock-fault' })}
      >
        <Button kind="primary" submit shortcut="Enter" disabled={busy}>
          {say(busy ? 'gate.unlock.opening' : 'gate.unlock.open')}
        </Button>
      </PassphraseField>
      <Settled words={wait > 0 ? say('gate.unlock.wait', { count: waited }) : doing ? say(doing) : ''} />
      <div className="gate-told">
        {wait > 0 ? (
          <p>
            <Icon name="clock" /> {say('gate.unlock.wait', { count: wait })}
          </p>
        ) : (
          doing && <p>{say(doing)}</p>
        )}
      </div>
      {fault && <FaultNote id="unlock-fault" fault={fault} />}
      {listing.busy && !busy && !fault && <FaultNote fault={{ says: { key: 'gate.unlock.elsewhere' }, remedy: { key: 'gate.unlock.elsewhere-remedy' } }} />}
      {listing.damaged && <FaultNote fault={{ says: { key: 'gate.unlock.damaged' }, remedy: { key: 'gate.unlock.damaged-remedy' } }} />}
      <Honest deviceSecret={deviceSecret === 'kept'} />
      <p className="gate-foot">
        <Button kind="quiet" small onClick={() => onRecover(listing)}>
          {say('gate.unlock.recover')}
        </Button>
        <Button kind="quiet" small onClick={onOther}>
          {say('gate.unlock.other')}
        </Button>
      </p>
    </form>
  )
}

/** What the seal holds off, and what it doesn't. */
function Honest({ deviceSecret }: { readonly deviceSecret: boolean }) {
  const say = useSay()
  return (
    <div className="honest">
      <h2>{say('gate.honest.holds')}</h2>
      <h2>{say('gate.honest.not')}</h2>
      <ul>
        {['lost', 'changed'].map((name) => (
          <li key={name} className="yes">
            <Icon name="check" /> {say(`gate.honest.holds-${name}`)}
          </li>
        ))}
      </ul>
      <ul>
        {['spying', 'watching', 'disk'].map((name) => (
          <li key={name}>
            <Icon name="x" /> {say(`gate.honest.not-${name}`)}
          </li>
        ))}
      </ul>
      <p>
        {!deviceSecret && `${say('gate.honest.no-device-secret')} `}
        {say('gate.honest.lost-for-good')}
      </p>
    </div>
  )
}
