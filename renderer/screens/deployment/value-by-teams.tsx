import { axisOf } from '../../parts/axis.ts'
import { useFormats, useLanguage, useSay } from '../../session/language.ts'

const WIDTH = 336
const HEIGHT = 120
const INSET = { start: 28, end: 8, top: 18, bottom: 20 }

/** Covered share by number of teams. Plans for n and n+1 teams are not nested, so this is value, not what "the next team" adds. */
export function ValueByTeams({ values, chosen, decimals }: { readonly values: readonly { readonly teams: number; readonly covered: number; readonly gap: number }[]; readonly chosen: number; readonly decimals: number }) {
  const say = useSay()
  const { number } = useFormats()
  const most = Math.max(...values.map(({ teams }) => teams), 1)
  const mirrored = useLanguage((state) => state.language) === 'ar'
  const place = (along: number) => (mirrored ? WIDTH - along : along)
  const x = (teams: number) => place(INSET.start + (teams / most) * (WIDTH - INSET.start - INSET.end))
  const top = Math.max(0.05, ...values.map(({ covered }) => covered)) * 1.08
  const y = (covered: number) => HEIGHT - INSET.bottom - (covered / top) * (HEIGHT - INSET.top - INSET.bottom)
  const percent = (value: number) => number(value, { style: 'percent', maximumFractionDigits: 0 })
  const chosenValue = values.find(({ teams }) => teams === chosen)
  const line = [{ teams: 0, covered: 0 }, ...values].map(({ teams, covered }) => `${x(teams)},${y(covered)}`).join('L')
  return (
    <>
      <svg className="value-chart" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={say('deployment.result.chart', { count: values.length })}>
        {axisOf(top).map((share) => (
          <g key={share}>
            <path className="axis" d={`M${place(INSET.start)},${y(share)}H${place(WIDTH - INSET.end)}`} />
            <text x={place(INSET.start - 6)} y={y(share) + 4} textAnchor={mirrored ? 'start' : 'end'}>{number(share * 100)}</text>
          </g>
        ))}
        {chosenValue && (
          <g className="value-chosen">
            <path d={`M${x(chosen)},${y(chosenValue.covered) + 4}V${y(0)}`} />
            <text x={x(chosen)} y={y(chosenValue.covered) - 9} textAnchor="middle">{number(chosenValue.covered * 100, { minimumFractionDigits: decimals, maximumFractionDigits: decimals })}</text>
          </g>
        )}
        <path className="value-line" d={`M${line}`} />
        {values.map(({ teams, covered, gap }) => (
          <g key={teams} data-chosen={teams === chosen || undefined}>
            <circle cx={x(teams)} cy={y(covered)} r={teams === chosen ? 4 : 2.5} data-open={gap > 1e-9 || undefined} />
            {teams !== chosen && <text className="value-share" x={x(teams)} y={y(covered) - 8} textAnchor="middle">{number(covered * 100, { maximumFractionDigits: 0 })}</text>}
            {(teams === chosen || teams % 2 === 0) && <text x={x(teams)} y={HEIGHT - 6} textAnchor="middle">{number(teams)}</text>}
          </g>
        ))}
      </svg>
      {values.some(({ gap }) => gap > 1e-9) && <p className="input-note">{say('deployment.result.chart-open')}</p>}
      <table className="aside-only">
        <caption>{say('deployment.result.by-teams')}</caption>
        <tbody>
          {values.map(({ teams, covered }) => (
            <tr key={teams}>
              <th scope="row">{number(teams)}</th>
              <td>{percent(covered)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}
