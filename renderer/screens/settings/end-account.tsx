import { useId, useState, type FormEvent } from 'react'
import { foldAccountName } from '../../../shared/vault/account-name.ts'
import type { AccountListing } from '../../../shared/station/keeping/accounts.ts'
import { Button } from '../../parts/button.tsx'
import { FaultNote } from '../../parts/fault.tsx'
import { Refused, refusedBy } from '../../parts/form/refused.tsx'
import { useSubmission } from '../../parts/form/submission.ts'
import { useSay } from '../../session/language.ts'
import { tell } from '../../session/notices.ts'
import { useStation } from '../../session/station.ts'
import { focusOnce } from './account-form.tsx'

/** Ends an account, which can't be taken back: its name is typed first. */
export function EndAccount({ account, onDone }: { readonly account: AccountListing; readonly onDone: () => void }) {
  const say = useSay()
  const station = useStation()
  const [typed, setTyped] = useState('')
  const { form, tried, busy, fault, submit } = useSubmission()
  const id = useId()
  const right = foldAccountName(typed) === foldAccountName(account.name)
  const end = (event: FormEvent) =>
    submit(event, !right, async () => {
      await station.endAccount(account.id)
      tell({ key: 'accounts.ended-told', values: { name: account.name } })
      onDone()
    })
  return (
    <form ref={form} className="settings-form" onSubmit={(event) => void end(event)} autoComplete="off" aria-busy={busy}>
      <h3 tabIndex={-1} ref={focusOnce}>
        {say('accounts.end-title', { name: account.name })}
      </h3>
      <p className="lead">{say('accounts.end-lead')}</p>
      <div className="gate-field">
        <label htmlFor={id}>{say('accounts.end-type')}</label>
        <input id={id} className="input" autoComplete="off" spellCheck={false} value={typed} onChange={(event) => setTyped(event.target.value)} {...refusedBy(`${id}-why`, tried && !right)} />
        <Refused id={`${id}-why`} says={tried && !right ? say('accounts.end-mismatch') : null} />
      </div>
      {fault && <FaultNote fault={fault} />}
      <p className="settings-acts">
        <Button kind="danger" submit disabled={busy}>
          {say('accounts.end')}
        </Button>
        <Button kind="quiet" onClick={onDone}>
          {say('accounts.cancel')}
        </Button>
      </p>
    </form>
  )
}
