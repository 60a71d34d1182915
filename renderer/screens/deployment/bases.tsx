import { useState } from 'react'
import type { LngLat } from '../../../shared/model/units.ts'
import type { PlaceHit } from '../../../shared/station/station.ts'
import { Button } from '../../parts/button.tsx'
import { FaultNote } from '../../parts/fault.tsx'
import { Icon } from '../../parts/icon.tsx'
import { PlaceSearch } from '../../parts/place/place-search.tsx'
import { useFormats, useSay } from '../../session/language.ts'
import { faultOf, type Fault } from '../../session/notices.ts'
import { useBaseNames } from './base-names.ts'
import { addBase, addBaseAt, useDeploymentInputs } from './request.ts'

/** Where a team may stand: settlements, middles of segments, and bases that a person adds by pressing the map, by name or by coordinates. */
export function Bases() {
  const say = useSay()
  const { country, names } = useFormats()
  const inputs = useDeploymentInputs()
  const { change, drawing, drawn } = inputs
  const nameOf = useBaseNames(drawn)
  const [told, setTold] = useState('')
  const [refused, setRefused] = useState<Omit<Fault, 'id'> | null>(null)
  const addFound = (hit: PlaceHit) => {
    if (!hit.at) return
    addBase({ id: `found-${hit.name}-${hit.at.join()}`, at: [hit.at[0], hit.at[1]], name: hit.name, country: hit.country, from: 'drawn', settlement: true })
    setTold(say('deployment.inputs.base-added', { name: hit.name }))
  }
  const addPoint = (at: LngLat) => void addBaseAt(at).then((name) => (setTold(say('deployment.inputs.base-added', { name })), setRefused(null)), (error: unknown) => setRefused(faultOf(error)))
  return (
    <section>
      <h2>
        {say('deployment.inputs.bases')} {drawn.length > 0 && <small>{say('deployment.inputs.added', { count: drawn.length })}</small>}
      </h2>
      <label className="check-row">
        <input type="checkbox" autoComplete="off" checked={inputs.settlements} onChange={(event) => change({ settlements: event.currentTarget.checked })} />
        {say('deployment.inputs.settlements')}
      </label>
      <label className="check-row">
        <input type="checkbox" autoComplete="off" checked={inputs.segments} onChange={(event) => change({ segments: event.currentTarget.checked })} />
        {say('deployment.inputs.segments')}
      </label>
      <ul className="drawn-bases">
        {drawn.map((base) => (
          <li key={base.id}>
            <BaseMark />
            <span>
              {nameOf(base)} {base.country && <small>{names([country(base.country)])}</small>}
            </span>
            <button type="button" className="icon-button" aria-label={say('deployment.inputs.remove-base', { name: nameOf(base) })} onClick={() => change({ drawn: drawn.filter((other) => other !== base) })}>
              <Icon name="x" />
            </button>
          </li>
        ))}
      </ul>
      <div className="add-base">
        <PlaceSearch label={say('deployment.inputs.find-base')} onChoose={addFound} onPoint={addPoint} />
        {refused && <FaultNote fault={refused} onDismiss={() => setRefused(null)} />}
        <Button small kind={drawing ? 'primary' : 'plain'} icon="map-pin-plus" onClick={() => change({ drawing: !drawing })}>
          {say(drawing ? 'deployment.inputs.drawing-done' : 'deployment.inputs.draw')}
        </Button>
        {drawing && <p className="input-note" role="status">{say('deployment.inputs.drawing')}</p>}
        <p className="aside-only" role="status">{told}</p>
      </div>
    </section>
  )
}

/** The sign of a base, as the map draws it. */
export function BaseMark() {
  return (
    <svg className="base-mark" width="14" height="14" viewBox="-7 -7 14 14" aria-hidden="true" focusable="false">
      <rect x="-6" y="-6" width="12" height="12" rx="2" />
      <path d="M-2,4V-3.5L3,-1.5L-2,.5" />
    </svg>
  )
}
