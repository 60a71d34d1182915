import type { ReleaseFinding } from '../../../shared/briefing/briefing.ts'
import type { BriefingDraft, ReleasedFile } from '../../../shared/station/station.ts'
import { Icon, type IconName } from '../../parts/icon.tsx'
import { useSay } from '../../session/language.ts'

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

/** What the release check changed and why, what stops it, and what a person must read. */
export function ReleaseCheck({ draft, released }: { readonly draft: BriefingDraft; readonly released: Released | null }) {
  const say = useSay()
  const groups = (['stop', 'read', 'changed'] as const).map((effect) => ({ effect, findings: draft.findings.filter((finding) => finding.effect === effect) }))
  return (
    <>
      {released && (
        <section className="released" role="status">
          <Icon name="circle-check" />
          <div>
            <h3>{released.where ? say('briefings.check.reopened') : say('briefings.check.not-kept')}</h3>
            {released.where && <p className="released-where"><bdi dir="ltr">{released.where}</bdi></p>}
            {released.file.says.map((line) => (
              <p key={line.key}>{say(line)}</p>
            ))}
          </div>
        </section>
      )}
      <section className="verdict" data-stops={draft.stops > 0 || undefined} role="status">
        <Icon name={draft.stops > 0 ? 'alert-triangle' : 'shield-check'} />
        <div>
          <h2>{draft.stops > 0 ? say('briefings.check.stopped', { count: draft.stops }) : say('briefings.check.none-found')}</h2>
          <p>{say('briefings.check.to-read', { count: draft.toRead })}</p>
        </div>
      </section>
      {groups.map(
        ({ effect, findings }) =>
          findings.length > 0 && (
            <section key={effect}>
              <h3>{say(`briefings.check.effect.${effect}`)}</h3>
              <ul className="findings">
                {findings.map((finding, at) => (
                  <li key={at} data-effect={effect}>
                    <Icon name={SIGNS[finding.what]} />
                    <div>
                      <b>{say(`briefings.check.what.${finding.what}`)}</b> <small>{finding.where}</small>
                      <p>{say(finding.why)}</p>
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
