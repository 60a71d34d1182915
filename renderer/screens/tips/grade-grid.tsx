import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { VOCABULARIES, type CodeOf } from '../../../shared/model/vocabularies/vocabulary.ts'
import { digitOf, strokeOf } from '../../acts/keys.ts'
import { useSay } from '../../session/language.ts'

const SOURCES = VOCABULARIES.source.slice(1) as readonly Exclude<CodeOf<'source'>, 'not-graded'>[]
const INFORMATION = VOCABULARIES.information.slice(1) as readonly Exclude<CodeOf<'information'>, 'not-graded'>[]

const cellOf = (source: CodeOf<'source'>, information: CodeOf<'information'>) => ({ row: Math.max(0, SOURCES.indexOf(source as never)), column: Math.max(0, INFORMATION.indexOf(information as never)) })

interface GradeGridProps {
  readonly source: CodeOf<'source'>
  readonly information: CodeOf<'information'>
  readonly focused: boolean
  readonly onGrade: (source: CodeOf<'source'>, information: CodeOf<'information'>) => void
}

/** The Admiralty grid: a letter and a number choose, or the arrows and Enter; what is chosen says what it means. */
export function GradeGrid({ source, information, focused, onGrade }: GradeGridProps) {
  const say = useSay()
  const grid = useRef<HTMLDivElement>(null)
  const [at, setAt] = useState(() => cellOf(source, information))
  useEffect(() => setAt(cellOf(source, information)), [source, information])
  useEffect(() => {
    if (focused) grid.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus()
  }, [focused])
  const moveTo = (row: number, column: number) => {
    const to = { row: Math.max(0, Math.min(SOURCES.length - 1, row)), column: Math.max(0, Math.min(INFORMATION.length - 1, column)) }
    setAt(to)
    grid.current?.querySelector<HTMLElement>(`[data-at="${to.row}-${to.column}"]`)?.focus()
  }
  const onKey = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const letter = SOURCES.indexOf(strokeOf(event.nativeEvent).key.toUpperCase() as never)
    const number = INFORMATION.indexOf(String(digitOf(event)) as never)
    const moves: Readonly<Record<string, readonly [number, number]>> = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] }
    const move = moves[event.key]
    if (letter >= 0) moveTo(letter, at.column)
    else if (number >= 0) {
      moveTo(at.row, number)
      onGrade(SOURCES[at.row]!, INFORMATION[number]!)
    } else if (move) moveTo(at.row + move[0], at.column + move[1])
    else if (event.key === 'Enter' || event.key === ' ') onGrade(SOURCES[at.row]!, INFORMATION[at.column]!)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div className="grade-part">
      <div ref={grid} className="grade-grid" role="grid" dir="ltr" aria-label={say('tips.grade.grid')} onKeyDown={onKey}>
        <div role="row">
          <span role="presentation" />
          {INFORMATION.map((number) => (
            <span key={number} role="columnheader" aria-label={say(`vocabularies.information.${number}`)}>
              {number}
            </span>
          ))}
        </div>
        {SOURCES.map((letter, row) => (
          <div key={letter} role="row">
            <span role="rowheader" aria-label={say(`vocabularies.source.${letter}`)}>
              {letter}
            </span>
            {INFORMATION.map((number, column) => {
              const on = letter === source && number === information
              return (
                <button
                  key={number}
                  type="button"
                  role="gridcell"
                  tabIndex={row === at.row && column === at.column ? 0 : -1}
                  data-at={`${row}-${column}`}
                  aria-selected={on}
                  aria-label={`${letter}${number}`}
                  className={on ? 'on' : letter === source || number === information ? 'near' : undefined}
                  onClick={() => onGrade(letter, number)}
                >
                  {on ? `${letter}${number}` : ''}
                </button>
              )
            })}
          </div>
        ))}
      </div>
      <dl className="grade-means">
        <dt>{source === 'not-graded' ? '·' : source}</dt>
        <dd>{say(`vocabularies.source.${source}`)}</dd>
        <dt>{information === 'not-graded' ? '·' : information}</dt>
        <dd>{say(`vocabularies.information.${information}`)}</dd>
      </dl>
    </div>
  )
}
