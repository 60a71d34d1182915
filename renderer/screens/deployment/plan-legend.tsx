import { LegendPanel } from '../../map/legend-panel.tsx'
import { useFormats, useSay } from '../../session/language.ts'
import { EmberScale } from '../map/legend.tsx'
import { BaseMark } from './bases.tsx'

/** What the plan's map shows; each line with the sign it speaks of. */
export function PlanLegend({ reach, alternative, bases }: { readonly reach: number; readonly alternative: boolean; readonly bases: boolean }) {
  const say = useSay()
  const { number } = useFormats()
  return (
    <LegendPanel title={say('deployment.legend.title')} short>
      <section className="legend-signs">
        <p>
          <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true"><circle className="sign-reach" cx="8" cy="8" r="6.5" /></svg>
          {say('deployment.legend.reach', { reach: number(reach / 1000, { style: 'unit', unit: 'kilometer', maximumFractionDigits: 0 }) })}
        </p>
        {alternative && (
          <p>
            <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true"><circle className="sign-alternative" cx="8" cy="8" r="6.5" /></svg>
            {say('deployment.legend.alternative')}
          </p>
        )}
        {bases && (
          <p>
            <BaseMark />
            {say('deployment.legend.base')}
          </p>
        )}
      </section>
      <section>
        <p>{say('deployment.legend.rate')}</p>
        <EmberScale />
      </section>
    </LegendPanel>
  )
}
