import { tip as tipKind } from '../../../shared/model/kinds/tip.ts'
import { fieldOf } from '../../../shared/model/kinds/kinds.ts'
import type { MergedRecord, OpenedRecord } from '../../../shared/station/station.ts'
import { takeApart } from '../../acts/merging.ts'
import { Button } from '../../parts/button.tsx'
import { FieldValue } from '../../parts/form/field-value.tsx'
import { formSections } from '../../parts/form/record-form.tsx'
import { WrittenBy } from '../../parts/written-by.tsx'
import { useSay } from '../../session/language.ts'
import { tellFault } from '../../session/notices.ts'
import { useStation } from '../../session/station.ts'

/** Tips that a person said are this one: each with its reference, what it had that is different here, and the way to take it apart. */
export function Merged({ record }: { readonly record: OpenedRecord }) {
  const say = useSay()
  if (!record.merged || record.merged.length === 0) return null
  return (
    <section className="merged">
      <h3>
        {say('conflicts.merged.title')} <small>{say('conflicts.merged.count', { count: record.merged.length })}</small>
      </h3>
      {record.merged.map((merged) => (
        <MergedTip key={merged.id} merged={merged} survivor={record} />
      ))}
      <p className="muted">{say('conflicts.merged.since', { survivor: record.reference })}</p>
    </section>
  )
}

function MergedTip({ merged, survivor }: { readonly merged: MergedRecord; readonly survivor: OpenedRecord }) {
  const say = useSay()
  const station = useStation()
  const differs = SHOWN_FIELDS.filter((field) => merged.conflicts[field] !== undefined || differing(merged.fields, survivor.fields).includes(field))
  return (
    <div className="merged-tip" role="group" aria-label={merged.reference}>
      <div className="merged-head">
        <bdi className="id" dir="ltr">{merged.reference}</bdi>
        {merged.merges.map((by) => <WrittenBy key={by.commit} {...by} />)}
        <Button small icon="arrows-split-2" named={say('conflicts.merged.apart-named', { reference: merged.reference })} onClick={() => void takeApart(station, merged).catch(tellFault)}>
          {say('conflicts.merged.apart')}
        </Button>
      </div>
      {differs.length > 0 && (
        <details>
          <summary>{say('conflicts.merged.had', { count: differs.length })}</summary>
          <dl className="facts">
            {differs.map((field) => (
              <div key={field}>
                <dt>{say(`kinds.tip.field.${field}`)}</dt>
                <dd>
                  <FieldValue record={survivor.id} field={field} declaration={fieldOf(tipKind, field)!} value={merged.fields[field]} label={say(`kinds.tip.field.${field}`)} />
                  {merged.conflicts[field]?.slice(1).map((kept) => (
                    <p key={JSON.stringify(kept.value)}>
                      {say('conflicts.merged.beside')} <FieldValue record={survivor.id} field={field} declaration={fieldOf(tipKind, field)!} value={kept.value} label={say(`kinds.tip.field.${field}`)} />
                    </p>
                  ))}
                </dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </div>
  )
}

const BESIDE_THE_FORM = ['received', 'externalId', 'informationSource', 'route', 'doubts', 'links']

/** Fields of a tip that a person may be shown side by side, in the order of its form; where it came from, last. */
export const SHOWN_FIELDS: readonly string[] = [...formSections(tipKind).flatMap(({ fields }) => fields.map(([name]) => name)), ...BESIDE_THE_FORM]

/** Fields that one has and the other has not, or has otherwise. */
function differing(of: Readonly<Record<string, unknown>>, than: Readonly<Record<string, unknown>>): readonly string[] {
  return SHOWN_FIELDS.filter((field) => of[field] !== undefined && JSON.stringify(of[field]) !== JSON.stringify(than[field]))
}
