import type { ReleaseFinding } from '../../../shared/briefing/briefing.ts'
import type { ReleasedFile } from '../../../shared/station/station.ts'
import { Icon, type IconName } from '../../parts/icon.tsx'
import { useFormats, useSay } from '../../session/language.ts'

const SIGNS: Readonly<Record<ReleaseFinding['what'], IconName>> = {
  'small-count': 'eye-off',
  complement: 'eye-off',
  coarsened: 'map-pin',
  name: 'user',
  contact: 'phone',
  identifier: 'id',
  'exact-place': 'map-pin',
  'not-drawn': 'map-off',
  'to-read': 'eye',
}

/** A file that was written, and where it lies; null where the person did not keep it. */
export interface Released {
  readonly file: ReleasedFile
  readonly where: string | null
}

interface ReleaseCheckProps {
  readonly lines: readonly FindingLine[]
  readonly released: Released | null
  /** What a person has looked at and lets stand, by `keyOf`. */
  readonly looked: ReadonlySet<string>
  readonly onLook: (key: string, stands: boolean) => void
}

/** What the release check changed and why, what stops it, and what a person must read. */
export function ReleaseCheck({ lines, released, looked, onLook }: ReleaseCheckProps) {
  const say = useSay()
  const { number, list } = useFormats()
  const groups = (['stop', 'read', 'changed'] as const).map((effect) => ({ effect, lines: lines.filter(({ finding }) => finding.effect === effect) }))
  const stops = groups[0]!.lines.length
  const left = unseen(lines, looked).length
  return (
    <>
      {released && (
        <section className="released" role="status">
          <Icon name="circle-check" />
          <div>
            <h2>{released.where ? say('briefings.check.reopened') : say('briefings.check.not-kept')}</h2>
            {released.where && <p className="released-where"><bdi dir="ltr">{released.where}</bdi></p>}
            {released.file.says.map((line) => (
              <p key={line.key}>{say(line)}</p>
            ))}
          </div>
        </section>
      )}
      <section className="verdict" data-stops={stops > 0 || undefined} data-left={left > 0 || undefined} role="status">
        <Icon name={stops > 0 ? 'alert-triangle' : left > 0 ? 'eye' : 'shield-check'} />
        <div>
          <h2>{stops > 0 ? say('briefings.check.stopped', { count: stops }) : left > 0 ? say('briefings.check.to-look', { count: left }) : say('briefings.check.none-found')}</h2>
          <p>{say(left > 0 ? 'briefings.check.look-first' : 'briefings.check.read-all')}</p>
        </div>
      </section>
      {groups.map(
        (group) =>
          group.lines.length > 0 && (
            <section key={group.effect}>
              <h3>
                {say(`briefings.check.effect.${group.effect}`)} <small>{number(group.lines.length)}</small>
              </h3>
              <ul className="findings">
                {group.lines.map(({ key, finding, where }) => (
                  <li key={key} data-effect={group.effect}>
                    <Icon name={SIGNS[finding.what]} />
                    <div>
                      <b>{say(`briefings.check.what.${finding.what}`)}</b> {finding.words && <q dir="auto">{finding.words}</q>} <small>{list(where)}</small>
                      <p>{say(finding.why)}</p>
                      {group.effect === 'read' && (
                        <label className="looked">
                          <input type="checkbox" autoComplete="off" aria-label={finding.words ? say('briefings.check.stands-named', { words: finding.words }) : undefined} checked={looked.has(key)} onChange={(event) => onLook(key, event.currentTarget.checked)} />
                          {say('briefings.check.stands')}
                        </label>
                      )}
                    </div>
                  </li>
                ))}
              </ul>
            </section>
          ),
      )}
    </>
  )
}

/** What a person has still to look at. */
export const unseen = (lines: readonly FindingLine[], looked: ReadonlySet<string>) => lines.filter(({ key, finding }) => finding.effect === 'read' && !looked.has(key))

export interface FindingLine {
  readonly key: string
  readonly finding: ReleaseFinding
  /** Every passage it stands in. */
  readonly where: readonly string[]
}

/** The same words found for the same reason are one thing to look at, wherever they stand. */
export function linesOf(findings: readonly ReleaseFinding[]): readonly FindingLine[] {
  const lines = new Map<string, { finding: ReleaseFinding; where: Set<string> }>()
  findings.forEach((finding, at) => {
    const key = JSON.stringify([finding.effect, finding.why, finding.words ?? at])
    const line = lines.get(key)
    if (line) line.where.add(finding.where)
    else lines.set(key, { finding, where: new Set([finding.where]) })
  })
  return [...lines].map(([key, { finding, where }]) => ({ key, finding, where: [...where] }))
}
