import { useEffect, useRef } from 'react'
import type { ImportCounts } from '../../../shared/ingest/contract.ts'
import { Button } from '../../parts/button.tsx'
import { Progress } from '../../parts/progress.tsx'
import { useSay } from '../../session/language.ts'
import { Counts } from './counts.tsx'

/** An import under way: counts as they come, and a way to stop that keeps nothing half-done. */
export function Running({ counts, startedAt, size, cancel, name }: { readonly counts: ImportCounts | null; readonly startedAt: number; readonly size: number; readonly cancel: () => void; readonly name: string }) {
  const say = useSay()
  const section = useRef<HTMLElement>(null)
  // Not the button: whoever presses Enter twice to begin must not cancel with the second.
  useEffect(() => section.current?.focus(), [])
  return (
    <section ref={section} className="import-running" tabIndex={-1} aria-label={say('import.running.what', { name })}>
      <Progress what={say('import.running.what', { name })} done={counts?.bytes ?? 0} total={counts?.totalBytes ?? size} startedAt={startedAt} />
      <Counts counts={counts ?? { read: 0, kept: 0, refused: 0, duplicate: 0, doubted: 0 }} />
      <p className="import-acts">
        <Button onClick={cancel}>{say('app.cancel')}</Button>
        <span className="soft">{say('import.running.cancelling')}</span>
      </p>
    </section>
  )
}
