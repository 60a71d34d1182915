import { useCallback, useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react'
import { idOfBytes } from '../../../shared/model/ids.ts'
import type { Act } from '../../acts/act.ts'
import { useHereActs } from '../../acts/standing.ts'
import { useTableWindow } from '../../parts/table/window.ts'
import { Timeline } from '../../parts/timeline.tsx'
import { useSay } from '../../session/language.ts'
import { usePassing } from '../../session/selection.ts'
import { useVault } from '../../session/vault.ts'
import { useView } from '../../session/view.ts'
import { lineAt, lineCount, lineOf, underDays } from './days.ts'
import { NoTips, NothingPasses } from './empty.tsx'
import { KeyBar } from './key-bar.tsx'
import { DayLine, TipLine, TIP_COLUMNS } from './lines.tsx'
import { useRowTexts } from './row-texts.ts'

const LINE = 28
/** Columns of signs alone, whose heads are only read aloud. */
const NAMELESS: ReadonlySet<string> = new Set(['danger', 'channel'])

/** Tips that pass the filters, newest first, under their days; the timeline beneath is the same filter. */
export function TipsScreen() {
  const tips = useVault((state) => state.status?.tips ?? 0)
  const { table, selection } = usePassing()
  if (!table || !selection) return <div className="tips" />
  // Rows of an import that was taken back stay in the table and are no tips.
  if (selection.total === 0 && tips === 0) return <NoTips />
  return (
    <div className="tips">
      {selection.rows.length === 0 ? <NothingPasses /> : <TipList />}
      <Timeline />
      <KeyBar />
    </div>
  )
}

function TipList() {
  const say = useSay()
  const { table, selection } = usePassing()
  const { columns } = table!
  const { selected, picks, select, togglePick } = useView()
  const scroller = useRef<HTMLDivElement>(null)
  const { rows, groups } = useMemo(() => underDays(selection!.rows, columns), [selection, columns])
  const shown = useTableWindow(scroller, lineCount(groups, rows.length), LINE)
  const [cursor, setCursor] = useState(0)
  const at = Math.min(cursor, rows.length - 1)
  const idAt = useCallback((position: number) => idOfBytes(columns.id, rows[position]! * 16), [columns, rows])

  // Something selected elsewhere (palette, map) brings its row into sight.
  const selectedId = selected?.kind === 'tip' ? selected.id : null
  useEffect(() => {
    if (!selectedId || idAt(at) === selectedId) return
    for (let position = 0; position < rows.length; position++) {
      if (idAt(position) !== selectedId) continue
      setCursor(position)
      shown.scrollTo(lineOf(groups, position))
      return
    }
    // Only a new selection or new rows may move the list.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [selectedId, rows])

  const moveTo = (position: number) => {
    const to = Math.max(0, Math.min(rows.length - 1, position))
    setCursor(to)
    shown.scrollTo(lineOf(groups, to))
    if (useView.getState().selected) select({ kind: 'tip', id: idAt(to) })
  }
  const now = useRef({ at, moveTo, idAt })
  now.current = { at, moveTo, idAt }
  useHereActs(
    useMemo<readonly Act[]>(() => {
      const list = () => true
      return [
        { name: 'next-tip', title: { key: 'acts.next' }, icon: 'chevron-down', keys: ['J'], group: 'list', possible: list, run: () => now.current.moveTo(now.current.at + 1) },
        { name: 'previous-tip', title: { key: 'acts.previous' }, icon: 'chevron-up', keys: ['K'], group: 'list', possible: list, run: () => now.current.moveTo(now.current.at - 1) },
        { name: 'open-tip', title: { key: 'acts.open' }, icon: 'eye', keys: ['Enter'], group: 'list', possible: () => !document.activeElement?.closest('.inspector'), run: ({ view }) => view.select({ kind: 'tip', id: now.current.idAt(now.current.at) }) },
        { name: 'pick-tip', title: { key: 'acts.pick' }, icon: 'check', keys: ['X'], group: 'list', possible: list, run: ({ view }) => view.togglePick(now.current.idAt(now.current.at)) },
        { name: 'clear-picks', title: { key: 'acts.clear-picks' }, icon: 'x', keys: ['Shift+X'], group: 'list', possible: ({ view }) => view.picks.size > 0, run: ({ view }) => view.clearPicks() },
      ]
    }, []),
  )
  const onKey = (event: KeyboardEvent) => {
    if (event.target !== scroller.current) return
    const page = Math.max(1, Math.floor((scroller.current.clientHeight / LINE) * 0.9))
    const moves: Readonly<Record<string, number>> = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + page, PageUp: at - page, Home: 0, End: rows.length - 1 }
    const to = moves[event.key]
    if (to !== undefined) {
      event.preventDefault()
      if (event.shiftKey && event.key.startsWith('Arrow')) togglePick(idAt(at))
      moveTo(to)
    } else if (event.key === ' ') {
      event.preventDefault()
      select({ kind: 'tip', id: idAt(at) })
    }
  }

  const lines = Array.from({ length: shown.count }, (_, index) => ({ line: shown.first + index, ...lineAt(groups, shown.first + index) }))
  const positions = lines.flatMap((line) => (line.type === 'tip' ? [line.position] : []))
  const texts = useRowTexts(rows, positions)
  const inner = useRef<HTMLDivElement>(null)
  const drawn = useRef<HTMLDivElement>(null)
  useEffect(() => {
    inner.current?.style.setProperty('block-size', `${shown.height}px`)
    drawn.current?.style.setProperty('transform', `translateY(${shown.offset}px)`)
  }, [shown.height, shown.offset])
  return (
    <div
      ref={scroller}
      className="tip-list"
      role="grid"
      tabIndex={0}
      aria-label={say('tips.list')}
      aria-rowcount={lineCount(groups, rows.length) + 1}
      aria-colcount={TIP_COLUMNS.length}
      aria-multiselectable="true"
      aria-activedescendant={positions.includes(at) ? `tip-line-${at}` : undefined}
      onKeyDown={onKey}
    >
      <div className="tip-head" role="row" aria-rowindex={1}>
        {TIP_COLUMNS.map((column) => (
          <span key={column} role="columnheader" className={`tip-${column}`}>
            <span className={NAMELESS.has(column) ? 'aside-only' : undefined}>{say(`tips.column.${column}`)}</span>
          </span>
        ))}
      </div>
      <div ref={inner} className="tip-lines" role="rowgroup">
        <div ref={drawn} role="presentation">
          {lines.map((line) =>
            line.type === 'day' ? (
              <DayLine key={`day-${line.group.start}`} group={line.group} index={line.line + 2} />
            ) : (
              <TipLine
                key={rows[line.position]}
                position={line.position}
                index={line.line + 2}
                row={rows[line.position]!}
                columns={columns}
                text={texts.get(rows[line.position]!)}
                at={line.position === at}
                selected={selectedId !== null && idAt(line.position) === selectedId}
                picked={picks.has(idAt(line.position))}
                onPress={(extend) => {
                  setCursor(line.position)
                  if (extend) togglePick(idAt(line.position))
                  else select({ kind: 'tip', id: idAt(line.position) })
                }}
              />
            ),
          )}
        </div>
      </div>
    </div>
  )
}
