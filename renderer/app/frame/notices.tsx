import { useEffect, useState } from 'react'
import { runAct } from '../../acts/keys.ts'
import { useActs } from '../../acts/standing.ts'
import { Button } from '../../parts/button.tsx'
import { FaultNote } from '../../parts/fault.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Progress } from '../../parts/progress.tsx'
import { Key } from '../../parts/signs.tsx'
import { useIdle } from '../../session/idle.ts'
import { useSay } from '../../session/language.ts'
import { useImporting } from '../../session/importing.ts'
import { dismissFault, dismissToast, TOAST_MILLISECONDS, useNotices, type Job, type Toast } from '../../session/notices.ts'
import { useStation } from '../../session/station.ts'
import { useView } from '../../session/view.ts'

/** Milliseconds before a long call is worth a word. */
const QUIET_MILLISECONDS = 1000

/** Toasts, long calls under way, and errors that have no place of their own. */
export function Notices() {
  const { toasts, jobs, faults } = useNotices()
  return (
    <div className="notices">
      {faults.map((fault) => (
        <FaultNote key={fault.id} fault={fault} onDismiss={() => dismissFault(fault.id)} />
      ))}
      {jobs.map((job) => (
        <JobNote key={job.id} job={job} />
      ))}
      <ImportNote />
      <IdleNote />
      <div role="status">
        {toasts.map((toast) => (
          <ToastNote key={toast.id} toast={toast} />
        ))}
      </div>
    </div>
  )
}

function ToastNote({ toast }: { readonly toast: Toast }) {
  const say = useSay()
  const station = useStation()
  const offered = useActs((state) => state.always.find((act) => act.name === toast.offers))
  const [held, setHeld] = useState(false)
  useEffect(() => {
    if (held) return
    const timer = setTimeout(() => dismissToast(toast.id), TOAST_MILLISECONDS)
    return () => clearTimeout(timer)
  }, [toast.id, held])
  return (
    <div className="toast" onPointerEnter={() => setHeld(true)} onPointerLeave={() => setHeld(false)} onFocus={() => setHeld(true)} onBlur={() => setHeld(false)}>
      <span>{say(toast.says)}</span>
      {offered && (
        <button type="button" onClick={() => void runAct(offered, station)}>
          {say(offered.title)} <Key of={offered.keys[0]!} />
        </button>
      )}
    </div>
  )
}

/** Said and shown before the vault seals itself; pressing anything is the way to keep it open. */
function IdleNote() {
  const say = useSay()
  const soon = useIdle((state) => state.sealsSoon)
  return (
    <div role="alert">
      {soon && (
        <p className="note">
          <Icon name="clock" /> {say('app.seals-soon')}
        </p>
      )}
    </div>
  )
}

/** An import that runs while its screen is out of sight. */
function ImportNote() {
  const say = useSay()
  const importing = useImporting((state) => state.now)
  const elsewhere = useView((state) => state.screen !== 'import')
  const go = useView((state) => state.go)
  if (importing.step !== 'running' || !elsewhere) return null
  const { counts, file, startedAt, cancel } = importing
  return (
    <section className="job" aria-label={say('app.screen.import')}>
      <Progress what={say('import.running.what', { name: file.name })} done={counts?.bytes ?? 0} total={counts?.totalBytes ?? file.size} startedAt={startedAt} />
      <p className="job-acts">
        <Button small onClick={() => go('import')}>
          {say('import.running.look')}
        </Button>
        <Button small kind="quiet" onClick={cancel}>
          {say('app.cancel')}
        </Button>
      </p>
    </section>
  )
}

function JobNote({ job }: { readonly job: Job }) {
  const say = useSay()
  const [shown, setShown] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), QUIET_MILLISECONDS)
    return () => clearTimeout(timer)
  }, [])
  if (!shown) return null
  return (
    <section className="job" aria-label={say(job.what)}>
      <Progress what={say(job.what)} done={job.done} total={job.total} startedAt={job.startedAt} />
      {job.keeps && <p className="soft">{say(job.keeps)}</p>}
      <Button small onClick={job.cancel}>
        {say('app.cancel')}
      </Button>
    </section>
  )
}
