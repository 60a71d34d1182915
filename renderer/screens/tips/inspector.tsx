import { useEffect, useRef, type RefObject } from 'react'
import type { RecordId } from '../../../shared/model/change.ts'
import { languageTag } from '../../../shared/model/languages.ts'
import { tip as tipKind } from '../../../shared/model/kinds/tip.ts'
import type { CodeOf } from '../../../shared/model/vocabularies/vocabulary.ts'
import type { OpenedRecord } from '../../../shared/station/station.ts'
import { TIP_ACTS, editTip, gradeTips } from '../../acts/tips.ts'
import { useActs } from '../../acts/standing.ts'
import { ActButton, IconButton } from '../../parts/button.tsx'
import { FaultNote } from '../../parts/fault.tsx'
import { Icon } from '../../parts/icon.tsx'
import { RecordForm } from '../../parts/form/record-form.tsx'
import { runAct } from '../../acts/keys.ts'
import { useSay } from '../../session/language.ts'
import { useLoaded } from '../../session/loaded.ts'
import { tellFault } from '../../session/notices.ts'
import { useStation } from '../../session/station.ts'
import { useVault } from '../../session/vault.ts'
import { useView } from '../../session/view.ts'
import { Conflicts } from './conflicts.tsx'
import { GradeGrid } from './grade-grid.tsx'
import { History } from './history.tsx'
import { Merged } from './merged.tsx'

/** One tip, opened: read, graded and edited where it stands. */
export function TipInspector({ id }: { readonly id: string }) {
  const station = useStation()
  const version = useVault((state) => state.version)
  const { value: record, fault } = useLoaded(() => station.record(id as RecordId), [id, version, station])
  if (fault) return <div className="inspector-panel"><FaultNote fault={fault} /></div>
  if (record === undefined) return <div className="inspector-panel" />
  return record === null ? <Gone /> : <OpenedTip record={record} />
}

/** A head that takes the focus once for whoever went to it; what else was asked for has taken it by then. */
function useHead(): RefObject<HTMLHeadingElement | null> {
  const focusPart = useView((state) => state.focusPart)
  const head = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (focusPart === 'head') head.current?.focus()
    if (focusPart) useView.setState({ focusPart: null })
  }, [focusPart])
  return head
}

function Gone() {
  const say = useSay()
  const head = useHead()
  return (
    <div className="inspector-panel">
      <header className="inspector-head">
        <div className="inspector-row">
          <span>{say('tips.tip')}</span>
          <span className="inspector-tools">
            <IconButton name={say('app.close')} icon="x" shortcut="Escape" onClick={() => useView.getState().select(null)} />
          </span>
        </div>
        <h2 ref={head} tabIndex={-1}>
          {say('tips.gone')}
        </h2>
      </header>
    </div>
  )
}

function OpenedTip({ record }: { readonly record: OpenedRecord }) {
  const say = useSay()
  const station = useStation()
  const { select, focusPart } = useView()
  const acts = useActs()
  const danger = record.fields['danger'] as CodeOf<'danger'> | undefined
  const status = (record.fields['status'] as CodeOf<'status'> | undefined) ?? 'untriaged'
  const what = typeof record.fields['what'] === 'string' ? record.fields['what'] : ''
  const step = (name: string) => acts.all().find((act) => act.name === name)
  const triage = TIP_ACTS.find((act) => act.name === (status === 'set-aside' ? 'take-up' : 'triage-tip'))!
  const aside = TIP_ACTS.find((act) => act.name === 'set-aside')!
  const erase = step('erase-record')
  const head = useHead()
  const run = (work: Promise<void>) => void work.catch((error: unknown) => tellFault(error))
  return (
    <div className="inspector-panel">
      <header className="inspector-head">
        <div className="inspector-row">
          <span>{say('tips.tip')}</span>
          <bdi className="id" dir="ltr">{record.reference}</bdi>
          {status === 'set-aside' && <span className="tag">{say(`vocabularies.status.${status}`)}</span>}
          {(danger === 'yes-now' || danger === 'possibly') && (
            <span className={danger === 'yes-now' ? 'tag danger' : 'tag warn'}>
              <Icon name="alert-triangle" />
              {say(`tips.danger.${danger}`)}
            </span>
          )}
          <span className="inspector-tools">
            {step('previous-tip') && <IconButton name={say('acts.previous')} icon="chevron-up" shortcut="K" onClick={() => void runAct(step('previous-tip')!, station)} />}
            {step('next-tip') && <IconButton name={say('acts.next')} icon="chevron-down" shortcut="J" onClick={() => void runAct(step('next-tip')!, station)} />}
            <IconButton name={say('app.close')} icon="x" shortcut="Escape" onClick={() => select(null)} />
          </span>
        </div>
        {record.merged && record.merged.length > 0 && (
          <p className="inspector-also">
            {record.merged.map(({ id, reference }) => (
              <span key={id}>
                {say('conflicts.also')} <bdi className="id" dir="ltr">{reference}</bdi>
              </span>
            ))}
          </p>
        )}
        <h2 ref={head} tabIndex={-1} dir="auto" lang={what ? languageTag(record.fields['language']) : undefined}>{titleOf(what) || say('tips.untitled')}</h2>
      </header>
      <div className="inspector-body">
        <Conflicts record={record} />
        <RecordForm kind={tipKind} record={record} without={['source', 'information', 'status']} onCommit={(field, value) => run(editTip(station, record.id, field, value, say(`kinds.tip.field.${field}`)))}>
          <section>
            <h3>
              {say('kinds.tip.section.grade')} <small>{say('tips.grade.hint')}</small>
            </h3>
            <GradeGrid
              source={(record.fields['source'] as CodeOf<'source'> | undefined) ?? 'not-graded'}
              information={(record.fields['information'] as CodeOf<'information'> | undefined) ?? 'not-graded'}
              focused={focusPart === 'grade'}
              onGrade={(source, information) => run(gradeTips(station, [record.id], source, information))}
            />
          </section>
        </RecordForm>
        <Merged record={record} />
        <Provenance record={record} />
        <History record={record} />
      </div>
      <footer className="inspector-foot">
        <ActButton act={triage} kind={status === 'triaged' ? 'plain' : 'primary'} withIcon />
        {status !== 'set-aside' && <ActButton act={aside} />}
        {erase && <ActButton act={erase} kind="quiet" />}
      </footer>
    </div>
  )
}

/** The first sentence, cut at a word, as a title. */
export function titleOf(what: string): string {
  const first = what.split(/(?<=[.!?؟。])\s|\n/u)[0]!.trim()
  if (first.length <= 80) return first.replace(/[.。]$/u, '')
  return `${first.slice(0, 80).replace(/\s+\S*$/u, '')}…`
}

/** Where an imported tip came from: what its file said of itself, and the doubts it raised. */
function Provenance({ record }: { readonly record: OpenedRecord }) {
  const say = useSay()
  const facts = ['externalId', 'informationSource', 'route', 'importRow'].flatMap((field) => {
    const value = record.fields[field]
    return typeof value === 'string' || typeof value === 'number' ? [[field, String(value)] as const] : []
  })
  const doubts = Array.isArray(record.fields['doubts']) ? (record.fields['doubts'] as readonly string[]) : []
  if (facts.length === 0 && doubts.length === 0) return null
  return (
    <section>
      <h3>{say('tips.provenance')}</h3>
      {doubts.length > 0 && (
        <ul className="tags">
          {doubts.map((doubt) => (
            <li key={doubt} className="tag warn">{say(`vocabularies.doubt.${doubt}`)}</li>
          ))}
        </ul>
      )}
      <dl className="facts">
        {facts.map(([field, value]) => (
          <div key={field}>
            <dt>{say(`kinds.tip.field.${field}`)}</dt>
            <dd dir="auto">{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
