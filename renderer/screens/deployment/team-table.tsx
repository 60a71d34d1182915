import type { CandidateBase, Plan } from '../../../shared/planning/plan.ts'
import { useFormats, useSay } from '../../session/language.ts'
import { segmentName } from '../map/segment-name.ts'

/** Each team with what it adds and what would be lost without it: the two differ, because reaches overlap. */
export function TeamTable({ plan }: { readonly plan: Plan }) {
  const say = useSay()
  const formats = useFormats()
  const { number, country } = formats
  // The middle of a border that no settlement is near goes by its segment, not by bare degrees.
  const baseName = ({ id, name, from }: CandidateBase) => {
    const segment = from === 'segment' && /^[-\d., ]+$/.test(name) ? /^segment:((land|coast):.+)$/.exec(id) : null
    return segment ? segmentName({ id: segment[1]!, class: segment[2] as 'land' | 'coast' }, formats, say) : name
  }
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
              <th scope="row">{say('deployment.teams.mark', { number: number(at + 1) })}</th>
              <td>
                {baseName(team.base)}
                {team.base.country && !baseName(team.base).includes(country(team.base.country)) && <span className="muted"> {country(team.base.country)}</span>}
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
