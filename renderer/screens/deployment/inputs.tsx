import { useId } from 'react'
import { Button } from '../../parts/button.tsx'
import { Icon } from '../../parts/icon.tsx'
import { useFormats, useSay } from '../../session/language.ts'
import { useDeploymentInputs } from './request.ts'
import { SavedScenarios } from './saved-scenarios.tsx'

/** What we have: teams, reach, where a team may stand, and who must have one. */
export function DeploymentForm({ area, solving, onSolve }: { readonly area: readonly string[]; readonly solving: boolean; readonly onSolve: () => void }) {
  const say = useSay()
  const { number, country } = useFormats()
  const inputs = useDeploymentInputs()
  const { change } = inputs
  const rangeId = useId()
  const detourId = useId()
  const km = (metres: number) => number(metres / 1000, { style: 'unit', unit: 'kilometer', maximumFractionDigits: 0 })
  return (
    <form
      className="inputs"
      aria-label={say('deployment.inputs.title')}
      onSubmit={(event) => {
        event.preventDefault()
        onSolve()
      }}
    >
      <div className="inputs-body">
        <section>
          <h3>{say('deployment.inputs.have')}</h3>
          <Stepper label={say('deployment.inputs.teams')} value={inputs.teams} least={1} most={40} onChange={(teams) => change({ teams })} />
        </section>
        <section>
          <div className="input-line">
            <label htmlFor={rangeId}>{say('deployment.inputs.range')}</label>
            <output>{km(inputs.range)}</output>
          </div>
          <input id={rangeId} type="range" autoComplete="off" min={20} max={300} step={10} value={inputs.range / 1000} onChange={(event) => change({ range: event.currentTarget.valueAsNumber * 1000 })} />
          <div className="input-line">
            <label htmlFor={detourId}>{say('deployment.inputs.detour')}</label>
            <output>{number(inputs.detour, { minimumFractionDigits: 1 })}×</output>
          </div>
          <input id={detourId} type="range" autoComplete="off" min={1} max={2} step={0.1} value={inputs.detour} onChange={(event) => change({ detour: event.currentTarget.valueAsNumber })} />
          <p className="input-note">{say('deployment.inputs.detour-note')}</p>
        </section>
        <section>
          <h3>{say('deployment.inputs.bases')}</h3>
          <label className="check-row">
            <input type="checkbox" autoComplete="off" checked={inputs.settlements} onChange={(event) => change({ settlements: event.currentTarget.checked })} />
            {say('deployment.inputs.settlements')}
          </label>
          <label className="check-row">
            <input type="checkbox" autoComplete="off" checked={inputs.segments} onChange={(event) => change({ segments: event.currentTarget.checked })} />
            {say('deployment.inputs.segments')}
          </label>
          <Button small kind={inputs.drawing ? 'primary' : 'plain'} icon="map-pin-plus" onClick={() => change({ drawing: !inputs.drawing })}>
            {say(inputs.drawing ? 'deployment.inputs.drawing' : 'deployment.inputs.draw')}
          </Button>
          <ul className="drawn-bases">
            {inputs.drawn.map((base) => (
              <li key={base.id}>
                {base.name}
                <button type="button" className="icon-button" aria-label={say('deployment.inputs.remove-base', { name: base.name })} onClick={() => change({ drawn: inputs.drawn.filter((other) => other !== base) })}>
                  <Icon name="x" />
                </button>
              </li>
            ))}
          </ul>
        </section>
        <section>
          <h3>{say('deployment.inputs.minimum')}</h3>
          {area.length === 0 && <p className="input-note">{say('deployment.inputs.no-area')}</p>}
          {area.map((code) => (
            <Stepper key={code} label={country(code)} value={inputs.minimum[code] ?? 0} least={0} most={10} onChange={(least) => change({ minimum: { ...inputs.minimum, [code]: least } })} />
          ))}
        </section>
        <SavedScenarios />
      </div>
      <footer>
        <Button submit kind="primary" icon="shield" shortcut="Ctrl+Enter" disabled={solving}>
          {say('deployment.act.solve')}
        </Button>
      </footer>
    </form>
  )
}

function Stepper({ label, value, least, most, onChange }: { readonly label: string; readonly value: number; readonly least: number; readonly most: number; readonly onChange: (value: number) => void }) {
  const say = useSay()
  const id = useId()
  const set = (next: number) => Number.isFinite(next) && onChange(Math.min(most, Math.max(least, Math.round(next))))
  return (
    <div className="input-line">
      <label htmlFor={id}>{label}</label>
      <span className="stepper">
        <button type="button" aria-label={say('deployment.inputs.fewer', { what: label })} disabled={value <= least} onClick={() => set(value - 1)}>
          <Icon name="minus" />
        </button>
        <input id={id} type="number" autoComplete="off" min={least} max={most} value={value} onChange={(event) => set(event.currentTarget.valueAsNumber)} />
        <button type="button" aria-label={say('deployment.inputs.more', { what: label })} disabled={value >= most} onClick={() => set(value + 1)}>
          <Icon name="plus" />
        </button>
      </span>
    </div>
  )
}
