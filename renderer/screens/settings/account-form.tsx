import { useId, useMemo, useRef, useState, type FormEvent } from 'react'
import { COUNTRIES } from '../../../shared/model/countries.ts'
import { ROLES, type RoleName } from '../../../shared/model/roles.ts'
import type { AccountListing } from '../../../shared/station/keeping/accounts.ts'
import { Button } from '../../parts/button.tsx'
import { FaultNote } from '../../parts/fault.tsx'
import { Refused, refusedBy } from '../../parts/form/refused.tsx'
import { useSubmission } from '../../parts/form/submission.ts'
import { NewPassphrase, takes, useNewPassphrase } from '../../parts/passphrase/new-passphrase.tsx'
import { useFormats, useLanguage, useSay } from '../../session/language.ts'
import { tell } from '../../session/notices.ts'
import { useStation } from '../../session/station.ts'
import { useVault } from '../../session/vault.ts'

/** A new account, or the roles of one that is there. */
export function AccountForm({ account, onDone }: { readonly account: AccountListing | null; readonly onDone: () => void }) {
  const say = useSay()
  const station = useStation()
  const stationName = useVault((state) => state.status?.name ?? '')
  const [name, setName] = useState(account?.name ?? '')
  const [roles, setRoles] = useState<ReadonlySet<RoleName>>(new Set(account ? [...account.roles, ...account.waitsFor] : []))
  const [country, setCountry] = useState(account?.countries[0] ?? '')
  const { form, tried, busy, fault, submit } = useSubmission()
  const passphrase = useNewPassphrase()
  const field = useRef<HTMLInputElement>(null)
  const ids = useId()
  const own = [stationName, name]
  const owesName = name.trim() === ''
  const owesRole = roles.size === 0
  const owesCountry = roles.has('ambassador') && country === ''
  const owesPassphrase = account === null && !takes(passphrase, own)
  const save = (event: FormEvent) =>
    submit(event, owesName || owesRole || owesCountry || owesPassphrase, async () => {
      // Another ambassador's country than the one shown stays: the form shows the first.
      const request = { roles: ROLES.filter((role) => roles.has(role)), countries: country === '' ? [] : [...new Set([country, ...(account?.countries.slice(1) ?? [])])] }
      if (account) await station.changeRoles(account.id, request)
      else await station.addAccount({ ...request, name: name.trim(), passphrase: passphrase.value })
      tell({ key: account ? 'accounts.changed' : 'accounts.added', values: { name: name.trim() } })
      onDone()
    })
  const toggle = (role: RoleName) => {
    const next = new Set(roles)
    if (!next.delete(role)) next.add(role)
    setRoles(next)
  }
  return (
    <form ref={form} className="settings-form" onSubmit={(event) => void save(event)} autoComplete="off" aria-busy={busy}>
      <h3 tabIndex={-1} ref={focusOnce}>
        {account ? say('accounts.change-title', { name: account.name }) : say('accounts.add-title')}
      </h3>
      {account === null && (
        <div className="gate-field">
          <label htmlFor={`${ids}-name`}>{say('accounts.name')}</label>
          <input id={`${ids}-name`} className="input" autoComplete="off" spellCheck={false} value={name} onChange={(event) => setName(event.target.value)} {...refusedBy(`${ids}-name-why`, tried && owesName)} />
          <Refused id={`${ids}-name-why`} says={tried && owesName ? say('accounts.owes-name') : null} />
        </div>
      )}
      <fieldset>
        <legend>{say('accounts.roles')}</legend>
        {ROLES.map((role, at) => (
          <label key={role} className="check-row role-row">
            <input type="checkbox" autoComplete="off" checked={roles.has(role)} onChange={() => toggle(role)} {...(at === 0 && refusedBy(`${ids}-role-why`, tried && owesRole))} />
            <span>
              <b>{say(`accounts.role-${role}`)}</b> <span className="muted">{say(`accounts.role-${role}-says`)}</span>
            </span>
          </label>
        ))}
        <Refused id={`${ids}-role-why`} says={tried && owesRole ? say('accounts.owes-role') : null} />
        {account && <p className="muted">{say('accounts.taken-note')}</p>}
      </fieldset>
      {roles.has('ambassador') && (
        <div className="gate-field">
          <label htmlFor={`${ids}-country`}>{say('accounts.country')}</label>
          <CountrySelect id={`${ids}-country`} value={country} onChange={setCountry} refused={tried && owesCountry} />
          <Refused id={`${ids}-country-why`} says={tried && owesCountry ? say('accounts.owes-country') : null} />
        </div>
      )}
      {account === null && (
        <div>
          <h4>{say('accounts.first-passphrase')}</h4>
          <p className="muted">{say('accounts.first-passphrase-says')}</p>
          <NewPassphrase id={`${ids}-passphrase`} own={own} passphrase={passphrase} tried={tried} field={field} />
        </div>
      )}
      {fault && <FaultNote fault={fault} />}
      <p className="settings-acts">
        <Button kind="primary" submit disabled={busy}>
          {say(account ? 'accounts.save' : 'accounts.create')}
        </Button>
        <Button kind="quiet" onClick={onDone}>
          {say('accounts.cancel')}
        </Button>
      </p>
    </form>
  )
}

/** A heading that takes the focus when it comes: a reader starts there. */
export const focusOnce = (element: HTMLElement | null): void => element?.focus()

function CountrySelect({ id, value, onChange, refused }: { readonly id: string; readonly value: string; readonly onChange: (country: string) => void; readonly refused: boolean }) {
  const say = useSay()
  const formats = useFormats()
  const language = useLanguage((state) => state.language)
  const countries = useMemo(
    () => COUNTRIES.filter((code) => code !== '').map((code) => ({ code, name: formats.country(code) })).sort((a, b) => a.name.localeCompare(b.name, language)),
    [formats, language],
  )
  return (
    <select id={id} className="input" autoComplete="off" value={value} onChange={(event) => onChange(event.target.value)} {...refusedBy(`${id}-why`, refused)}>
      <option value="">{say('accounts.choose-country')}</option>
      {countries.map(({ code, name }) => (
        <option key={code} value={code}>
          {name}
        </option>
      ))}
    </select>
  )
}
