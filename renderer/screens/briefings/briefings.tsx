import { useCallback, useEffect, useMemo, useState } from 'react'
import type { Act } from '../../acts/act.ts'
import { useHereActs } from '../../acts/standing.ts'
import { VOCABULARIES } from '../../../shared/model/vocabularies/vocabulary.ts'
import type { BriefingDraft } from '../../../shared/station/station.ts'
import { Button, IconButton } from '../../parts/button.tsx'
import { FaultNote } from '../../parts/fault.tsx'
import { Icon } from '../../parts/icon.tsx'
import { PreviewFrame } from '../../parts/preview-frame.tsx'
import { useAssessment, useFollowAssessment } from '../../session/assessment.ts'
import { useFormats, useLanguage, useSay } from '../../session/language.ts'
import { asJob, faultOf, tell, tellFault, wasCancelled, type Fault } from '../../session/notices.ts'
import { useStation } from '../../session/station.ts'
import { useVault } from '../../session/vault.ts'
import { briefingKeeper, briefingRequest, isBlankBriefing, useBriefingInputs } from './briefing-inputs.ts'
import { ReleaseTo } from './release-to.tsx'
import { linesOf, ReleaseCheck, unseen, type Released } from './release-check.tsx'

const SETTLE_MILLISECONDS = 500
/** An A4 sheet in CSS pixels: 210 mm. */
const SHEET = 794

/** Write, check, release: the page as it will be, with what the check changed and what a person must read. */
export function BriefingsScreen() {
  useFollowAssessment()
  const say = useSay()
  const { number, date } = useFormats()
  const station = useStation()
  const language = useLanguage((state) => state.language)
  const threshold = useVault((state) => state.status?.threshold ?? 5)
  const inputs = useBriefingInputs()
  const keeper = useMemo(() => briefingKeeper(station), [station])
  const { assessment, request: assessed, deployment } = useAssessment()
  const [draft, setDraft] = useState<BriefingDraft | null>(null)
  const [released, setReleased] = useState<Released | null>(null)
  const [looked, setLooked] = useState<ReadonlySet<string>>(new Set())
  const [countries, setCountries] = useState<ReadonlySet<string>>(new Set())
  const [grey, setGrey] = useState(false)
  const [scale, setScale] = useState(1)
  const [composing, setComposing] = useState(false)
  const [fault, setFault] = useState<Omit<Fault, 'id'> | null>(null)
  const { title, keyPoints, narrative, tlp, withPlan, before } = inputs
  // The reviewer's name changes nothing on the draft.
  const request = useMemo(
    () => (assessment && assessed ? briefingRequest({ title, keyPoints, narrative, tlp, withPlan }, assessed, deployment, language, say('briefings.default-title')) : null),
    [title, keyPoints, narrative, tlp, withPlan, assessment, assessed, deployment, language, say],
  )

  useEffect(() => void keeper.load().catch(tellFault), [keeper])

  useEffect(() => {
    if (!request) return
    let stale = false
    setComposing(true)
    const timer = setTimeout(() => {
      station.composeBriefing(request).then(
        (made) => !stale && (setDraft(made), setFault(null), setComposing(false)),
        (error: unknown) => !stale && !wasCancelled(error) && (setFault(faultOf(error)), setComposing(false)),
      )
    }, SETTLE_MILLISECONDS)
    return () => {
      stale = true
      clearTimeout(timer)
    }
  }, [station, request])

  const write = useCallback(
    async (format: 'pdf' | 'html') => {
      if (!request) return
      setFault(null)
      try {
        const file = await asJob({ key: 'briefings.job.release' }, { key: 'briefings.job.release-keeps' }, (signal, progress) =>
          station.releaseBriefing({ ...request, format, reviewer: useBriefingInputs.getState().reviewer.trim(), countries: [...countries] }, { signal, onProgress: ({ done, total, what }) => progress(done, total, what) }),
        )
        const { saved, where } = await station.saveFile(file.name, file.bytes)
        setReleased({ file, where: saved ? (where ?? file.name) : null })
        if (saved) tell({ key: 'briefings.written', values: { name: file.name } })
      } catch (error) {
        if (!wasCancelled(error)) setFault(faultOf(error))
      }
    },
    [station, request, countries],
  )
  const lines = useMemo(() => linesOf(draft?.findings ?? []), [draft])
  const why = request === null || draft === null ? 'waiting' : draft.stops > 0 ? 'stopped' : unseen(lines, looked).length > 0 ? 'unseen' : inputs.reviewer.trim() === '' ? 'no-reviewer' : null
  const mayWrite = why === null
  const look = useCallback((key: string, stands: boolean) => setLooked((before) => new Set(stands ? [...before, key] : [...before].filter((each) => each !== key))), [])
  useHereActs(
    useMemo(
      (): readonly Act[] => [
        { name: 'write-pdf', title: { key: 'briefings.act.pdf' }, icon: 'printer', keys: ['Ctrl+Enter'], group: 'screen', possible: () => mayWrite, run: () => write('pdf') },
        { name: 'write-html', title: { key: 'briefings.act.html' }, icon: 'file-text', keys: ['Ctrl+Shift+Enter'], group: 'screen', possible: () => mayWrite, run: () => write('html') },
      ],
      [write, mayWrite],
    ),
  )

  return (
    <div className="briefings-screen">
      <form className="outline" aria-label={say('briefings.outline')} inert={!inputs.looked} onSubmit={(event) => event.preventDefault()}>
        <div className="outline-head">
          <h2>{say('briefings.outline')}</h2>
          {!isBlankBriefing(inputs) && <IconButton name={say('briefings.act.begin-anew')} icon="trash" onClick={() => void keeper.beginAnew().catch(tellFault)} />}
          {before !== null && <IconButton name={say('briefings.act.bring-back')} icon="arrow-back-up" onClick={() => keeper.change(before)} />}
        </div>
        <label>
          {say('briefings.title')}
          <input className="input" dir="auto" autoComplete="off" value={inputs.title} placeholder={say('briefings.default-title')} onChange={(event) => keeper.change({ title: event.currentTarget.value })} />
        </label>
        <label>
          {say('briefings.key-points')} <small>{say('briefings.key-points-note')}</small>
          <textarea className="input" dir="auto" autoComplete="off" spellCheck={false} rows={4} value={inputs.keyPoints} onChange={(event) => keeper.change({ keyPoints: event.currentTarget.value })} />
        </label>
        <label>
          {say('briefings.narrative')} <small>{say('briefings.narrative-note')}</small>
          <textarea className="input" dir="auto" autoComplete="off" spellCheck={false} rows={6} value={inputs.narrative} onChange={(event) => keeper.change({ narrative: event.currentTarget.value })} />
        </label>
        <label>
          {say('briefings.tlp')}
          <select className="input" autoComplete="off" value={inputs.tlp} onChange={(event) => keeper.change({ tlp: event.currentTarget.value as typeof inputs.tlp })}>
            {VOCABULARIES.tlp.map((label) => (
              <option key={label}>{label}</option>
            ))}
          </select>
          <small>{say(`briefings.tlp-means.${inputs.tlp.slice(4).toLowerCase().replace('+', '-')}`)}</small>
        </label>
        <label className="check-row">
          <input type="checkbox" autoComplete="off" checked={inputs.withPlan} disabled={!deployment} onChange={(event) => keeper.change({ withPlan: event.currentTarget.checked })} />
          {say(deployment ? 'briefings.with-plan' : 'briefings.no-plan')}
        </label>
        <p className="muted">{say('briefings.threshold', { k: threshold })}</p>
        {inputs.fault && <FaultNote fault={inputs.fault} />}
        <p className="draft-sealed">
          {inputs.sealedAt !== null && (
            <>
              <Icon name="check" />
              {say('briefings.sealed', { time: date(inputs.sealedAt / 1000, { hour: '2-digit', minute: '2-digit', second: '2-digit' }) })}
            </>
          )}
        </p>
      </form>
      <div className="desk">
        <div className="desk-bar">
          <div className="choice" role="group" aria-label={say('briefings.page')}>
            <label>
              <input type="radio" name="print" autoComplete="off" checked={!grey} onChange={() => setGrey(false)} />
              {say('briefings.page-colour')}
            </label>
            <label>
              <input type="radio" name="print" autoComplete="off" checked={grey} onChange={() => setGrey(true)} />
              {say('briefings.grey')}
            </label>
          </div>
          <span className="soft">{say('briefings.sheet', { scale: number(scale, { style: 'percent', maximumFractionDigits: 0 }) })}</span>
          <span className="desk-state" role="status">{composing && draft ? say('briefings.composing') : ''}</span>
        </div>
        {draft ? (
          <PreviewFrame html={draft.html} title={say('briefings.page')} className="page" grey={grey} pageWidth={SHEET} onScale={setScale} />
        ) : (
          <p className="inspector-empty">{say('briefings.waiting')}</p>
        )}
      </div>
      <aside className="side-panel" aria-label={say('briefings.check.title')}>
        {fault && <FaultNote fault={fault} />}
        <div className="release-check" tabIndex={0} role="region" aria-label={say('briefings.check.title')}>
          {draft && <ReleaseCheck lines={lines} released={released} looked={looked} onLook={look} />}
        </div>
        <footer className="inspector-foot release-foot">
          <label>
            {say('briefings.reviewer')} <small>{say('briefings.reviewer-note')}</small>
            <input className="input" dir="auto" autoComplete="off" required aria-describedby="release-why" value={inputs.reviewer} onChange={(event) => keeper.change({ reviewer: event.currentTarget.value })} />
          </label>
          <ReleaseTo countries={countries} onChange={setCountries} />
          <p id="release-why" role="status" data-why={why ?? undefined}>{say(why ? `briefings.why.${why}` : 'briefings.logged')}</p>
          <div className="buttons">
            <Button kind="primary" icon="printer" shortcut="Ctrl+Enter" disabled={!mayWrite} onClick={() => void write('pdf')}>
              {say('briefings.act.pdf')}
            </Button>
            <Button disabled={!mayWrite} onClick={() => void write('html')}>
              {say('briefings.act.html')}
            </Button>
          </div>
        </footer>
      </aside>
    </div>
  )
}
