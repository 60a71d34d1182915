import { useEffect, useRef } from 'react'
import { useFormats, useSay } from '../session/language.ts'

/** Seconds left at the pace so far, or null while too little is done to say. */
export function secondsLeft(done: number, total: number, elapsedMilliseconds: number): number | null {
  if (done <= 0 || total <= 0 || elapsedMilliseconds < 1000 || done / total < 0.02) return null
  return Math.max(0, Math.round(((elapsedMilliseconds / done) * (total - done)) / 1000))
}

/** What, how much of how much, time left. The bar moves by CSSOM: the content policy allows no inline styles. */
export function Progress({ what, done, total, startedAt }: { readonly what: string; readonly done: number; readonly total: number; readonly startedAt: number }) {
  const say = useSay()
  const formats = useFormats()
  const bar = useRef<HTMLSpanElement>(null)
  const share = total > 0 ? Math.min(1, done / total) : 0
  useEffect(() => {
    bar.current?.style.setProperty('inline-size', `${share * 100}%`)
  }, [share])
  const left = secondsLeft(done, total, Date.now() - startedAt)
  return (
    <div className="progress-block">
      <p>
        <b>{what}</b> {total > 0 && <span className="soft">{formats.number(share, { style: 'percent' })}</span>} {left !== null && <span className="soft">{say('app.time-left', { count: left })}</span>}
      </p>
      <div className="progress" role="progressbar" aria-label={what} aria-valuemin={0} aria-valuemax={100} {...(total > 0 && { 'aria-valuenow': Math.round(share * 100) })}>
        <span ref={bar} />
      </div>
    </div>
  )
}
