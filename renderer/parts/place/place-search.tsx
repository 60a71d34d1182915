import { useId, useState, type KeyboardEvent } from 'react'
import type { PlaceHit } from '../../../shared/station/station.ts'
import { useFormats, useLanguage, useSay } from '../../session/language.ts'
import { useLoaded } from '../../session/loaded.ts'
import { useStation } from '../../session/station.ts'
import { Icon } from '../icon.tsx'
import { Marked } from '../marked.tsx'

const CHOICES = 6

/** Finds a settlement in the gazetteer, offline, and hands it over; the box is then empty for the next one. */
export function PlaceSearch({ label, onChoose }: { readonly label: string; readonly onChoose: (hit: PlaceHit) => void }) {
  const say = useSay()
  const formats = useFormats()
  const station = useStation()
  const language = useLanguage((state) => state.language)
  const list = `${useId()}-list`
  const [typed, setTyped] = useState('')
  const [at, setAt] = useState(0)
  const { value: hits } = useLoaded<readonly PlaceHit[]>(async () => (typed.trim().length > 1 ? (await station.findPlace(typed.trim(), CHOICES * 2, language)).filter((hit) => hit.precision === 'settlement') : []), [typed, language, station])
  const choices = typed.trim().length > 1 ? (hits ?? []).slice(0, CHOICES) : []
  const current = Math.min(at, choices.length - 1)
  const choose = (hit: PlaceHit) => {
    onChoose(hit)
    setTyped('')
    setAt(0)
  }
  const onKey = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0 && choices.length > 0) {
      event.preventDefault()
      setAt((current + step + choices.length) % choices.length)
    } else if (event.key === 'Enter' && !event.ctrlKey) {
      event.preventDefault()
      if (choices[current]) choose(choices[current])
    } else if (event.key === 'Escape' && typed !== '') {
      event.preventDefault()
      event.stopPropagation()
      setTyped('')
    }
  }
  return (
    <div className="place-combobox">
      <div className="place-input">
        <Icon name="search" />
        <input
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
          placeholder={label}
          value={typed}
          onChange={(event) => (setTyped(event.target.value), setAt(0))}
          onKeyDown={onKey}
        />
      </div>
      <ul id={list} role="listbox" aria-label={label} className="options" hidden={choices.length === 0}>
        {choices.map((hit, index) => (
          <li key={`${hit.name}-${hit.at?.join() ?? ''}`} id={`${list}-${index}`} role="option" aria-selected={index === current} onPointerDown={(event) => (event.preventDefault(), choose(hit))} onPointerMove={() => setAt(index)}>
            <Icon name="map-pin" />
            <span className="option-words">
              <Marked text={hit.name} words={typed} /> <span>{formats.names([hit.region ?? '', formats.country(hit.country)].filter(Boolean))}</span>
            </span>
          </li>
        ))}
      </ul>
      <p className="aside-only" role="status">{typed.trim().length > 1 && hits && choices.length === 0 ? say('deployment.inputs.none-found') : ''}</p>
    </div>
  )
}
