import { useState } from 'react'
import type { PlaceHit } from '../../../shared/station/station.ts'
import { useSay } from '../../session/language.ts'
import { Icon } from '../icon.tsx'
import { usePlaceOptions } from './place-options.tsx'

/** Finds a settlement in the gazetteer, offline, and hands it over; the box is then empty for the next one. */
export function PlaceSearch({ label, onChoose }: { readonly label: string; readonly onChoose: (hit: PlaceHit) => void }) {
  const say = useSay()
  const [typed, setTyped] = useState('')
  const choose = (hit: PlaceHit) => {
    onChoose(hit)
    setTyped('')
    options.restart()
  }
  const options = usePlaceOptions({ label, typed, open: true, only: 'settlement', onChoose: choose })
  return (
    <div className="place-combobox">
      <div className="place-input">
        <Icon name="search" />
        <input
          {...options.aria}
          className="input"
          type="text"
          autoComplete="off"
          spellCheck={false}
          dir="auto"
          placeholder={label}
          value={typed}
          onChange={(event) => (setTyped(event.target.value), options.restart())}
          onKeyDown={(event) => {
            if (options.take(event)) return
            if (event.key === 'Enter' && !event.ctrlKey) {
              event.preventDefault()
              if (options.current) choose(options.current)
            } else if (event.key === 'Escape' && typed !== '') {
              event.preventDefault()
              event.stopPropagation()
              setTyped('')
            }
          }}
        />
      </div>
      {options.list}
      <p className="place-none" role="status">{options.none ? say('deployment.inputs.none-found') : ''}</p>
    </div>
  )
}
