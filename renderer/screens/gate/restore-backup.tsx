import { useEffect, useRef, useState, type FormEvent } from 'react'
import { flushSync } from 'react-dom'
import type { Station } from '../../../shared/station/station.ts'
import { Button } from '../../parts/button.tsx'
import { FaultNote } from '../../parts/fault.tsx'
import { Settled } from '../../parts/settled.tsx'
import { useFormats, useSay } from '../../session/language.ts'
import { faultOf, wasCancelled, type Fault } from '../../session/notices.ts'
import { useStation } from '../../session/station.ts'
import { lookForVaults, useVault } from '../../session/vault.ts'
import { Brand } from './brand.tsx'
import { GateField } from './gate-field.tsx'

type Preview = Awaited<ReturnType<Station['previewBackup']>>
interface Found { readonly place: string; readonly name: string; readonly preview: Preview }
interface Restored { readonly vault: string; readonly name: string; readonly aside: string | null; readonly opensWith: Preview['opensWith'] }

interface RestoreBackupProps {
  readonly onBack: () => void
  /** Goes on to the vault that was restored: to its passphrase, or to its recovery key. */
  readonly onOpen: (vault: string, by: 'passphrase' | 'recovery-key') => void
}

/** Brings a vault back from a backup: its file, what it says of itself, then the vault. */
export function RestoreBackup({ onBack, onOpen }: RestoreBackupProps) {
  const say = useSay()
  const [found, setFound] = useState<Found | null>(null)
  const [restored, setRestored] = useState<Restored | null>(null)
  return (
    <section>
      <Brand says={say('backup.restore.brand')} />
      {restored ? (
        <Done restored={restored} onOpen={onOpen} />
      ) : found ? (
        <Look found={found} onAnother={() => setFound(null)} onBack={onBack} onRestored={setRestored} />
      ) : (
        <Choose onFound={setFound} onBack={onBack} />
      )}
    </section>
  )
}

function Choose({ onFound, onBack }: { readonly onFound: (found: Found) => void; readonly onBack: () => void }) {
  const say = useSay()
  const formats = useFormats()
  const station = useStation()
  const typed = useVault((state) => state.shell?.choosesPlaces !== 'dialog')
  const [path, setPath] = useState('')
  const [read, setRead] = useState<number | null>(null)
  const [refused, setRefused] = useState<Omit<Fault, 'id'> | null>(null)
  const field = useRef<HTMLInputElement>(null)
  const button = useRef<HTMLDivElement>(null)
  const stopping = useRef<AbortController | null>(null)
  useEffect(() => {
    ;(field.current ?? button.current?.querySelector('button'))?.focus()
    return () => stopping.current?.abort()
  }, [])
  const look = async (event: FormEvent) => {
    event.preventDefault()
    if (read !== null) return
    flushSync(() => setRefused(typed && path.trim() === '' ? { says: { key: 'backup.restore.owes-file' } } : null))
    if (typed && path.trim() === '') return field.current?.focus()
    const controller = (stopping.current = new AbortController())
    setRead(0)
    try {
      const file = await station.chooseBackupFile(typed ? path : null)
      if (!file) return setRead(null)
      const preview = await station.previewBackup(file, { signal: controller.signal, onProgress: ({ done, total }) => setRead(total > 0 ? done / total : 0) })
      onFound({ place: file.place, name: file.name, preview })
    } catch (error) {
      if (wasCancelled(error)) return
      flushSync(() => (setRefused(faultOf(error)), setRead(null)))
      field.current?.focus()
    }
  }
  const words = refused && [refused.says, refused.remedy].flatMap((line) => (line ? [say(line)] : [])).join(' ')
  return (
    <form onSubmit={(event) => void look(event)} autoComplete="off" aria-busy={read !== null || undefined} noValidate>
      <h1>{say('backup.restore.title')}</h1>
      <p className="gate-lead">{say('backup.restore.lead')}</p>
      {typed && <GateField label={say('backup.restore.file')} hint={say('backup.restore.file-hint')} refused={words} field={field} dir="ltr" maxLength={4096} value={path} onChange={(event) => (setPath(event.target.value), setRefused(null))} />}
      <div className="gate-acts" ref={button}>
        <Button kind="primary" submit shortcut="Enter" disabled={read !== null}>
          {say(read !== null ? 'backup.restore.looking' : typed ? 'backup.restore.look' : 'backup.restore.choose')}
        </Button>
        <Button kind="quiet" onClick={onBack}>
          {say('gate.back')}
        </Button>
      </div>
      <Settled words={read === null ? '' : say('backup.restore.looking')} />
      <div className="gate-told">{read !== null && <p>{say('backup.restore.percent', { percent: formats.percent(read) })}</p>}</div>
      {!typed && refused && <FaultNote fault={refused} />}
    </form>
  )
}

/** What stands in the way of restoring as it is, worst first; null where nothing does. */
function obstacle({ here, faults }: Preview): 'busy' | 'same' | 'older' | 'other' | 'damaged' | null {
  if (here === 'busy') return 'busy'
  if (here === 'same' || here === 'older' || here === 'other') return here
  return faults.length > 0 ? 'damaged' : null
}

interface LookProps {
  readonly found: Found
  readonly onAnother: () => void
  readonly onBack: () => void
  readonly onRestored: (restored: Restored) => void
}

function Look({ found: { place, name, preview }, onAnother, onBack, onRestored }: LookProps) {
  const say = useSay()
  const formats = useFormats()
  const station = useStation()
  const [read, setRead] = useState<number | null>(null)
  const [fault, setFault] = useState<Omit<Fault, 'id'> | null>(null)
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  const stands = obstacle(preview)
  const restore = async (allowed: { readonly anyway?: boolean; readonly damaged?: boolean }) => {
    if (read !== null) return
    setRead(0)
    setFault(null)
    try {
      const restored = await station.restoreBackup({ place, name, ...allowed }, { onProgress: ({ done, total }) => setRead(total > 0 ? done / total : 0) })
      await lookForVaults(station)
      onRestored({ ...restored, opensWith: preview.opensWith })
    } catch (error) {
      setFault(faultOf(error))
      setRead(null)
    }
  }
  const parts = [...new Set(preview.faults.map(({ where, what }) => say(`backup.part.${what === 'damaged' ? where : what}`)))]
  const damaged = preview.faults.length > 0
  return (
    <>
      <h1 ref={heading} tabIndex={-1} className="restore-found">{say('backup.restore.found')}</h1>
      <dl className="restore-facts">
        <dt>{say('backup.restore.name')}</dt>
        <dd><bdi>{preview.name}</bdi></dd>
        <dt>{say('backup.restore.made')}</dt>
        <dd>{formats.date(preview.made / 1000, { day: 'numeric', month: 'long', year: 'numeric', hour: '2-digit', minute: '2-digit' })}</dd>
        <dt>{say('backup.restore.size')}</dt>
        <dd>{formats.bytes(preview.bytes)}</dd>
        <dt>{say('backup.restore.drafts')}</dt>
        <dd>{formats.number(preview.drafts)}</dd>
        <dt>{say('backup.restore.state')}</dt>
        <dd data-wrong={damaged || undefined}>{damaged ? say('backup.restore.not-whole', { parts: formats.list(parts) }) : say('backup.restore.whole')}</dd>
      </dl>
      <p className="gate-note">{say('backup.restore.shown-not-proved')}</p>
      <p className="gate-lead">{say(`backup.restore.opens-${preview.opensWith}`)}</p>
      {preview.here !== 'absent' && <p className="gate-lead">{say(`backup.restore.here-${preview.here}`)}</p>}
      <div className="restore-ways">
        {stands !== null && stands !== 'busy' && <p className="gate-note">{say(stands === 'damaged' ? 'backup.restore.damaged-says' : 'backup.restore.anyway-says')}</p>}
        <p className="gate-acts">
          {stands !== 'busy' && (
            <Button kind={stands === null ? 'primary' : 'plain'} disabled={read !== null} onClick={() => void restore({ ...(stands !== null && stands !== 'damaged' && { anyway: true }), ...(damaged && { damaged: true }) })}>
              {say(read !== null ? 'backup.restore.restoring' : stands === null ? 'backup.restore.go' : stands === 'damaged' ? 'backup.restore.damaged' : 'backup.restore.anyway')}
            </Button>
          )}
          <Button disabled={read !== null} onClick={onAnother}>
            {say('backup.restore.another')}
          </Button>
          <Button kind="quiet" disabled={read !== null} onClick={onBack}>
            {say('gate.back')}
          </Button>
        </p>
      </div>
      <Settled words={read === null ? '' : say('backup.restore.restoring')} />
      <div className="gate-told">{read !== null && <p>{say('backup.restore.percent', { percent: formats.percent(read) })}</p>}</div>
      {fault && <FaultNote fault={fault} />}
    </>
  )
}

function Done({ restored: { vault, name, aside, opensWith }, onOpen }: { readonly restored: Restored; readonly onOpen: RestoreBackupProps['onOpen'] }) {
  const say = useSay()
  const only = opensWith === 'recovery-key'
  return (
    <>
      <h1>{say('backup.restore.done-title', { name })}</h1>
      <p className="gate-lead">{say(only ? 'backup.restore.done-recovery-key' : 'backup.restore.done-passphrase')}</p>
      {aside !== null && (
        <p className="gate-note">
          {say('backup.restore.aside')} <bdi className="id" dir="ltr">{aside}</bdi>
        </p>
      )}
      <p className="gate-acts">
        {!only && (
          <Button kind="primary" focused onClick={() => onOpen(vault, 'passphrase')}>
            {say('backup.restore.open')}
          </Button>
        )}
        {opensWith !== 'passphrase' && (
          <Button kind={only ? 'primary' : 'plain'} focused={only} onClick={() => onOpen(vault, 'recovery-key')}>
            {say('backup.restore.open-recovery')}
          </Button>
        )}
      </p>
    </>
  )
}
