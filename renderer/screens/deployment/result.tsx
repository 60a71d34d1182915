import type { SegmentRate } from '../../../shared/analysis/result.ts'
import type { Plan, PlanResult } from '../../../shared/planning/plan.ts'
import type { Message } from '../../../shared/model/message.ts'
import { Icon } from '../../parts/icon.tsx'
import { useFormats, useSay } from '../../session/language.ts'
import { segmentName } from '../map/segment-name.ts'
import { ValueByTeams } from './value-by-teams.tsx'

/** What a result says that no part of this panel says already. */
export const saysMore = (says: readonly Message[]): readonly Message[] => says.filter(({ key }) => !/^planning\.(proved|gap|against|runner-up\.(?!not-proved))/.test(key))

/** The plan: its coverage with interval, whether it is proved, value by number of teams, the runner-up, and what simpler rules would reach. */
export function DeploymentResult({ result, old, highest }: { readonly result: PlanResult; readonly old: Message | null; readonly highest: readonly SegmentRate[] }) {
  const say = useSay()
  const formats = useFormats()
  const { number, names } = formats
  const share = (value: number) => number(value, { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 })
  const points = (value: number) => number(value * 100, { minimumFractionDigits: 1, maximumFractionDigits: 1, signDisplay: 'exceptZero' })
  const { plan, runnerUp } = result
  const more = saysMore(result.says)
  const missedBy = (other: Plan) => highest.filter(({ id }) => !other.coveredDemand.includes(id))
  const reached = (other: Plan) => highest.length - missedBy(other).length
  const missed = missedBy(plan)
  return (
    <div className="result" data-old={old !== null || undefined} tabIndex={0} role="region" aria-label={say('deployment.result.title')}>
      {old && <p className="notice-warn" role="status">{say(old)}</p>}
      <section>
        <p className="result-share">
          <b>{share(plan.covered.share)}</b> {say('deployment.result.covered')}
        </p>
        <p>{say('deployment.result.interval', { low: share(plan.covered.low), high: share(plan.covered.high) })}</p>
        <p className="result-proof" data-proved={result.proved || undefined}>
          <Icon name={result.proved ? 'circle-check' : 'alert-triangle'} />
          {result.proved
            ? say('deployment.result.proved', { count: plan.teams.length, seconds: number(result.seconds, { maximumFractionDigits: 1 }) })
            : say('deployment.result.gap', { gap: share(result.gap), bound: share(result.bound), seconds: number(result.seconds, { maximumFractionDigits: 1 }) })}
        </p>
      </section>
      <section>
        <h2>
          {say('deployment.result.by-teams')} <small>{say('deployment.result.by-teams-note')}</small>
        </h2>
        <ValueByTeams values={result.byTeams} chosen={plan.teams.length} />
      </section>
      <section>
        <h2>
          {say('deployment.result.runner-up')} {runnerUp && <small>{say('deployment.result.apart', { distance: number(runnerUp.apart / 1000, { style: 'unit', unit: 'kilometer', maximumFractionDigits: 0 }) })}</small>}
        </h2>
        {runnerUp ? (
          <>
            <table className="compare">
              <thead>
                <tr>
                  <th scope="col"><span className="aside-only">{say('deployment.result.measure')}</span></th>
                  <th scope="col">{say('deployment.result.plan')}</th>
                  <th scope="col">{say('deployment.result.runner')}</th>
                  <th scope="col">{say('deployment.result.difference')}</th>
                </tr>
              </thead>
              <tbody>
                <tr>
                  <th scope="row">{say('deployment.result.reach')}</th>
                  <td>{share(plan.covered.share)}</td>
                  <td>{share(runnerUp.covered.share)}</td>
                  <td>
                    {say('deployment.result.points', { points: points(runnerUp.difference.share) })} <small>{say('deployment.result.from-to', { low: points(runnerUp.difference.low), high: points(runnerUp.difference.high) })}</small>
                  </td>
                </tr>
                {highest.length > 0 && (
                  <tr>
                    <th scope="row">{say('deployment.result.highest', { count: highest.length })}</th>
                    <td>{number(reached(plan))}</td>
                    <td>{number(reached(runnerUp))}</td>
                    <td>{number(reached(plan) - reached(runnerUp), { signDisplay: 'exceptZero' })}</td>
                  </tr>
                )}
              </tbody>
            </table>
            {!runnerUp.distinguishable && (
              <p className="notice-warn">
                <Icon name="scale" /> {say('deployment.result.alike')}
              </p>
            )}
          </>
        ) : (
          <p>{say('deployment.result.no-runner-up')}</p>
        )}
      </section>
      {missed.length > 0 && (
        <section>
          <h2>{say('deployment.result.missed')}</h2>
          <p>{names(missed.map((segment) => segmentName(segment, formats, say)))}</p>
          <p className="input-note">{say('deployment.result.missed-note')}</p>
        </section>
      )}
      <section>
        <h2>{say('deployment.result.against')}</h2>
        <dl className="against">
          <Rival label={say('deployment.result.greedy')} rival={result.greedy} plan={plan} share={share} />
          <Rival label={say('deployment.result.hottest')} rival={result.hottest} plan={plan} share={share} />
        </dl>
        <p className="input-note">{say('deployment.result.against-note')}</p>
      </section>
      {more.length > 0 && (
        <section className="result-more">
          {more.map((line) => (
            <p key={line.key}>{say(line)}</p>
          ))}
        </section>
      )}
    </div>
  )
}

function Rival({ label, rival, plan, share }: { readonly label: string; readonly rival: Plan; readonly plan: Plan; readonly share: (value: number) => string }) {
  const say = useSay()
  const of = plan.covered.share > 0 ? rival.covered.share / plan.covered.share : 1
  return (
    <div>
      <dt>{label}</dt>
      <dd>{share(rival.covered.share)}</dd>
      <dd className="muted">{say('deployment.result.of-best', { share: share(of) })}</dd>
    </div>
  )
}
