import type { ReactNode } from 'react'
import { fieldOf, kindOf } from '../../../shared/model/kinds/kinds.ts'
import { UNKNOWN_FIELD, type Written } from '../../../shared/model/history/records.ts'
import type { CodeOf } from '../../../shared/model/vocabularies/vocabulary.ts'
import type { OpenedRecord } from '../../../shared/station/station.ts'
import { chooseMember, chooseValue } from '../../acts/conflicts.ts'
import { Button } from '../../parts/button.tsx'
import { FieldValue, fieldText } from '../../parts/form/field-value.tsx'
import { GradeSign } from '../../parts/signs.tsx'
import { WrittenBy } from '../../parts/written-by.tsx'
import { useFormats, useLanguage, useSay } from '../../session/language.ts'
import { tellFault } from '../../session/notices.ts'
import { useStation } from '../../session/station.ts'

interface Side {
  readonly key: string
  readonly shows: ReactNode
  /** Absent: it stands since before anybody here changed it. */
  readonly by?: Written
  readonly note?: ReactNode
  readonly keep: string
  readonly named: string
  readonly onKeep: () => Promise<void>
}

/** What authors disagree about who had not seen each other: the sides beside each other, who set each and when, and a way to choose. */
export function Conflicts({ record }: { readonly record: OpenedRecord }) {
  const say = useSay()
  const formats = useFormats()
  const language = useLanguage((state) => state.language)
  const station = useStation()
  const kind = kindOf(record.kind)
  const labelOf = (field: string) => say(`kinds.${record.kind}.field.${field}`)
  const declared = (field: string) => (kind && fieldOf(kind, field)) ?? UNKNOWN_FIELD
  const words = (field: string, value: unknown) => (declared(field).compartment === 'identities' ? labelOf(field) : fieldText(declared(field), value, say, formats, language))
  const shows = (field: string, value: unknown) => <FieldValue record={record.id} field={field} declaration={declared(field)} value={value} label={labelOf(field)} />

  const questions: { readonly key: string; readonly field: string; readonly sides: readonly Side[] }[] = []
  for (const [field, values] of Object.entries(record.conflicts)) {
    questions.push({
      key: field,
      field,
      sides: values.map((each, index) => ({
        key: `${index}`, shows: shows(field, each.value), by: each, keep: say('conflicts.keep'), named: say('conflicts.keep-named', { value: words(field, each.value) }),
        note: (
          <>
            {each.grade && <GradeSign source={each.grade.source as CodeOf<'source'>} information={each.grade.information as CodeOf<'information'>} />}
            {index === 0 && <span className="muted">{say('conflicts.shown')}</span>}
          </>
        ),
        onKeep: () => chooseValue(station, record.id, field, each.value, labelOf(field)),
      })),
    })
  }
  for (const [field, members] of Object.entries(record.disputes)) {
    for (const { member, added, removed } of members) {
      const value = shows(field, [member])
      questions.push({
        key: `${field} ${member}`,
        field,
        sides: [
          { key: 'in', shows: <>{say('conflicts.member-in')} {value}</>, by: added, keep: say('conflicts.keep-in'), named: say('conflicts.keep-in'), onKeep: () => chooseMember(station, record.id, field, [member], true, labelOf(field)) },
          { key: 'out', shows: <>{say('conflicts.member-out')} <s>{value}</s></>, by: removed, keep: say('conflicts.take-out'), named: say('conflicts.take-out'), onKeep: () => chooseMember(station, record.id, field, [member], false, labelOf(field)) },
        ],
      })
    }
  }
  for (const { id, reference, late } of record.merged ?? []) {
    for (const [at, { field, value, ...by }] of late.entries()) {
      const own = record.fields[field]
      const isSet = Array.isArray(value)
      questions.push({
        key: `${id} ${field} ${at}`,
        field,
        sides: [
          { key: 'own', shows: shows(field, own), note: <bdi className="id" dir="ltr">{record.reference}</bdi>, keep: say('conflicts.keep'), named: say('conflicts.keep-named', { value: words(field, own) }), onKeep: () => (isSet ? chooseMember(station, record.id, field, value, false, labelOf(field)) : chooseValue(station, record.id, field, own, labelOf(field))) },
          { key: 'late', shows: shows(field, value), by, note: <span className="muted">{say('conflicts.late', { reference })}</span>, keep: say('conflicts.take-over'), named: say('conflicts.take-over-named', { value: words(field, value) }), onKeep: () => (isSet ? chooseMember(station, record.id, field, value, true, labelOf(field)) : chooseValue(station, record.id, field, value, labelOf(field))) },
        ],
      })
    }
  }
  if (questions.length === 0) return null
  return (
    <section className="conflicts" aria-labelledby="conflicts-title">
      <h3 id="conflicts-title">{say('conflicts.title')}</h3>
      <p>{say('conflicts.says')}</p>
      {questions.map(({ key, field, sides }) => (
        <div key={key} role="group" aria-label={labelOf(field)}>
          <h4>{labelOf(field)}</h4>
          <ul>
            {sides.map((side) => (
              <li key={side.key}>
                <div className="conflict-value">{side.shows}</div>
                {side.note && <p className="conflict-note">{side.note}</p>}
                {side.by && <WrittenBy {...side.by} />}
                <Button small named={side.named} onClick={() => void side.onKeep().catch(tellFault)}>
                  {side.keep}
                </Button>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  )
}
