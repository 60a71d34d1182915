import { useId, useState, type FormEvent } from 'react'
import type { RetentionRule } from '../../../shared/model/retention.ts'
import { VOCABULARIES } from '../../../shared/model/vocabularies/vocabulary.ts'
import { Button } from '../../parts/button.tsx'
import { useSay } from '../../session/language.ts'
import { useLoaded } from '../../session/loaded.ts'
import { tell, tellFault } from '../../session/notices.ts'
import { useStation } from '../../session/station.ts'
import { useVault } from '../../session/vault.ts'
import { ruleInWords, STATUS_OF } from './rule-words.ts'

const MOST_YEARS = 100

/** How long records of each kind are kept: the station's own data, changed like any other. */
export function RetentionRules() {
  const say = useSay()
  const station = useStation()
  const version = useVault((state) => state.version)
  const { value: kept } = useLoaded(() => station.retention(), [station, version])
  const [kind, setKind] = useState('tip')
  const [status, setStatus] = useState('')
  const [years, setYears] = useState('')
  const id = useId()
  if (!kept) return null
  const { rules, kinds } = kept
  const set = (next: readonly RetentionRule[]) => station.setRetention(next).then(() => tell({ key: 'erasure.rules-told' }, true), tellFault)
  const count = Number(years)
  const isTime = Number.isInteger(count) && count >= 1 && count <= MOST_YEARS
  const add = (event: FormEvent) => {
    event.preventDefault()
    if (!isTime) return
    const rule: RetentionRule = { kind, months: count * 12, ...(status !== '' && { status }) }
    void set([...rules.filter((one) => one.kind !== rule.kind || one.status !== rule.status), rule]).then(() => setYears(''))
  }
  const list = STATUS_OF[kind]
  return (
    <section>
      <h3>{say('erasure.rules')}</h3>
      <p className="soft">{say('erasure.rules-says')}</p>
      <ul className="erasure-list">
        {rules.map((rule) => (
          <li key={`${rule.kind} ${rule.status ?? ''}`} className="erasure-due">
            <span>{ruleInWords(say, rule)}</span>
            <Button small kind="quiet" named={say('erasure.rule-drop-of', { rule: ruleInWords(say, rule) })} onClick={() => void set(rules.filter((one) => one !== rule))}>
              {say('erasure.rule-drop')}
            </Button>
          </li>
        ))}
      </ul>
      <form className="erasure-rule" onSubmit={add} autoComplete="off">
        <label htmlFor={`${id}-kind`}>{say('erasure.rule-kind')}</label>
        <select
          id={`${id}-kind`}
          className="input"
          autoComplete="off"
          value={kind}
          onChange={(event) => {
            setKind(event.target.value)
            setStatus('')
          }}
        >
          {kinds.map((each) => (
            <option key={each} value={each}>
              {say(`kinds.${each}.plural`)}
            </option>
          ))}
        </select>
        {list && (
          <>
            <label htmlFor={`${id}-status`}>{say('erasure.rule-status')}</label>
            <select id={`${id}-status`} className="input" autoComplete="off" value={status} onChange={(event) => setStatus(event.target.value)}>
              <option value="">{say('erasure.rule-any')}</option>
              {VOCABULARIES[list].map((each) => (
                <option key={each} value={each}>
                  {say(`vocabularies.${list}.${each}`)}
                </option>
              ))}
            </select>
          </>
        )}
        <label htmlFor={`${id}-years`}>{say('erasure.rule-time')}</label>
        <input id={`${id}-years`} className="input short" type="number" min={1} max={MOST_YEARS} autoComplete="off" value={years} onChange={(event) => setYears(event.target.value)} />
        <Button small submit disabled={!isTime}>
          {say('erasure.rule-add')}
        </Button>
      </form>
    </section>
  )
}
