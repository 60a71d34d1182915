import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { SegmentRate } from '../../../shared/analysis/result.ts'
import { ID_BYTES, idOfBytes } from '../../../shared/model/ids.ts'
import { languageTag } from '../../../shared/model/languages.ts'
import type { Act } from '../../acts/act.ts'
import { useHereActs } from '../../acts/standing.ts'
import { Key } from '../../parts/signs.tsx'
import { useFormats, useSay } from '../../session/language.ts'
import { useLoaded } from '../../session/loaded.ts'
import { usePassing } from '../../session/selection.ts'
import { useStation } from '../../session/station.ts'
import { useVault } from '../../session/vault.ts'
import { useView } from '../../session/view.ts'
import { madeFrom, type Parts } from './made-from.ts'

/** Tips that the list shows at once. */
const LISTED = 40

/** The tips that a segment's figures stand on: how graded, how placed, how they came; and, asked for, the tips themselves. */
export function EvidenceSection({ segment }: { readonly segment: SegmentRate }) {
  const say = useSay()
  const { number } = useFormats()
  const { table, selection } = usePassing()
  const [listed, setListed] = useState(false)
  const evidence = useMemo(() => (table && selection ? madeFrom(table.columns, selection.rows, segment.index) : null), [table, selection, segment.index])
  const toggle = useCallback(() => setListed((before) => !before), [])
  useHereActs(
    useMemo((): readonly Act[] => [{ name: 'tips-of-segment', title: { key: 'map.act.tips' }, icon: 'inbox', keys: ['T'], group: 'map', aboutSelection: true, possible: () => true, run: toggle }], [toggle]),
  )
  if (!evidence) return null
  return (
    <section>
      <div className="inspector-title">
        <h3>{say('map.segment.made-from', { count: evidence.rows.length })}</h3>
        <button type="button" className="quiet-toggle" aria-expanded={listed} disabled={evidence.rows.length === 0} onClick={toggle}>
          {say(listed ? 'map.segment.tips-hide' : 'map.segment.tips-show')} <Key of="T" />
        </button>
      </div>
      {evidence.patrol > 0 && <p className="figures-said muted">{say('map.segment.patrol-out', { count: evidence.patrol })}</p>}
      {evidence.rows.length > 0 && (
        <dl className="mix">
          <Mix label={say('map.segment.mix.grade')} parts={evidence.grades} name={(part) => say(`map.segment.grade.${part}`)} />
          <Mix label={say('map.segment.mix.place')} parts={evidence.precisions} name={(part) => say(`vocabularies.precision.${part}`)} />
          <Mix label={say('map.segment.mix.channel')} parts={evidence.channels} name={(part) => (part === 'rest' ? say('map.segment.channel-rest') : say(`vocabularies.channel.${part}`))} />
        </dl>
      )}
      {listed && <TipsOf rows={evidence.rows.subarray(0, LISTED)} />}
      {listed && evidence.rows.length > LISTED && <p className="figures-said muted">{say('map.segment.tips-more', { count: evidence.rows.length - LISTED, shown: number(LISTED) })}</p>}
    </section>
  )
}

/** Parts of a whole as one bar, the words and counts under it. */
function Mix({ label, parts, name }: { readonly label: string; readonly parts: Parts; readonly name: (part: string) => string }) {
  const { number } = useFormats()
  const total = parts.reduce((sum, { count }) => sum + count, 0)
  let start = 0
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
          {parts.map(({ name: part, count }, at) => {
            const from = start
            start += (count / total) * 100
            return <rect key={part} data-part={at} x={from} width={Math.max(0, (count / total) * 100 - 0.6)} height="6" />
          })}
        </svg>
        <span className="mix-words">
          {parts.map(({ name: part, count }) => (
            <span key={part}>
              {name(part)} <b>{number(count)}</b>
            </span>
          ))}
        </span>
      </dd>
    </div>
  )
}

function TipsOf({ rows }: { readonly rows: Uint32Array }) {
  const station = useStation()
  const version = useVault((state) => state.rows)
  const table = usePassing((state) => state.table)
  const select = useView((state) => state.select)
  const { value: texts } = useLoaded(() => station.rows([...rows], ['what', 'language']), [station, rows.join(), version])
  const list = useRef<HTMLUListElement>(null)
  // Asked for by its key, it may stand below what is seen: its head comes into sight with as much of it as there is room for.
  useEffect(() => {
    if (texts) list.current?.closest('section')?.scrollIntoView({ block: 'start' })
  }, [texts])
  return (
    <ul ref={list} className="evidence-tips">
      {(texts ?? []).map((text) => (
        <li key={text.row}>
          <button type="button" onClick={() => table && select({ kind: 'tip', id: idOfBytes(table.columns.id, text.row * ID_BYTES) }, 'head')}>
            <bdi className="id" dir="ltr">{text.reference}</bdi>
            <span dir="auto" lang={languageTag(text.fields['language'])}>{text.fields['what'] ?? ''}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}
