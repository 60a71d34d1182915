import { useId, useRef, useState } from 'react'
import type { LngLat } from '../../../shared/model/units.ts'
import type { PlaceHit } from '../../../shared/station/station.ts'
import { useFormats, useSay } from '../../session/language.ts'
import { Button } from '../button.tsx'
import { Refused, refusedBy } from '../form/refused.tsx'
import { Icon } from '../icon.tsx'
import { Settled } from '../settled.tsx'
import { usePlaceOptions } from './place-options.tsx'
import { typedPoint } from './typed-point.ts'

interface PlaceSearchProps {
  readonly label: string
  readonly onChoose: (hit: PlaceHit) => void
  /** A free point, typed as coordinates. */
  readonly onPoint: (at: LngLat) => void
}

/** Finds a settlement in the gazetteer, offline, or reads coordinates, and hands it over; the box is then empty for the next one. */
export function PlaceSearch({ label, onChoose, onPoint }: PlaceSearchProps) {
  const say = useSay()
  const { number } = useFormats()
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState('')
  const point = typedPoint(typed)
  const clear = () => {
    setTyped('')
    options.restart()
  }
  const choose = (hit: PlaceHit) => {
    onChoose(hit)
    clear()
  }
  const addPoint = () => {
    if (point === null || point === 'nowhere') return
    onPoint(point)
    clear()
    input.current?.focus()
  }
  const options = usePlaceOptions({ label, typed, open: point === null, only: 'settlement', onChoose: choose })
  const degrees = (value: number) => number(Math.abs(value), { maximumFractionDigits: 5 })
  const named = point === null || point === 'nowhere' ? '' : say(`deployment.inputs.add-point-${point[1] < 0 ? 'south' : 'north'}-${point[0] < 0 ? 'west' : 'east'}`, { lat: degrees(point[1]), lon: degrees(point[0]) })
  return (
    <div className="place-combobox">
      <div className="place-input">
        <Icon name="search" />
        <input
          {...options.aria}
          {...refusedBy(`${id}-why`, point === 'nowhere')}
          ref={input}
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
              else addPoint()
            } else if (event.key === 'Escape' && typed !== '') {
              event.preventDefault()
              event.stopPropagation()
              setTyped('')
            }
          }}
        />
      </div>
      {options.list}
      {named !== '' && (
        <Button small kind="quiet" shortcut="Enter" onClick={addPoint}>
          {named}
        </Button>
      )}
      <Settled words={named} />
      <Refused id={`${id}-why`} says={point === 'nowhere' ? say('deployment.inputs.nowhere') : null} />
      <p className="place-none" role="status">{options.none ? say('deployment.inputs.none-found') : ''}</p>
    </div>
  )
}
