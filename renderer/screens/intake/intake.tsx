import { useCallback, useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react'
import { flushSync } from 'react-dom'
import { newRecordId } from '../../../shared/model/ids.ts'
import { languageTag } from '../../../shared/model/languages.ts'
import { tip as tipKind } from '../../../shared/model/kinds/tip.ts'
import { referenceOf } from '../../../shared/model/reference.ts'
import { VOCABULARIES } from '../../../shared/model/vocabularies/vocabulary.ts'
import type { Station } from '../../../shared/station/station.ts'
import type { Act } from '../../acts/act.ts'
import { commitAct } from '../../acts/commit.ts'
import { digitOf } from '../../acts/keys.ts'
import { useHereActs } from '../../acts/standing.ts'
import { Button } from '../../parts/button.tsx'
import { FaultNote } from '../../parts/fault.tsx'
import { Refused, refusedBy } from '../../parts/form/refused.tsx'
import { spanText } from '../../parts/form/span-field.tsx'
import { readSpoken } from '../../parts/form/spoken.ts'
import { LanguageField } from '../../parts/form/language-field.tsx'
import { Icon } from '../../parts/icon.tsx'
import { PlaceCombobox } from '../../parts/place/place-combobox.tsx'
import { Settled } from '../../parts/settled.tsx'
import { Key } from '../../parts/signs.tsx'
import { useFormats, useSay } from '../../session/language.ts'
import { tell, tellFault } from '../../session/notices.ts'
import { useStation } from '../../session/station.ts'
import { useView } from '../../session/view.ts'
import { DraftList } from './draft-list.tsx'
import { filedCall, isBlank, lacks } from './draft.ts'
import { Question } from './question.tsx'
import { ReadBack } from './read-back.tsx'
import { useDraft } from './use-draft.ts'

const QUESTIONS = ['danger', 'language', 'where', 'when', 'what', 'read-back'] as const
type QuestionName = (typeof QUESTIONS)[number]

/** Recording a call: danger first, then language, where, when, what; by keyboard alone, one hand on the phone. */
export function IntakeScreen() {
  const say = useSay()
  const formats = useFormats()
  const station = useStation()
  const call = useDraft(station)
  const { draft, change } = call
  const [active, setActive] = useState<QuestionName>('danger')
  const [contactOpen, setContactOpen] = useState(false)
  const [missing, setMissing] = useState<ReturnType<typeof lacks>>(null)
  const [parked, setParked] = useState(0)
  const fields = useRef<Partial<Record<QuestionName | 'contact', HTMLElement | null>>>({})
  const keep = (name: QuestionName | 'contact') => (element: HTMLElement | null) => {
    fields.current[name] = element
  }
  const ask = useCallback((name: QuestionName) => {
    setActive(name)
    fields.current[name]?.focus()
  }, [])
  useEffect(() => ask('danger'), [ask, call.id])

  const next = (name: QuestionName) => ask(QUESTIONS[QUESTIONS.indexOf(name) + 1] ?? name)
  const onEnter = (name: QuestionName) => (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    next(name)
  }
  /** `?` in an empty field says that the caller does not know. */
  const onUnknown = (empty: boolean, unknown: () => void, name: QuestionName) => (event: KeyboardEvent) => {
    if ((event.key === '?' || event.key === '؟') && empty) {
      event.preventDefault()
      unknown()
      next(name)
    }
  }
  const chooseDanger = (code: (typeof VOCABULARIES.danger)[number]) => change({ danger: code })
  // What was owed when it was to be filed, for as long as it is.
  const owes = missing === lacks(draft) ? missing : null

  const working = useRef({ call, lacks: lacks(draft), contactOpen })
  working.current = { call, lacks: lacks(draft), contactOpen }
  const acts = useMemo<readonly Act[]>(() => {
    const file = async () => {
      const { call: now, lacks: lacking } = working.current
      // Drawn first, so that the focus finds the question as owed and the reason is read with it.
      flushSync(() => setMissing(lacking))
      if (lacking) return ask(lacking)
      await now.settled()
      const tip = newRecordId()
      await commitAct(station, filedCall(now.draft, tip, Math.floor(Date.now() / 1000)), { key: 'intake.filed', values: { reference: referenceOf(tipKind, tip) } })
      if (await isHidden(station)) tell({ key: 'intake.filed-hidden', values: { reference: referenceOf(tipKind, tip) } }, true)
      now.forget(now.id)
      await station.dropDraft(now.id)
      now.renew()
      setContactOpen(false)
      useView.getState().select({ kind: 'tip', id: tip })
      setParked((count) => count + 1)
      ask('danger')
    }
    const park = async () => {
      const { call: now } = working.current
      if (isBlank(now.draft)) return useView.getState().go('tips')
      // What could not be sealed stays on the screen, with the reason.
      if (!(await now.settled())) return
      tell({ key: 'intake.parked' })
      now.renew()
      setContactOpen(false)
      setParked((count) => count + 1)
      ask('danger')
    }
    return [
      { name: 'file-call', title: { key: 'acts.file-call' }, icon: 'check', keys: ['F12', 'Ctrl+Enter'], group: 'call', possible: () => true, run: file },
      { name: 'park-call', title: { key: 'acts.park-call' }, icon: 'clock', keys: ['F8'], group: 'call', possible: () => true, run: park },
      { name: 'danger-first', title: { key: 'acts.danger-first' }, icon: 'alert-triangle', keys: ['F1'], group: 'call', possible: () => true, run: () => ask('danger') },
      {
        name: 'leave-contact',
        title: { key: 'acts.leave-contact' },
        icon: 'user',
        keys: ['F9'],
        group: 'call',
        possible: () => true,
        run: () => {
          setContactOpen(true)
          requestAnimationFrame(() => fields.current.contact?.focus())
        },
      },
    ]
  }, [station, ask])
  useHereActs(acts)
  const run = (name: string) => () => void Promise.resolve(acts.find((act) => act.name === name)!.run({} as never)).catch((error: unknown) => tellFault(error))

  const meant = draft.when.trim() === '' ? null : readSpoken(draft.when)
  const whenSaid = draft.when.trim() === '' ? '' : meant ? spanText(meant, formats) : say('intake.when-kept')
  const inDanger = draft.danger === 'yes-now' || draft.danger === 'possibly'
  return (
    <>
      <header className="bar">
        <h1>{say('app.screen.intake')}</h1>
        <span className="draft-sealed">
          {call.sealedAt !== null && (
            <>
              <Icon name="check" />
              {say('intake.sealed', { time: formats.date(call.sealedAt / 1000, { hour: '2-digit', minute: '2-digit', second: '2-digit' }) })}
            </>
          )}
        </span>
        <div className="bar-end">
          <span className="soft anonymous">
            <Icon name="lock" /> {say(contactOpen || draft.contact || draft.contactName ? 'intake.contact-sealed' : 'intake.anonymous')}
          </span>
          <Button small shortcut="F9" onClick={run('leave-contact')}>
            {say('acts.leave-contact')}
          </Button>
          <Button small shortcut="F8" onClick={run('park-call')}>
            {say('acts.park-call')}
          </Button>
        </div>
      </header>
      <div className="intake">
        {/* Whoever writes down what is said may have a button in focus: a letter must never lead out of the call. */}
        <form className="sheet" data-takes-letters="" autoComplete="off" onSubmit={(event) => event.preventDefault()} aria-label={say('app.screen.intake')}>
          <ol>
            <Question number={1} title={say('intake.danger')} hint={say('intake.danger-hint')} active={active === 'danger'} done={draft.danger !== null}>
              <div
                className="pick"
                role="radiogroup"
                aria-label={say('intake.danger')}
                aria-required="true"
                {...refusedBy('call-owes-danger', owes === 'danger')}
                onFocus={() => setActive('danger')}
                onKeyDown={(event) => {
                  const code = VOCABULARIES.danger[(digitOf(event) ?? 0) - 1]
                  if (code) {
                    event.preventDefault()
                    chooseDanger(code)
                    next('danger')
                  } else if (event.key === '?' || event.key === '؟') {
                    event.preventDefault()
                    chooseDanger('not-known')
                    next('danger')
                  } else onEnter('danger')(event)
                }}
              >
                {VOCABULARIES.danger.map((code, index) => (
                  <button
                    key={code}
                    type="button"
                    role="radio"
                    aria-checked={draft.danger === code}
                    tabIndex={draft.danger === code || (draft.danger === null && index === 0) ? 0 : -1}
                    ref={draft.danger === code || (draft.danger === null && index === 0) ? keep('danger') : undefined}
                    className={code === 'yes-now' || code === 'possibly' ? 'warn' : undefined}
                    onClick={() => {
                      chooseDanger(code)
                      next('danger')
                    }}
                    onKeyDown={(event) => {
                      const step = event.key === 'ArrowRight' || event.key === 'ArrowDown' ? 1 : event.key === 'ArrowLeft' || event.key === 'ArrowUp' ? -1 : 0
                      if (step === 0) return
                      event.preventDefault()
                      const towards = document.documentElement.dir === 'rtl' && event.key.match(/Left|Right/) ? -step : step
                      const all = VOCABULARIES.danger
                      chooseDanger(all[(index + towards + all.length) % all.length]!)
                      requestAnimationFrame(() => fields.current.danger?.focus())
                    }}
                  >
                    <Key of={String(index + 1)} />
                    {say(`vocabularies.danger.${code}`)}
                  </button>
                ))}
              </div>
              {inDanger && (
                <p className="say" role="alert">
                  <Icon name="alert-triangle" />
                  <span>
                    <b>{say('intake.danger-ask')}</b> {say('intake.danger-say')}
                  </span>
                </p>
              )}
              <Refused id="call-owes-danger" says={owes === 'danger' ? say('intake.lacks-danger') : null} />
            </Question>
            <Question number={2} title={say('intake.language')} active={active === 'language'} done={draft.language.trim() !== ''} labelFor="call-language">
              <LanguageField key={call.id} id="call-language" className="input medium" field={keep('language')} value={draft.language} onChange={(language) => change({ language })} onFocus={() => setActive('language')} onKeyDown={onEnter('language')} />
            </Question>
            <Question number={3} title={say('intake.where')} hint={say('intake.where-hint')} active={active === 'where'} done={draft.place !== null || draft.placeWords.trim() !== ''} labelFor="call-where">
              <div onFocus={() => setActive('where')} onKeyDown={onUnknown(draft.placeWords === '' && draft.place === null, () => change({ place: { precision: 'none', reason: 'no-coordinates', name: say('intake.not-known') }, placeWords: '' }), 'where')}>
                <PlaceCombobox
                  key={call.id}
                  id="call-where"
                  label={say('intake.where')}
                  value={draft.place ? (draft.place as never) : draft.placeWords ? { precision: 'none', reason: 'no-coordinates', name: draft.placeWords } : undefined}
                  field={keep('where')}
                  onType={(words) => change({ placeWords: words, place: null })}
                  onChoose={(place) => change({ place: place && place.precision !== 'none' ? (place as never) : null, placeWords: place?.name ?? '' })}
                  onDone={() => next('where')}
                />
              </div>
            </Question>
            <Question number={4} title={say('intake.when')} hint={say('intake.when-hint')} active={active === 'when'} done={meant !== null} labelFor="call-when">
              <div className="with-hint">
                <input
                  id="call-when"
                  ref={keep('when')}
                  className="input"
                  type="text"
                  dir="auto"
                  autoComplete="off"
                  spellCheck={false}
                  aria-describedby="call-when-meant"
                  value={draft.when}
                  onFocus={() => setActive('when')}
                  onChange={(event) => change({ when: event.target.value })}
                  onKeyDown={(event) => (onUnknown(draft.when === '', () => undefined, 'when')(event), event.defaultPrevented || onEnter('when')(event))}
                />
                <span id="call-when-meant" className="hint">
                  {whenSaid}
                </span>
                <Settled words={active === 'when' ? whenSaid : ''} />
              </div>
            </Question>
            <Question number={5} title={say('intake.what')} hint={say('intake.what-hint')} active={active === 'what'} done={draft.what.trim() !== ''} labelFor="call-what">
              <textarea id="call-what" lang={draft.what === '' ? undefined : languageTag(draft.language)} ref={keep('what')} className="input" rows={4} dir="auto" autoComplete="off" spellCheck={false} value={draft.what} onFocus={() => setActive('what')} onChange={(event) => change({ what: event.target.value })} onKeyDown={onEnter('what')} {...refusedBy('call-owes-what', owes === 'what')} />
              <Refused id="call-owes-what" says={owes === 'what' ? say('intake.lacks-what') : null} />
            </Question>
            {contactOpen && (
              <Question number={null} title={say('intake.contact')} hint={say('intake.contact-hint')} active={false} done={draft.contact.trim() !== ''} labelFor="call-contact">
                <div className="contact-fields">
                  <input id="call-contact" ref={keep('contact')} className="input" type="text" inputMode="tel" dir="ltr" autoComplete="off" spellCheck={false} aria-label={say('kinds.tip.field.contact')} placeholder={say('kinds.tip.field.contact')} value={draft.contact} onChange={(event) => change({ contact: event.target.value })} />
                  <input className="input" type="text" dir="auto" autoComplete="off" spellCheck={false} aria-label={say('kinds.tip.field.contactName')} placeholder={say('kinds.tip.field.contactName')} value={draft.contactName} onChange={(event) => change({ contactName: event.target.value })} />
                </div>
              </Question>
            )}
            <Question number={6} title={say('intake.read-back')} hint={say('intake.read-back-hint')} active={active === 'read-back'} done={false}>
              <ReadBack draft={draft} meant={meant} field={keep('read-back')} onFocus={() => setActive('read-back')} />
            </Question>
          </ol>
          {call.fault && <FaultNote fault={call.fault} />}
          <div className="sheet-keys">
            <span><Key of="Enter" /> {say('intake.keys.next')}</span>
            <span><Key of="Shift+Tab" /> {say('intake.keys.back')}</span>
            <span><kbd>1–4</kbd> {say('intake.keys.choose')}</span>
            <span><Key of="F1" /> {say('intake.keys.danger')}</span>
            <span><Key of="?" /> {say('intake.keys.unknown')}</span>
            <Button kind="primary" shortcut="F12" onClick={run('file-call')}>
              {say('acts.file-call')}
            </Button>
          </div>
        </form>
        <DraftList current={call.id} moved={parked} onTake={(id, taken) => (call.take(id, taken), setContactOpen(taken.contact !== '' || taken.contactName !== ''))} />
      </div>
    </>
  )
}

/** Whether the filters leave out the newest row: a call that was just filed must not seem lost. */
async function isHidden(station: Station): Promise<boolean> {
  const { filter } = useView.getState()
  if (Object.keys(filter).length === 0) return false
  const [{ count }, { rows }] = await Promise.all([station.table(), station.select(filter)])
  return !rows.includes(count - 1)
}
