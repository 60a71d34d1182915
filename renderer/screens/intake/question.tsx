import type { ReactNode } from 'react'
import { Icon } from '../../parts/icon.tsx'
import { useFormats, useSay } from '../../session/language.ts'

/** One question of the call: its number, what to ask, and where the answer goes. */
export function Question({ number, title, hint, active, done, labelFor, children }: { readonly number: number | null; readonly title: string; readonly hint?: string; readonly active: boolean; readonly done: boolean; readonly labelFor?: string; readonly children: ReactNode }) {
  const say = useSay()
  const formats = useFormats()
  const words = (
    <>
      {title}
      {hint && <small>{hint}</small>}
    </>
  )
  return (
    <li className={active ? 'question active' : 'question'}>
      <span className="question-number">
        {done ? (
          <>
            <Icon name="check" /> <span className="aside-only">{say('intake.answered')}</span>
          </>
        ) : (
          number !== null && formats.number(number)
        )}
      </span>
      {labelFor ? (
        <label className="question-title" htmlFor={labelFor}>
          {words}
        </label>
      ) : (
        <span className="question-title">{words}</span>
      )}
      <div className="question-answer">{children}</div>
    </li>
  )
}
