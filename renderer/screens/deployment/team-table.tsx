import type { CandidateBase, Plan } from '../../../shared/planning/plan.ts'
import { useFormats, useSay } from '../../session/language.ts'
import { useBaseNames } from './base-names.ts'
import { segmentName } from '../map/segment-name.ts'

/** Each team with what it adds and what would be lost without it: the two differ, because reaches overlap. `decimals` null: too few reports for either. */
export function TeamTable({ plan, decimals }: { readonly plan: Plan; readonly decimals: 0 | 1 | null }) {
  const say = useSay()
  const formats = useFormats()
  const { number, country } = formats
  // The middle of a border goes by its segment; the settlement near it may lie on either side.
  const nameOf = useBaseNames(plan.teams.map(({ base }) => base))
  const where = (base: CandidateBase) => {
    const { name, country: code, segment } = base
    return segment ? { post: segmentName({ id: segment, class: segment.startsWith('land') ? 'land' : 'coast' }, formats, say), more: name === '' || /^[-\d., ]+$/.test(name) ? '' : say('deployment.teams.near', { place: name }) } : { post: nameOf(base), more: code && country(code) }
  }
  const share = (value: number) => number(value, { style: 'percent', minimumFractionDigits: decimals ?? 0, maximumFractionDigits: decimals ?? 0 })
  return (
    <div className="team-table panel" tabIndex={0} role="region" aria-label={say('deployment.teams.title')}>
      <table>
        <thead>
          <tr>
            <th scope="col">{say('deployment.teams.team')}</th>
            <th scope="col">{say('deployment.teams.posted')}</th>
            {decimals !== null && (
              <>
                <th scope="col" className="num">{say('deployment.teams.adds')}</th>
                <th scope="col" className="num">{say('deployment.teams.loss')}</th>
              </>
            )}
          </tr>
        </thead>
        <tbody>
          {plan.teams.map((team, at) => (
            <tr key={team.base.id}>
              <th scope="row">{say('deployment.teams.mark', { number: number(at + 1) })}</th>
              <td>
                {where(team.base).post} <span className="muted">{where(team.base).more}</span>
              </td>
              {decimals !== null && (
                <>
                  <td className="num">{share(team.adds)}</td>
                  <td className="num">{share(team.loss)}</td>
                </>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
