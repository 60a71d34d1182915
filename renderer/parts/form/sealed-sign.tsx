import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import type { RecordId } from '../../../shared/model/change.ts'
import { LONGEST_WORDS, OPENING_REASONS, type OpeningReason } from '../../../shared/station/access-event.ts'
import { digitOf } from '../../acts/keys.ts'
import { thisOpening } from '../../session/forget.ts'
import { useSay } from '../../session/language.ts'
import { faultOf, wasCancelled, type Fault } from '../../session/notices.ts'
import { useStation } from '../../session/station.ts'
import { Button } from '../button.tsx'
import { FaultNote } from '../fault.tsx'
import { Icon } from '../icon.tsx'

/** Seconds after which an opened sealed field closes by itself. */
const OPEN_SECONDS = 60

interface SealedSignProps {
  readonly record: RecordId
  readonly field: string
  /** What the field is called. */
  readonly label: string
  /** What stands for the value. */
  readonly token: string
  /** Told how to ask for the reason, and null once there is nothing to open. */
  readonly onOpenable?: (ask: (() => void) | null) => void
  /** What stands around the sign while it is shut. */
  readonly shut?: (sign: ReactNode) => ReactNode
  /** What is shown while it is open. */
  readonly children: (value: unknown) => ReactNode
}

/**
 * Who somebody is: of one width and with a lock, until a person says why they open it. That is on record before the value comes; after
 * a minute it closes by itself, but never while someone writes in it.
 */
export function SealedSign({ record, field, label, token, onOpenable, shut = (sign) => sign, children }: SealedSignProps) {
  const say = useSay()
  const station = useStation()
  const [asking, setAsking] = useState(false)
  /** Left sealed: the focus goes back to where it was asked from. */
  const [left, setLeft] = useState(false)
  const [fault, setFault] = useState<Omit<Fault, 'id'> | null>(null)
  const [opened, setOpened] = useState<{ readonly value: unknown } | null>(null)
  const shown = useRef<HTMLSpanElement>(null)
  const told = useRef(onOpenable)
  told.current = onOpenable
  useEffect(() => {
    told.current?.(opened || asking ? null : () => setAsking(true))
    return () => told.current?.(null)
  }, [opened, asking])
  useEffect(() => {
    if (!opened) return
    ;(shown.current?.querySelector<HTMLElement>('input, textarea, select') ?? shown.current)?.focus()
    const timer = setInterval(() => {
      if (!shown.current?.querySelector('input, textarea, select')?.matches(':focus')) setOpened(null)
    }, OPEN_SECONDS * 1000)
    return () => clearInterval(timer)
  }, [opened])
  const open = async (reason: OpeningReason, words: string) => {
    const still = thisOpening()
    setFault(null)
    try {
      const answer = await station.openSealed({ record, field, token, reason, words })
      if (!still()) return
      setAsking(false)
      setOpened(answer)
    } catch (error) {
      if (still() && !wasCancelled(error)) setFault(faultOf(error))
    }
  }
  if (opened) {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return
      // Escape shuts what was opened last, not the record around it.
      event.preventDefault()
      event.stopPropagation()
      setOpened(null)
      setLeft(true)
    }
    return <span ref={shown} className="seal-opened" tabIndex={-1} onKeyDown={onKey}>{children(opened.value)}</span>
  }
  return shut(
    <span className="seal">
      <span className="form-sealed">
        <span className="sealed">
          <Icon name="lock" />
          <span>{say('tips.sealed.is')}</span>
        </span>
        {!asking && (
          <Button small kind="quiet" focused={left} named={say('tips.sealed.open-named', { field: label })} onClick={() => setAsking(true)}>
            {say('tips.sealed.open')}
          </Button>
        )}
      </span>
      {asking && <Reason label={label} onReason={open} onCancel={() => (setAsking(false), setLeft(true))} />}
      {fault && <FaultNote fault={fault} onDismiss={() => setFault(null)} />}
    </span>,
  )
}

/** One press says why and opens: a figure, or a button. Only a reason of one's own is written. */
function Reason({ label, onReason, onCancel }: { readonly label: string; readonly onReason: (reason: OpeningReason, words: string) => Promise<void>; readonly onCancel: () => void }) {
  const say = useSay()
  const id = useId()
  const [own, setOwn] = useState(false)
  const [words, setWords] = useState('')
  const first = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    first.current?.querySelector<HTMLElement>(own ? 'input' : 'button')?.focus({ preventScroll: true })
    void first.current?.scrollIntoView({ block: 'nearest' })
  }, [own])
  const choose = (reason: OpeningReason) => (reason === 'other' ? setOwn(true) : void onReason(reason, ''))
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      if (own) setOwn(false)
      else onCancel()
    } else if (own || event.ctrlKey || event.metaKey || event.altKey) return
    else {
      const reason = OPENING_REASONS[(digitOf(event) ?? 0) - 1]
      if (!reason) return
      choose(reason)
    }
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <span ref={first} className="seal-why" role="group" aria-labelledby={`${id}-why`} aria-describedby={`${id}-note`} data-takes-letters onKeyDown={onKey}>
      <b id={`${id}-why`}>{say('audit.why', { field: label })}</b>
      {own ? (
        <>
          <input
            className="input"
            type="text"
            dir="auto"
            autoComplete="off"
            spellCheck={false}
            aria-label={say('audit.words')}
            placeholder={say('audit.words')}
            maxLength={LONGEST_WORDS}
            value={words}
            onChange={(event) => setWords(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || words.trim() === '') return
              event.preventDefault()
              void onReason('other', words)
            }}
          />
          <span className="seal-acts">
            <Button small kind="primary" shortcut="Enter" disabled={words.trim() === ''} onClick={() => void onReason('other', words)}>
              {say('audit.open')}
            </Button>
            <Button small kind="quiet" shortcut="Escape" onClick={() => setOwn(false)}>
              {say('audit.back')}
            </Button>
          </span>
        </>
      ) : (
        <>
          {OPENING_REASONS.map((reason, at) => (
            <button key={reason} type="button" className="seal-reason" onClick={() => choose(reason)}>
              <kbd>{at + 1}</kbd> <span>{say(`audit.reason.${reason}`)}</span>
            </button>
          ))}
          <span className="seal-acts">
            <Button small kind="quiet" shortcut="Escape" onClick={onCancel}>
              {say('audit.leave-sealed')}
            </Button>
          </span>
        </>
      )}
      <small id={`${id}-note`}>{say('audit.on-record')}</small>
    </span>
  )
}
