import { useState } from 'react'
import type { AccountListing } from '../../../shared/station/keeping/accounts.ts'
import { Button } from '../../parts/button.tsx'
import { FaultNote } from '../../parts/fault.tsx'
import { useFormats, useSay } from '../../session/language.ts'
import { useLoaded } from '../../session/loaded.ts'
import { tell, tellFault } from '../../session/notices.ts'
import { useStation } from '../../session/station.ts'
import { useVault } from '../../session/vault.ts'
import { AccountForm } from './account-form.tsx'
import { EndAccount } from './end-account.tsx'

type Doing = { readonly what: 'add' } | { readonly what: 'change' | 'end'; readonly account: AccountListing } | null

/** Who opens this vault and with which keys; an administrator adds, changes and ends accounts, a holder grants what waits. */
export function Accounts() {
  const say = useSay()
  const station = useStation()
  const status = useVault((state) => state.status)
  const [doing, setDoing] = useState<Doing>(null)
  const [moved, setMoved] = useState(0)
  const [ended, setEnded] = useState(false)
  const { value: accounts = [], fault } = useLoaded(() => station.accounts(), [station, moved, status?.waiting])
  const done = () => {
    setDoing(null)
    setMoved(moved + 1)
  }
  const administrator = status?.keys.administrator === true
  const acting = (act: () => Promise<void>, told: string, name: string) => () => void act().then(() => tell({ key: told, values: { name } }), tellFault).finally(() => setMoved((before) => before + 1))
  if (doing?.what === 'add') return <AccountForm account={null} onDone={done} />
  if (doing?.what === 'change') return <AccountForm account={doing.account} onDone={done} />
  if (doing?.what === 'end') return <EndAccount account={doing.account} onDone={done} />
  const gone = accounts.filter(({ active }) => !active)
  const shown = accounts.filter(({ active }) => active || ended)
  return (
    <>
      <p className="soft lead">{say('accounts.lead')}</p>
      {fault && <FaultNote fault={fault} />}
      <table className="settings-table">
        <thead>
          <tr>
            <th scope="col">{say('accounts.name')}</th>
            <th scope="col">{say('accounts.roles')}</th>
            <th scope="col">{say('accounts.since')}</th>
            <th scope="col">
              <span className="aside-only">{say('accounts.acts')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map((account) => (
            <tr key={account.id} data-off={account.active ? undefined : 'yes'}>
              <th scope="row">
                <bdi>{account.name}</bdi> {account.own && <small className="muted">{say('accounts.you')}</small>}
                {!account.active && <small className="muted">{say('accounts.ended')}</small>}
              </th>
              <td>
                <Roles account={account} />
              </td>
              <td>
                <Since milliseconds={account.since} />
              </td>
              <td>
                <div className="settings-acts">
                  {account.active && account.grantable.length > 0 && (
                    <Button small kind="primary" named={say('accounts.grant-to', { name: account.name })} onClick={acting(() => station.grantWaiting(account.id), administrator ? 'accounts.granted' : 'accounts.granted-offer', account.name)}>
                      {say('accounts.grant')}
                    </Button>
                  )}
                  {administrator && account.renewal && (
                    <Button small kind="primary" named={say('accounts.renew-of', { name: account.name })} onClick={acting(() => station.renewAccount(account.id), 'accounts.renewed', account.name)}>
                      {say('accounts.renew')}
                    </Button>
                  )}
                  {administrator && account.active && (
                    <>
                      <Button small named={say('accounts.change-of', { name: account.name })} onClick={() => setDoing({ what: 'change', account })}>
                        {say('accounts.change')}
                      </Button>
                      {!account.own && (
                        <Button small named={say('accounts.end-of', { name: account.name })} onClick={() => setDoing({ what: 'end', account })}>
                          {say('accounts.end')}
                        </Button>
                      )}
                    </>
                  )}
                </div>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="settings-acts">
        {administrator && (
          <Button kind="primary" onClick={() => setDoing({ what: 'add' })}>
            {say('accounts.add')}
          </Button>
        )}
        {gone.length > 0 && !ended && (
          <Button kind="quiet" onClick={() => setEnded(true)}>
            {say('accounts.show-ended', { count: gone.length })}
          </Button>
        )}
      </p>
    </>
  )
}

/** What an account's keys come to, and what of it still waits for somebody. */
function Roles({ account: { roles, countries, waitsFor, renewal } }: { readonly account: AccountListing }) {
  const say = useSay()
  const formats = useFormats()
  const named = (role: AccountListing['roles'][number]) => (role === 'ambassador' ? say('accounts.ambassador-of', { countries: formats.list(countries.map(formats.country)) }) : say(`vocabularies.role.${role}`))
  return (
    <>
      {roles.length > 0 ? formats.names(roles.map(named)) : <span className="muted">{say('accounts.no-role')}</span>}
      {waitsFor.length > 0 && <small className="settings-waits">{say('accounts.waits-for', { roles: formats.list(waitsFor.map((role) => say(`vocabularies.role.${role}`))) })}</small>}
      {renewal && <small className="settings-waits">{say('accounts.renewal')}</small>}
    </>
  )
}

function Since({ milliseconds }: { readonly milliseconds: number }) {
  const formats = useFormats()
  return <>{formats.date(milliseconds / 1000, { dateStyle: 'medium' })}</>
}
