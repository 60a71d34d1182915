import type { CodeOf } from '../../shared/model/vocabularies/vocabulary.ts'
import { useSay } from '../session/language.ts'

/** Vigil's own mark: a V and a lamp over it. */
export function Mark() {
  return (
    <svg className="mark" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d="M3.5 8.5 12 20.5l8.5-12" fill="none" stroke="currentColor" strokeWidth="2.25" strokeLinecap="round" strokeLinejoin="round" />
      <circle className="mark-lamp" cx="12" cy="6" r="3" />
    </svg>
  )
}

/** Precision of a place: dot with cross, dot in ring, dashed ring, dotted square; nothing where there is no place. */
export function PrecisionSign({ precision, named = true }: { readonly precision: CodeOf<'precision'>; readonly named?: boolean }) {
  const say = useSay()
  if (precision === 'none') return null
  const name = say(`vocabularies.precision.${precision}`)
  return (
    <svg className="precision" viewBox="0 0 16 16" {...(named ? { role: 'img', 'aria-label': name } : { 'aria-hidden': true })} focusable="false">
      {precision === 'exact' && (
        <>
          <circle cx="8" cy="8" r="2.5" fill="currentColor" />
          <path d="M8 1v3M8 12v3M1 8h3M12 8h3" stroke="currentColor" strokeWidth="1.25" />
        </>
      )}
      {precision === 'settlement' && (
        <>
          <circle cx="8" cy="8" r="2.25" fill="currentColor" />
          <circle cx="8" cy="8" r="5.75" fill="none" stroke="currentColor" strokeWidth="1.25" />
        </>
      )}
      {precision === 'region' && <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" strokeWidth="1.25" strokeDasharray="2.4 2.3" />}
      {precision === 'country' && <rect x="2" y="2" width="12" height="12" rx="1.5" fill="none" stroke="currentColor" strokeWidth="1.25" strokeDasharray="1.2 2.2" />}
    </svg>
  )
}

/** Admiralty grade: source letter and information number; a tip that nobody graded shows an empty frame. */
export function GradeSign({ source, information }: { readonly source: CodeOf<'source'>; readonly information: CodeOf<'information'> }) {
  const say = useSay()
  const graded = source !== 'not-graded' || information !== 'not-graded'
  const name = graded ? say('tips.grade.sign', { source: source === 'not-graded' ? '–' : source, information: information === 'not-graded' ? '–' : information }) : say('vocabularies.source.not-graded')
  return (
    <span className="grade" data-source={source} role="img" aria-label={name} title={name}>
      <b>{source === 'not-graded' ? '·' : source}</b>
      <i>{information === 'not-graded' ? '·' : information}</i>
    </span>
  )
}

/** TLP label in the colours FIRST prescribes, on black in every theme. */
export function TlpLabel({ label }: { readonly label: CodeOf<'tlp'> }) {
  return (
    <bdi className="tlp" dir="ltr" data-tlp={label}>
      {label}
    </bdi>
  )
}

const KEY_NAMES: Readonly<Record<string, string>> = { Escape: 'Esc', ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→' }

/** A key as it stands beside its act: "Ctrl+K" is written Ctrl K. */
export function Key({ of }: { readonly of: string }) {
  return <kbd>{(of === '+' ? ['+'] : of.split(/[+ ]/)).map((part) => KEY_NAMES[part] ?? part).join(' ')}</kbd>
}
