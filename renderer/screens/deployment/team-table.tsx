import type { Plan } from '../../../shared/planning/plan.ts'
import { useFormats, useSay } from '../../session/language.ts'

/** Each team with what it adds and what would be lost without it: the two differ, because reaches overlap. */
export function TeamTable({ plan }: { readonly plan: Plan }) {
  const say = useSay()
  const { number, country } = useFormats()
  const share = (value: number) => number(value, { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 })
  return (
    <div className="team-table panel" tabIndex={0} role="region" aria-label={say('deployment.teams.title')}>
      <table>
        <thead>
          <tr>
            <th scope="col">{say('deployment.teams.team')}</th>
            <th scope="col">{say('deployment.teams.posted')}</th>
            <th scope="col" className="num">{say('deployment.teams.adds')}</th>
            <th scope="col" className="num">{say('deployment.teams.loss')}</th>
          </tr>
        </thead>
        <tbody>
          {plan.teams.map((team, at) => (
            <tr key={team.base.id}>
              <th scope="row">T{at + 1}</th>
              <td>
                {team.base.name}
                {team.base.country && <span className="muted"> {country(team.base.country)}</span>}
              </td>
              <td className="num">{share(team.adds)}</td>
              <td className="num">{share(team.loss)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
