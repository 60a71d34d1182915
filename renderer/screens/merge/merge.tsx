import { useEffect, useMemo, useRef, useState } from 'react'
import { fieldOf } from '../../../shared/model/kinds/kinds.ts'
import { tip as tipKind } from '../../../shared/model/kinds/tip.ts'
import type { CodeOf } from '../../../shared/model/vocabularies/vocabulary.ts'
import type { OpenedRecord } from '../../../shared/station/station.ts'
import type { Act } from '../../acts/act.ts'
import { mergeTips } from '../../acts/merging.ts'
import { useHereActs } from '../../acts/standing.ts'
import { ActButton, Button } from '../../parts/button.tsx'
import { FaultNote } from '../../parts/fault.tsx'
import { FieldValue } from '../../parts/form/field-value.tsx'
import { GradeSign } from '../../parts/signs.tsx'
import { useFormats, useSay } from '../../session/language.ts'
import { useLoaded } from '../../session/loaded.ts'
import { useMerging } from '../../session/merging.ts'
import { useStation } from '../../session/station.ts'
import { useVault } from '../../session/vault.ts'
import { useView } from '../../session/view.ts'
import { ChooseSecond } from './choose-second.tsx'
import { questionsOf, takenOver, usualChoice, type Choice, type Question } from './choices.ts'

const back = () => {
  useMerging.setState({ first: null, second: null })
  useView.getState().go('tips')
}

/** Two tips that may be one: field by field beside each other, which value stays, and which of them stands for both. */
export function MergeScreen() {
  const say = useSay()
  const station = useStation()
  const version = useVault((state) => state.version)
  const { first, second } = useMerging()
  const { value, fault } = useLoaded(async () => {
    const [one, other] = await Promise.all([first ? station.record(first) : null, second ? station.record(second) : null])
    return { one, other }
  }, [first, second, version, station])
  useHereActs(useMemo<readonly Act[]>(() => [{ name: 'leave-merge', title: { key: 'conflicts.merge.leave' }, icon: 'x', keys: ['Escape'], group: 'screen', possible: ({ view }) => view.overlay === null, run: back }], []))
  return (
    <>
      <header className="bar">
        <h1>{say('conflicts.merge.title')}</h1>
        <div className="bar-end">
          <Button small kind="quiet" shortcut="Escape" onClick={back}>
            {say('conflicts.merge.leave')}
          </Button>
        </div>
      </header>
      <div className="merge">
        {fault && <FaultNote fault={fault} />}
        {value && <Step one={value.one} other={value.other} />}
      </div>
    </>
  )
}

function Step({ one, other }: { readonly one: OpenedRecord | null; readonly other: OpenedRecord | null }) {
  const say = useSay()
  if (!one) return <p>{say('conflicts.merge.nothing')}</p>
  if (other && one.id === other.id) return <p role="status">{say('conflicts.merge.one-already', { reference: one.reference })}</p>
  if (!other) return <ChooseSecond first={one} onChoose={(second) => useMerging.setState({ second })} onLeave={back} />
  return <SideBySide key={`${one.id} ${other.id}`} sides={[one, other]} />
}

/** The earlier report stands for both, unless a person says otherwise. */
const earlier = ([one, other]: readonly [OpenedRecord, OpenedRecord]): 0 | 1 => ((one.history[0]?.at ?? 0) <= (other.history[0]?.at ?? 0) ? 0 : 1)

function SideBySide({ sides }: { readonly sides: readonly [OpenedRecord, OpenedRecord] }) {
  const say = useSay()
  const formats = useFormats()
  const [survivor, setSurvivor] = useState<0 | 1>(() => earlier(sides))
  const [chosen, setChosen] = useState<Readonly<Record<string, Choice>>>({})
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  const fields = [sides[0].fields, sides[1].fields] as const
  const { open, alike } = questionsOf(fields)
  const choiceOf = (question: Question) => chosen[question.field] ?? usualChoice(question, fields, survivor)
  const now = useRef({ sides, survivor, open, choiceOf, fields })
  now.current = { sides, survivor, open, choiceOf, fields }
  const [merge] = useMemo<readonly Act[]>(
    () => [{
      name: 'merge-now', title: { key: 'conflicts.merge.now' }, icon: 'arrows-join-2', keys: ['Ctrl+Enter'], group: 'screen', possible: () => true,
      run: async ({ station: onto }) => {
        const { sides: both, survivor: stays, open: questions, choiceOf: choice, fields: values } = now.current
        await mergeTips(onto, both[stays === 0 ? 1 : 0], both[stays], takenOver(questions, choice, values, stays))
      },
    }],
    [],
  )
  useHereActs(useMemo(() => [merge!], [merge]))
  const groupName = (field: string) => (field === 'source' ? say('tips.column.grade') : say(`kinds.tip.field.${field}`))
  const cell = (question: Question, side: 0 | 1) => (question.field === 'source' ? (
    <GradeSign source={(fields[side]['source'] as CodeOf<'source'> | undefined) ?? 'not-graded'} information={(fields[side]['information'] as CodeOf<'information'> | undefined) ?? 'not-graded'} />
  ) : (
    <FieldValue record={sides[side].id} field={question.field} declaration={fieldOf(tipKind, question.field)!} value={fields[side][question.field]} label={groupName(question.field)} />
  ))
  return (
    <>
      <h2 ref={heading} tabIndex={-1}>{say('conflicts.merge.heading')}</h2>
      <p className="soft">{say('conflicts.merge.says')}</p>
      <div className="merge-table" role="group" aria-label={say('conflicts.merge.title')}>
        <div className="merge-row merge-heads" role="radiogroup" aria-label={say('conflicts.merge.stands')}>
          <span>{say('conflicts.merge.stands')}</span>
          {sides.map((side, at) => (
            <label key={side.id} className={survivor === at ? 'on' : undefined}>
              <input type="radio" name="survivor" aria-label={side.reference} autoComplete="off" checked={survivor === at} onChange={() => setSurvivor(at as 0 | 1)} />
              <span>
                <bdi className="id" dir="ltr">{side.reference}</bdi>
                <small>{side.history[0] && say('conflicts.merge.came', { day: formats.date(side.history[0].at, { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' }) })}</small>
              </span>
            </label>
          ))}
        </div>
        {open.map((question) => (
          <div key={question.field} className="merge-row" role="radiogroup" aria-label={groupName(question.field)}>
            <span>{groupName(question.field)}</span>
            {sides.map((side, at) => (
              <label key={side.id} className={choiceOf(question) === at || choiceOf(question) === 'both' ? 'on' : undefined}>
                <input type="radio" name={question.field} autoComplete="off" checked={choiceOf(question) === at} onChange={() => setChosen({ ...chosen, [question.field]: at as 0 | 1 })} />
                {cell(question, at as 0 | 1)}
              </label>
            ))}
            {question.both && (
              <label className={choiceOf(question) === 'both' ? 'merge-both on' : 'merge-both'}>
                <input type="radio" name={question.field} autoComplete="off" checked={choiceOf(question) === 'both'} onChange={() => setChosen({ ...chosen, [question.field]: 'both' })} />
                {say('conflicts.merge.both')}
              </label>
            )}
          </div>
        ))}
      </div>
      {sides.map((side) => Object.keys(side.conflicts).length > 0 && (
        <p key={side.id} className="merge-kept">{say('conflicts.merge.kept', { reference: side.reference, fields: formats.names(Object.keys(side.conflicts).map((field) => say(`kinds.tip.field.${field}`))) })}</p>
      ))}
      {alike.length > 0 && <p className="muted">{say('conflicts.merge.alike', { fields: formats.names(alike.map(groupName)) })}</p>}
      <footer className="merge-foot">
        <ActButton act={merge!} kind="primary" withIcon />
        <p className="soft">{say('conflicts.merge.after', { merged: sides[survivor === 0 ? 1 : 0].reference, survivor: sides[survivor].reference })}</p>
      </footer>
    </>
  )
}
