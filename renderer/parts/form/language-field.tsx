import { useEffect, useId, useRef, useState, type FocusEventHandler, type KeyboardEvent, type KeyboardEventHandler, type Ref } from 'react'
import { findLanguages, languageName, languageNamed, LANGUAGES } from '../../../shared/model/languages.ts'
import { useLanguage } from '../../session/language.ts'

const OFFERED = 8

interface LanguageFieldProps {
  readonly placeholder?: string
  readonly id: string
  readonly className: string
  /** ISO 639 code, or the words of a language that has none here. */
  readonly value: string
  readonly onChange: (value: string) => void
  readonly field?: Ref<HTMLInputElement>
  readonly onFocus?: FocusEventHandler
  readonly onBlur?: () => void
  readonly onKeyDown?: KeyboardEventHandler
}

/** A language by its name in the window's language, in English or in itself; kept as its code, or as typed where it has none. */
export function LanguageField({ id, className, placeholder, value, onChange, field, onFocus, onBlur, onKeyDown }: LanguageFieldProps) {
  const language = useLanguage((state) => state.language)
  const list = useId()
  const kept = LANGUAGES.includes(value) ? languageName(value, language) : value
  const [typed, setTyped] = useState(kept)
  // Enter settles and moves the focus on at once: the blur that follows must see what Enter made of it.
  const newest = useRef(typed)
  const type = (words: string) => {
    newest.current = words
    setTyped(words)
  }
  const focused = useRef(false)
  useEffect(() => {
    // What is being typed is nobody's to rewrite.
    if (focused.current) return
    newest.current = kept
    setTyped(kept)
  }, [kept])
  const offered = typed.trim() === '' || languageNamed(typed, [language, 'en']) ? [] : findLanguages(typed, language, OFFERED)
  const settle = (code: string) => {
    onChange(code)
    type(LANGUAGES.includes(code) ? languageName(code, language) : code)
  }
  const meant = () => languageNamed(newest.current, [language, 'en']) ?? newest.current.trim()
  const finish = (event: KeyboardEvent<HTMLInputElement>) => {
    // The best name that begins with what was typed is meant: nobody types a language to its end on the phone.
    if (event.key === 'Enter' && typed.trim() !== '') settle(offered[0]?.code ?? meant())
    onKeyDown?.(event)
  }
  return (
    <>
      <input
        id={id}
        ref={field}
        className={className}
        placeholder={placeholder}
        type="text"
        list={list}
        dir="auto"
        autoComplete="off"
        spellCheck={false}
        value={typed}
        onFocus={(event) => {
          focused.current = true
          onFocus?.(event)
        }}
        onChange={(event) => {
          type(event.target.value)
          // As typed, at once: a call's draft is sealed at every keystroke.
          onChange(event.target.value)
        }}
        onBlur={() => {
          focused.current = false
          settle(meant())
          onBlur?.()
        }}
        onKeyDown={finish}
      />
      <datalist id={list}>
        {offered.map(({ code, name }) => (
          <option key={code} value={name}>
            {name}
          </option>
        ))}
      </datalist>
    </>
  )
}
