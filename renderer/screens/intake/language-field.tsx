import { useId, useMemo, type FocusEventHandler, type KeyboardEventHandler, type Ref } from 'react'
import { useLanguage } from '../../session/language.ts'

/** Languages heard on hotlines of the Sahel and its coasts first, then the UN's and others (ISO 639). */
const SPOKEN = ['ar', 'ha', 'fr', 'en', 'am', 'ti', 'so', 'om', 'ff', 'kr', 'bm', 'dje', 'tmh', 'wo', 'yo', 'ig', 'sw', 'es', 'pt', 'ru', 'zh', 'fa', 'ps', 'ur', 'bn', 'tr', 'uk', 'ro', 'sq', 'vi', 'th', 'my', 'km', 'fil', 'id', 'ne', 'si', 'hi', 'zu', 'ln']

/** The caller's language: typed, with the names of likely ones offered; any other is kept as typed. */
export function LanguageField({ id, field, value, onChange, onFocus, onKeyDown }: { readonly id: string; readonly field: Ref<HTMLInputElement>; readonly value: string; readonly onChange: (language: string) => void; readonly onFocus: FocusEventHandler; readonly onKeyDown: KeyboardEventHandler }) {
  const language = useLanguage((state) => state.language)
  const list = useId()
  const names = useMemo(() => {
    const display = new Intl.DisplayNames(language, { type: 'language' })
    return SPOKEN.map((code) => display.of(code) ?? code)
  }, [language])
  // A name that only one language begins with is finished by Enter.
  const finish: KeyboardEventHandler<HTMLInputElement> = (event) => {
    const typed = value.trim().toLocaleLowerCase()
    if (event.key === 'Enter' && typed !== '') {
      const meant = names.filter((name) => name.toLocaleLowerCase().startsWith(typed))
      if (meant.length === 1) onChange(meant[0]!)
    }
    onKeyDown(event)
  }
  return (
    <>
      <input id={id} ref={field} className="input medium" type="text" list={list} dir="auto" autoComplete="off" spellCheck={false} value={value} onFocus={onFocus} onChange={(event) => onChange(event.target.value)} onKeyDown={finish} />
      <datalist id={list}>
        {names.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </>
  )
}
