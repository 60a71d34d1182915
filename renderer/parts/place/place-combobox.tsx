import { useEffect, useId, useRef, useState, type KeyboardEvent, type Ref } from 'react'
import type { PlaceValue } from '../../../shared/model/place.ts'
import type { PlaceHit } from '../../../shared/station/station.ts'
import { useFormats, useLanguage, useSay } from '../../session/language.ts'
import { useLoaded } from '../../session/loaded.ts'
import { useStation } from '../../session/station.ts'
import { Icon } from '../icon.tsx'
import { Marked } from '../marked.tsx'
import { Key, PrecisionSign } from '../signs.tsx'
import { placeOfHit, placeOfWords } from './place-value.ts'

const CHOICES = 6

interface PlaceComboboxProps {
  readonly label: string
  readonly value: PlaceValue | undefined
  readonly onChoose: (place: PlaceValue | undefined) => void
  /** Called with each keystroke, before anything is chosen. */
  readonly onType?: (words: string) => void
  /** Enter where nothing is left to choose. */
  readonly onDone?: () => void
  readonly field?: Ref<HTMLInputElement>
  readonly id?: string
}

/** Finds a place in the gazetteer as it is typed, offline; arrows and Enter choose, and what is not found is kept as said. */
export function PlaceCombobox({ label, value, onChoose, onType, onDone, field, id }: PlaceComboboxProps) {
  const say = useSay()
  const formats = useFormats()
  const station = useStation()
  const language = useLanguage((state) => state.language)
  const own = useId()
  const list = `${own}-list`
  const [typed, setTyped] = useState(value?.name ?? '')
  const [open, setOpen] = useState(false)
  const [at, setAt] = useState(0)
  const input = useRef<HTMLInputElement | null>(null)
  useEffect(() => {
    if (document.activeElement !== input.current) setTyped(value?.name ?? '')
  }, [value])
  const { value: hits } = useLoaded<readonly PlaceHit[]>(async () => (open && typed.trim().length > 1 ? station.findPlace(typed.trim(), CHOICES, language) : []), [open, typed, language, station])
  const choices = open ? (hits ?? []) : []
  const current = Math.min(at, choices.length - 1)

  const choose = (hit: PlaceHit) => {
    onChoose(placeOfHit(hit))
    setTyped(hit.name)
    setOpen(false)
  }
  const keepWords = () => {
    const words = typed.trim()
    if (words === (value?.name ?? '')) return
    onChoose(words === '' ? undefined : placeOfWords(words))
  }
  const onKey = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0 && choices.length > 0) {
      event.preventDefault()
      setAt((current + step + choices.length) % choices.length)
    } else if (event.key === 'Enter') {
      event.preventDefault()
      if (choices[current]) choose(choices[current])
      else keepWords()
      onDone?.()
    } else if (event.key === 'Escape' && open) {
      event.preventDefault()
      event.stopPropagation()
      setOpen(false)
      setTyped(value?.name ?? '')
    } else if (event.altKey && /^[1-6]$/.test(event.key) && choices[Number(event.key) - 1]) {
      event.preventDefault()
      choose(choices[Number(event.key) - 1]!)
      onDone?.()
    }
  }
  return (
    <div className="place-combobox">
      <div className="place-input">
        {value && !open ? <PrecisionSign precision={value.precision} /> : <Icon name="map-pin" />}
        <input
          ref={(element) => {
            input.current = element
            if (typeof field === 'function') field(element)
            else if (field) field.current = element
          }}
          id={id}
          className="input"
          type="text"
          role="combobox"
          aria-label={label}
          aria-expanded={choices.length > 0}
          aria-controls={list}
          aria-autocomplete="list"
          aria-activedescendant={choices[current] ? `${list}-${current}` : undefined}
          autoComplete="off"
          spellCheck={false}
          dir="auto"
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value)
            setOpen(true)
            setAt(0)
            onType?.(event.target.value)
          }}
          onKeyDown={onKey}
          onBlur={() => {
            setOpen(false)
            keepWords()
          }}
        />
      </div>
      <ul id={list} role="listbox" aria-label={label} className="options" hidden={choices.length === 0}>
        {choices.map((hit, index) => (
          <li key={`${hit.name}-${hit.country}-${hit.precision}-${hit.at?.join() ?? ''}`} id={`${list}-${index}`} role="option" aria-selected={index === current} onPointerDown={(event) => (event.preventDefault(), choose(hit))} onPointerMove={() => setAt(index)}>
            <PrecisionSign precision={hit.precision} named={false} />
            <span className="option-words">
              <Marked text={hit.name} words={typed} /> <span>{hit.precision === 'country' ? '' : formats.names([hit.region ?? '', formats.country(hit.country)].filter(Boolean))}</span>
            </span>
            <span className="option-kind">{say(`vocabularies.precision.${hit.precision}`)}</span>
            <Key of={`Alt+${index + 1}`} />
          </li>
        ))}
      </ul>
      {value && !open && value.precision !== 'none' && (
        <p className="place-known">{formats.names([say(`vocabularies.precision.${value.precision}`), ...(value.country ? [formats.country(value.country)] : [])])}</p>
      )}
      {value && !open && value.precision === 'none' && value.name && <p className="place-known">{say('tips.place.as-said')}</p>}
    </div>
  )
}
