import { useRef, useState, type FormEvent } from 'react'
import { flushSync } from 'react-dom'
import type { BackupReport, BackupSchedule } from '../../../shared/station/keeping/backups.ts'
import { BACKUP_ACTS } from '../../acts/backups.ts'
import { ActButton, Button } from '../../parts/button.tsx'
import { FaultNote } from '../../parts/fault.tsx'
import { Refused } from '../../parts/form/refused.tsx'
import { Icon } from '../../parts/icon.tsx'
import { thisOpening } from '../../session/forget.ts'
import { useFormats, useSay } from '../../session/language.ts'
import { faultOf, tellFault, type Fault } from '../../session/notices.ts'
import { useStation } from '../../session/station.ts'
import { useVault } from '../../session/vault.ts'
import { useWhen } from '../../session/when.ts'
import { BackupsThere } from './backups-there.tsx'

const SCHEDULES: readonly BackupSchedule[] = ['off', 'daily', 'weekly', 'sealing']
const KEEPS: readonly (number | null)[] = [null, 3, 7, 30]

/** Copies of the vault: the last, where they go, when they are made, how many are kept, and what lies there. */
export function Backups() {
  const say = useSay()
  const backups = useVault((state) => state.backups)
  if (!backups) return null
  return (
    <>
      <Last backups={backups} />
      <Where backups={backups} />
      {backups.place && <Rules backups={backups} />}
      {backups.place?.present && <BackupsThere />}
      <section>
        <h3>{say('backup.settings.know')}</h3>
        <p className="soft settings-words">{say('backup.settings.know-says')}</p>
      </section>
    </>
  )
}

/** When they are made, and how many are kept. */
function Rules({ backups }: { readonly backups: BackupReport }) {
  const say = useSay()
  const station = useStation()
  const set = (change: Parameters<typeof station.setBackups>[0]) => {
    const still = thisOpening()
    void station.setBackups(change).then((report) => still() && useVault.setState({ backups: report })).catch(tellFault)
  }
  return (
    <>
      <fieldset>
        <legend>{say('backup.settings.when')}</legend>
        <div className="choice">
          {SCHEDULES.map((each) => (
            <label key={each}>
              <input type="radio" name="schedule" autoComplete="off" checked={backups.schedule === each} onChange={() => set({ schedule: each })} />
              {say(`backup.settings.schedule-${each}`)}
            </label>
          ))}
        </div>
        <p className="muted">{say(backups.schedule === 'sealing' ? 'backup.settings.sealing-hint' : 'backup.settings.when-hint')}</p>
      </fieldset>
      <fieldset>
        <legend>{say('backup.settings.keep')}</legend>
        <div className="choice">
          {KEEPS.map((each) => (
            <label key={each}>
              <input type="radio" name="keep" autoComplete="off" checked={backups.keep === each} onChange={() => set({ keep: each })} />
              {each === null ? say('backup.settings.keep-all') : say('backup.settings.keep-some', { count: each })}
            </label>
          ))}
        </div>
        <p className="muted">{say('backup.settings.keep-hint')}</p>
      </fieldset>
    </>
  )
}

function Last({ backups: { made: [last], trouble, behind, place } }: { readonly backups: BackupReport }) {
  const say = useSay()
  const formats = useFormats()
  const when = useWhen()
  return (
    <section className="backup-last">
      <h3>{say('backup.settings.last')}</h3>
      {last ? (
        <>
          <p className="soft settings-words">
            {say(last.check?.verified ? 'backup.settings.verified' : 'backup.settings.unverified', { when: when(last.made), name: last.name, size: formats.bytes(last.bytes) })} {last.check?.says && say(last.check.says)}
          </p>
          <p className="muted">{say(behind ? 'backup.settings.behind' : 'backup.settings.not-behind')}</p>
        </>
      ) : (
        <p className="soft settings-words">{say('backup.settings.none')}</p>
      )}
      {trouble && <FaultNote fault={{ says: trouble.says, ...(trouble.remedy && { remedy: trouble.remedy }) }} />}
      {place && (
        <p className="settings-acts">
          <ActButton act={BACKUP_ACTS[0]!} kind="primary" />
        </p>
      )}
    </section>
  )
}

function Where({ backups: { place } }: { readonly backups: BackupReport }) {
  const say = useSay()
  const formats = useFormats()
  const [changing, setChanging] = useState(false)
  return (
    <section className="backup-where">
      <h3>{say('backup.settings.where')}</h3>
      {place ? (
        <>
          <p className="soft">
            <bdi className="id" dir="ltr">{place.path}</bdi>
            {place.freeBytes !== null && <span className="muted"> · {say('backup.settings.free', { size: formats.bytes(place.freeBytes) })}</span>}
          </p>
          {!place.present && <Warning words={say('backup.settings.missing')} />}
          {place.present && place.sameDisk && <Warning words={say('backup.settings.same-disk')} />}
        </>
      ) : (
        <p className="soft settings-words">{say('backup.settings.where-none')}</p>
      )}
      {place && !changing ? (
        <p className="settings-acts">
          <Button onClick={() => setChanging(true)}>{say('backup.settings.another')}</Button>
        </p>
      ) : (
        <ChooseFolder onChosen={() => setChanging(false)} {...(place && { onCancel: () => setChanging(false) })} />
      )}
    </section>
  )
}

const Warning = ({ words }: { readonly words: string }) => (
  <p className="settings-warning">
    <Icon name="alert-triangle" /> <span>{words}</span>
  </p>
)

/** In a dialog of the shell's own, or typed where it has none. */
function ChooseFolder({ onChosen, onCancel }: { readonly onChosen: () => void; readonly onCancel?: () => void }) {
  const say = useSay()
  const station = useStation()
  const typed = useVault((state) => state.shell?.choosesPlaces !== 'dialog')
  const [refused, setRefused] = useState<Omit<Fault, 'id'> | null>(null)
  const [busy, setBusy] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  const choose = async (event?: FormEvent) => {
    event?.preventDefault()
    if (busy) return
    setBusy(true)
    const still = thisOpening()
    try {
      const report = await station.chooseBackupFolder(typed ? (field.current?.value ?? '') : null)
      setBusy(false)
      if (!report || !still()) return
      useVault.setState({ backups: report })
      onChosen()
    } catch (error) {
      flushSync(() => (setRefused(faultOf(error)), setBusy(false)))
      field.current?.focus()
    }
  }
  const why = refused && [refused.says, refused.remedy].flatMap((line) => (line ? [say(line)] : [])).join(' ')
  const cancel = onCancel && (
    <Button kind="quiet" onClick={onCancel}>
      {say('app.cancel')}
    </Button>
  )
  if (!typed) {
    return (
      <>
        <p className="settings-acts">
          <Button onClick={() => void choose()} disabled={busy}>
            {say('backup.settings.choose')}
          </Button>
          {cancel}
        </p>
        <Refused id="backup-folder-why" says={why} />
      </>
    )
  }
  return (
    <form className="backup-folder" onSubmit={(event) => void choose(event)} autoComplete="off" aria-busy={busy || undefined} noValidate>
      <label htmlFor="backup-folder">{say('backup.settings.folder')}</label>
      <input ref={field} id="backup-folder" className="input id" dir="ltr" autoComplete="off" autoCapitalize="off" spellCheck={false} aria-invalid={refused !== null || undefined} aria-describedby={`backup-folder-hint${refused ? ' backup-folder-why' : ''}`} onChange={() => setRefused(null)} />
      <small id="backup-folder-hint">{say('backup.settings.folder-hint')}</small>
      <Refused id="backup-folder-why" says={why} />
      <p className="settings-acts">
        <Button submit disabled={busy}>
          {say('backup.settings.use')}
        </Button>
        {cancel}
      </p>
    </form>
  )
}
