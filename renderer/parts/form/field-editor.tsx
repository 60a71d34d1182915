import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react'
import type { FieldDeclaration } from '../../../shared/model/field.ts'
import type { PlaceValue } from '../../../shared/model/place.ts'
import { VOCABULARIES } from '../../../shared/model/vocabularies/vocabulary.ts'
import { useFormats, useSay } from '../../session/language.ts'
import { PlaceCombobox } from '../place/place-combobox.tsx'
import { digitOf } from '../../acts/keys.ts'
import { LanguageField } from './language-field.tsx'
import { Refused, refusedBy } from './refused.tsx'
import { SpanField, type Span } from './span-field.tsx'

/** A column of 16 bits keeps its highest value for "absent". */
const MOST_COUNTED = 0xffff

interface FieldEditorProps {
  readonly name: string
  readonly declaration: FieldDeclaration
  readonly label: string
  readonly value: unknown
  /** Language of the record's own words, as a tag. */
  readonly spoken?: string | undefined
  /** `undefined` clears the field. */
  readonly onCommit: (value: unknown) => void
}

/** Edits one field in place, as its declaration says it is; a change is an act of its own, with undo. */
export function FieldEditor(props: FieldEditorProps) {
  const id = useId()
  const { declaration, label, value, onCommit } = props
  switch (declaration.type) {
    case 'text':
      if (declaration.named === 'language') return <LanguageText {...props} />
      return <TextField {...props} lines={declaration.form?.lines ?? 1} />
    case 'name':
    case 'phone':
    case 'identifier':
      return <TextField {...props} lines={1} />
    case 'number':
      return <TextField {...props} lines={1} numeric />
    case 'code':
      return <CodeField {...props} />
    case 'codes':
      return <CodesField {...props} />
    case 'flag':
      return <FlagField {...props} />
    case 'instant':
      return <InstantText {...props} />
    case 'span':
      return <SpanField label={label} value={value as Span | undefined} onCommit={onCommit} />
    case 'place':
      return (
        <Labelled label={label} htmlFor={id}>
          <PlaceCombobox id={id} label={label} value={value as PlaceValue | undefined} onChoose={onCommit} />
        </Labelled>
      )
    // Links are made by acts of their own; an object has no form.
    case 'record':
    case 'records':
    case 'object':
      return null
  }
}

/** A label and what it labels: a field (`htmlFor`), or words that stand as a group of that name. */
function Labelled({ label, children, htmlFor }: { readonly label: string; readonly children: React.ReactNode; readonly htmlFor?: string }) {
  const id = useId()
  return (
    <div className="form-field" {...(!htmlFor && { role: 'group', 'aria-labelledby': id })}>
      {htmlFor ? <label htmlFor={htmlFor}>{label}</label> : <span id={id}>{label}</span>}
      <div>{children}</div>
    </div>
  )
}

function TextField({ declaration, label, value, spoken, onCommit, lines, numeric = false }: FieldEditorProps & { readonly lines: number; readonly numeric?: boolean }) {
  const say = useSay()
  const id = useId()
  const kept = value === undefined || value === null ? '' : String(value)
  const [typed, setTyped] = useState(kept)
  const element = useRef<HTMLInputElement | HTMLTextAreaElement | null>(null)
  useEffect(() => setTyped(kept), [kept])
  const asNumber = Number(inLatinDigits(typed))
  const invalid = numeric && typed.trim() !== '' && !takesNumber(declaration, asNumber)
  // Said when it was to be kept, not at the first keystroke of a number.
  const [refused, setRefused] = useState(false)
  const commit = () => {
    const written = typed.trim()
    setRefused(invalid)
    if (written === kept || invalid) return
    onCommit(written === '' ? undefined : numeric ? asNumber : written)
  }
  const onKey = (event: KeyboardEvent) => {
    // Once takes back what was typed, and once more leaves.
    if (event.key === 'Escape' && typed !== kept) {
      event.preventDefault()
      event.stopPropagation()
      setTyped(kept)
      setRefused(false)
    } else if (event.key === 'Enter' && (lines === 1 || event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      commit()
    }
  }
  const shared = {
    id,
    className: 'input in-place',
    lang: declaration.sensitivity === 'free-text' && kept !== '' ? spoken : undefined,
    // What is typed here must not reach a spell checker's dictionary or its log.
    spellCheck: false,
    dir: declaration.type === 'phone' || declaration.type === 'identifier' ? ('ltr' as const) : ('auto' as const),
    value: typed,
    placeholder: say('tips.field.not-set'),
    ...refusedBy(`${id}-why`, invalid && refused),
    onChange: (event: { readonly target: { readonly value: string } }) => setTyped(event.target.value),
    onBlur: commit,
    onKeyDown: onKey,
  }
  return (
    <Labelled label={label} htmlFor={id}>
      {lines > 1 ? (
        <textarea {...shared} autoComplete="off" ref={(node) => void (element.current = node)} rows={1} />
      ) : (
        <input {...shared} autoComplete="off" ref={(node) => void (element.current = node)} type="text" inputMode={numeric ? 'numeric' : declaration.type === 'phone' ? 'tel' : 'text'} />
      )}
      {numeric && <Refused id={`${id}-why`} says={invalid && refused ? say('tips.field.not-a-number') : null} />}
    </Labelled>
  )
}

function LanguageText({ label, value, onCommit }: FieldEditorProps) {
  const say = useSay()
  const id = useId()
  const kept = typeof value === 'string' ? value : ''
  const [chosen, setChosen] = useState(kept)
  const newest = useRef(kept)
  useEffect(() => {
    setChosen(kept)
    newest.current = kept
  }, [kept])
  const change = (language: string) => {
    newest.current = language
    setChosen(language)
  }
  const commit = () => {
    if (newest.current !== kept) onCommit(newest.current === '' ? undefined : newest.current)
  }
  return (
    <Labelled label={label} htmlFor={id}>
      <LanguageField id={id} className="input in-place" placeholder={say('tips.field.not-set')} value={chosen} onChange={change} onBlur={commit} />
    </Labelled>
  )
}

function CodeField({ declaration, label, value, onCommit }: FieldEditorProps) {
  const say = useSay()
  const id = useId()
  const vocabulary = declaration.vocabulary!
  const kept = typeof value === 'string' ? value : ''
  const [chosen, setChosen] = useState(kept)
  // Arrow keys pass through codes that nobody meant: those are kept when the field is left, or with Enter.
  const byArrow = useRef(false)
  useEffect(() => setChosen(kept), [kept])
  const commit = (code: string) => code !== kept && onCommit(code === '' ? undefined : code)
  return (
    <Labelled label={label} htmlFor={id}>
      <select
        id={id}
        className="input in-place"
        autoComplete="off"
        value={chosen}
        onKeyDown={(event) => {
          byArrow.current = /^(Arrow|Page|Home|End)/.test(event.key) || /^\p{L}$/u.test(event.key)
          if (event.key === 'Enter') commit(chosen)
        }}
        onPointerDown={() => (byArrow.current = false)}
        onChange={(event) => {
          setChosen(event.target.value)
          if (!byArrow.current) commit(event.target.value)
        }}
        onBlur={() => commit(chosen)}
      >
        {typeof value !== 'string' && <option value="">{say('tips.field.not-set')}</option>}
        {VOCABULARIES[vocabulary].map((code) => (
          <option key={code} value={code}>
            {say(`vocabularies.${vocabulary}.${code}`)}
          </option>
        ))}
      </select>
    </Labelled>
  )
}

function CodesField({ declaration, label, value }: FieldEditorProps) {
  const say = useSay()
  const codes = Array.isArray(value) ? (value as readonly string[]) : []
  if (codes.length === 0) return null
  return (
    <Labelled label={label}>
      <ul className="tags">
        {codes.map((code) => (
          <li key={code} className="tag warn">
            {say(`vocabularies.${declaration.vocabulary!}.${code}`)}
          </li>
        ))}
      </ul>
    </Labelled>
  )
}

function FlagField({ label, value, onCommit }: FieldEditorProps) {
  return (
    <label className="check-row">
      <input type="checkbox" autoComplete="off" checked={value === true} onChange={(event) => onCommit(event.target.checked)} />
      {label}
    </label>
  )
}

function InstantText({ label, value }: FieldEditorProps) {
  const formats = useFormats()
  if (typeof value !== 'number') return null
  return (
    <Labelled label={label}>
      <span className="form-text">{formats.date(value, { dateStyle: 'medium', timeStyle: 'short' })}</span>
    </Labelled>
  )
}

/** Whether a number field can hold it: what has a column counts, and keeps whole numbers from nothing up. */
export const takesNumber = (declaration: FieldDeclaration, value: number): boolean => Number.isFinite(value) && (declaration.column === undefined || (Number.isInteger(value) && value >= 0 && value < MOST_COUNTED))

/** Figures of either script as `Number` reads them: the interface itself writes ٧. */
const inLatinDigits = (text: string): string => [...text.trim()].map((key) => String(digitOf({ key }) ?? key)).join('')
