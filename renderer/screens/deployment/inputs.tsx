import { useId } from 'react'
import { Button } from '../../parts/button.tsx'
import { useFormats, useLanguage, useSay } from '../../session/language.ts'
import { Bases } from './bases.tsx'
import { useDeploymentInputs } from './request.ts'
import { SavedScenarios } from './saved-scenarios.tsx'
import { Stepper } from './stepper.tsx'

/** What we have: teams, reach, where a team may stand, and who must have one. */
export function DeploymentForm({ area, solving, onSolve }: { readonly area: readonly string[]; readonly solving: boolean; readonly onSolve: () => void }) {
  const say = useSay()
  const { number, country } = useFormats()
  const language = useLanguage((state) => state.language)
  const inputs = useDeploymentInputs()
  const { change } = inputs
  const rangeId = useId()
  const detourId = useId()
  // A minimum that a kept plan asked of a country outside the area stays in sight: it is asked.
  const countries = [...new Set([...area, ...Object.keys(inputs.minimum).filter((code) => (inputs.minimum[code] ?? 0) > 0)])]
  const byName = countries.sort((one, other) => country(one).localeCompare(country(other), language))
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
          <h2>{say('deployment.inputs.have')}</h2>
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
        <Bases />
        <section>
          <h2>{say('deployment.inputs.minimum')}</h2>
          {area.length === 0 && <p className="input-note">{say('deployment.inputs.no-area')}</p>}
          {area.length > 1 && inputs.segments && <p className="input-note">{say('deployment.inputs.minimum-note')}</p>}
          {byName.map((code) => (
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
