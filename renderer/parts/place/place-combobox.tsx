import { useEffect, useRef, useState, type Ref } from 'react'
import type { PlaceValue } from '../../../shared/model/place.ts'
import type { PlaceHit } from '../../../shared/station/station.ts'
import { useFormats, useSay } from '../../session/language.ts'
import { Icon } from '../icon.tsx'
import { PrecisionSign } from '../signs.tsx'
import { usePlaceOptions } from './place-options.tsx'
import { placeOfHit, placeOfWords } from './place-value.ts'

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
  const [typed, setTyped] = useState(value?.name ?? '')
  const [open, setOpen] = useState(false)
  const input = useRef<HTMLInputElement | null>(null)
  useEffect(() => {
    if (document.activeElement !== input.current) setTyped(value?.name ?? '')
  }, [value])
  const choose = (hit: PlaceHit) => {
    onChoose(placeOfHit(hit))
    setTyped(hit.name)
    setOpen(false)
  }
  const options = usePlaceOptions({
    label,
    typed,
    open,
    onChoose: (hit) => {
      choose(hit)
      onDone?.()
    },
  })
  const keepWords = () => {
    const words = typed.trim()
    if (words === (value?.name ?? '')) return
    onChoose(words === '' ? undefined : placeOfWords(words))
  }
  return (
    <div className="place-combobox">
      <div className="place-input">
        {value && !open ? <PrecisionSign precision={value.precision} /> : <Icon name="map-pin" />}
        <input
          {...options.aria}
          ref={(element) => {
            input.current = element
            if (typeof field === 'function') field(element)
            else if (field) field.current = element
          }}
          id={id}
          className="input"
          type="text"
          autoComplete="off"
          spellCheck={false}
          dir="auto"
          value={typed}
          title={open ? undefined : value?.name}
          onChange={(event) => {
            setTyped(event.target.value)
            setOpen(true)
            options.restart()
            onType?.(event.target.value)
          }}
          onKeyDown={(event) => {
            if (options.take(event)) return
            if (event.key === 'Enter') {
              event.preventDefault()
              if (options.current) choose(options.current)
              else keepWords()
              onDone?.()
            } else if (event.key === 'Escape' && open) {
              event.preventDefault()
              event.stopPropagation()
              setOpen(false)
              setTyped(value?.name ?? '')
            }
          }}
          onBlur={() => {
            setOpen(false)
            keepWords()
          }}
        />
      </div>
      {options.list}
      {value && !open && value.precision !== 'none' && (
        <p className="place-known">{formats.names([say(`vocabularies.precision.${value.precision}`), ...(value.country ? [formats.country(value.country)] : [])])}</p>
      )}
      {value && !open && value.precision === 'none' && value.name && <p className="place-known">{say('tips.place.as-said')}</p>}
    </div>
  )
}
