import type { SegmentRate } from '../../../shared/analysis/result.ts'
import { reportsForShares, shareStep } from '../../../shared/briefing/share-step.ts'
import type { Message } from '../../../shared/model/message.ts'
import type { Plan } from '../../../shared/planning/plan.ts'
import type { Deployment } from '../../../shared/station/station.ts'
import { Icon } from '../../parts/icon.tsx'
import { useFormats, useSay } from '../../session/language.ts'
import { shareDecimals, useThreshold } from '../../session/shares.ts'
import { segmentName } from '../map/segment-name.ts'
import type { Standing } from './standing.ts'
import { StandingNote } from './standing-note.tsx'
import { ValueByTeams } from './value-by-teams.tsx'

/** What a result says that no part of this panel says already; without its shares where there are too few reports for any. */
export const saysMore = (says: readonly Message[], shares: boolean): readonly Message[] =>
  says.filter(({ key }) => !/^planning\.(proved|gap|against|runner-up\.(?!not-proved))/.test(key) && (shares || !/^planning\.(beyond|weighed)$/.test(key)))

interface DeploymentResultProps {
  readonly deployment: Pick<Deployment, 'result' | 'reports'>
  readonly standing: Standing
  readonly highest: readonly SegmentRate[]
}

/** The plan: its coverage with interval, whether it is proved, value by number of teams, the runner-up, and what simpler rules would reach. */
export function DeploymentResult({ deployment: { result, reports }, standing, highest }: DeploymentResultProps) {
  const say = useSay()
  const formats = useFormats()
  const { number, names } = formats
  const threshold = useThreshold()
  const decimals = shareDecimals(reports, threshold)
  const shared = decimals !== null
  const digits = { minimumFractionDigits: decimals ?? 0, maximumFractionDigits: decimals ?? 0 }
  const share = (value: number) => number(value, { style: 'percent', ...digits })
  const points = (value: number) => number(value * 100, { ...digits, signDisplay: 'exceptZero' })
  const seconds = number(result.seconds, { maximumFractionDigits: 1 })
  const step = shareStep(reports ?? 0, threshold) ?? 0
  const { plan, runnerUp } = result
  const more = saysMore(result.says, shared)
  const missedBy = (other: Plan) => highest.filter(({ id }) => !other.coveredDemand.includes(id))
  const reached = (other: Plan) => highest.length - missedBy(other).length
  const missed = missedBy(plan)
  return (
    <div className="result" data-old={!standing.current || undefined} tabIndex={0} role="region" aria-label={say('deployment.result.title')}>
      <StandingNote standing={standing} />
      <section>
        {shared ? (
          <>
            <p className="result-share">
              <b>{share(plan.covered.share)}</b> {say('deployment.result.covered')}
            </p>
            <p>{say('deployment.result.interval', { low: share(plan.covered.low), high: share(plan.covered.high) })}</p>
            {step > 0.01 && <p className="input-note">{say('deployment.result.in-steps', { step: share(step) })}</p>}
          </>
        ) : (
          <p>{reports === null ? say('deployment.result.reports-unknown') : say('deployment.result.too-few', { count: plan.teams.length, reports: number(reports), needed: number(reportsForShares(threshold)) })}</p>
        )}
        <p className="result-proof" data-proved={result.proved || undefined}>
          <Icon name={result.proved ? 'circle-check' : 'alert-triangle'} />
          {result.proved
            ? say('deployment.result.proved', { count: plan.teams.length, seconds })
            : shared
              ? say('deployment.result.gap', { gap: share(result.gap), bound: share(result.bound), seconds })
              : say('deployment.result.gap-alone', { seconds })}
        </p>
      </section>
      {shared && (
        <section>
          <h2>
            {say('deployment.result.by-teams')} <small>{say('deployment.result.by-teams-note')}</small>
          </h2>
          <ValueByTeams values={result.byTeams} chosen={plan.teams.length} decimals={decimals} />
        </section>
      )}
      <section>
        <h2>
          {say('deployment.result.runner-up')} {runnerUp && <small>{say('deployment.result.apart', { distance: number(runnerUp.apart / 1000, { style: 'unit', unit: 'kilometer', maximumFractionDigits: 0 }) })}</small>}
        </h2>
        {runnerUp ? (
          <>
            {!shared && runnerUp.distinguishable && <p>{say('deployment.result.less')}</p>}
            {(shared || highest.length > 0) && (
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
                  {shared && (
                    <tr>
                      <th scope="row">{say('deployment.result.reach')}</th>
                      <td>{share(plan.covered.share)}</td>
                      <td>{share(runnerUp.covered.share)}</td>
                      <td>
                        {say('deployment.result.points', { points: points(runnerUp.difference.share) })} <small>{say('deployment.result.from-to', { low: points(runnerUp.difference.low), high: points(runnerUp.difference.high) })}</small>
                      </td>
                    </tr>
                  )}
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
            )}
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
      {shared && (
        <section>
          <h2>{say('deployment.result.against')}</h2>
          <dl className="against">
            <Rival label={say('deployment.result.greedy')} rival={result.greedy} plan={plan} share={share} />
            <Rival label={say('deployment.result.hottest')} rival={result.hottest} plan={plan} share={share} />
          </dl>
          <p className="input-note">{say('deployment.result.against-note')}</p>
        </section>
      )}
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
