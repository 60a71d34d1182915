import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react'
import { contextOf, type Act } from '../../acts/act.ts'
import { runAct } from '../../acts/keys.ts'
import { useActs } from '../../acts/standing.ts'
import type { SearchHit } from '../../../shared/station/station.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { FaultNote } from '../../parts/fault.tsx'
import { Icon, type IconName } from '../../parts/icon.tsx'
import { Marked } from '../../parts/marked.tsx'
import { Key } from '../../parts/signs.tsx'
import { hasText, useSay } from '../../session/language.ts'
import { useLoaded } from '../../session/loaded.ts'
import { useStation } from '../../session/station.ts'
import { useView } from '../../session/view.ts'
import { INSPECTORS } from '../screens.ts'

/** How many records the palette asks for: enough for a screenful of each kind. */
const HITS = 12

interface Entry {
  readonly id: string
  readonly group: string
  readonly icon: IconName
  readonly title: string
  readonly more?: string
  readonly place?: string
  readonly key?: string | undefined
  readonly run: () => void
}

const NOT_LISTED = new Set(['search', 'close'])
const KIND_ICONS: Readonly<Record<string, IconName>> = { tip: 'notes', case: 'list-details', person: 'user', place: 'map-pin', import: 'file-import', release: 'file-text', scenario: 'shield-half' }

/** True where every word typed begins a word of the text. */
export function matchesWords(text: string, typed: string): boolean {
  const words = text.toLocaleLowerCase().split(/[^\p{L}\p{N}]+/u)
  return typed.toLocaleLowerCase().split(/\s+/).filter(Boolean).every((part) => words.some((word) => word.startsWith(part)))
}

/** Search and command: what can be done with the selection, then records by kind, then commands. */
export function Palette() {
  const say = useSay()
  const station = useStation()
  const { show, select, go } = useView.getState()
  const [typed, setTyped] = useState('')
  const [at, setAt] = useState(0)
  const list = useRef<HTMLDivElement>(null)
  const { value: hits, fault } = useLoaded<readonly SearchHit[]>(async () => (typed.trim().length > 1 ? station.search(typed.trim(), HITS) : []), [typed, station])

  const entries = useMemo<readonly Entry[]>(() => {
    const context = contextOf(station)
    const acts = useActs.getState().all().filter((act, index, all) => !NOT_LISTED.has(act.name) && all.findIndex((each) => each.name === act.name) === index && act.possible(context) && matchesWords(say(act.title), typed))
    const entry = (act: Act, group: string): Entry => ({
      id: `act-${act.name}`,
      group,
      icon: act.icon,
      title: say(act.title),
      key: act.keys[0],
      run: () => {
        show(null)
        void runAct(act, station)
      },
    })
    const records = (hits ?? []).filter((hit) => INSPECTORS.some((each) => each.kind === hit.kind))
    return [
      ...acts.filter((act) => act.aboutSelection).map((act) => entry(act, say('app.palette.selection'))),
      ...records.map((hit): Entry => ({
        id: `record-${hit.id}`,
        group: say(hasText(`app.palette.kind.${hit.kind}`) ? `app.palette.kind.${hit.kind}` : 'app.palette.kind.other'),
        icon: KIND_ICONS[hit.kind] ?? 'notes',
        title: hit.reference,
        more: hit.text,
        ...(hit.place && { place: hit.place }),
        run: () => {
          show(null)
          if (hit.kind === 'tip') go('tips')
          select({ kind: hit.kind, id: hit.id }, 'head')
        },
      })),
      ...acts.filter((act) => !act.aboutSelection && act.group !== 'screen').map((act) => entry(act, say('app.palette.commands'))),
      ...acts.filter((act) => act.group === 'screen').map((act) => entry(act, say('app.palette.go'))),
    ]
  }, [typed, hits, say, station, show, select, go])

  const current = Math.min(at, entries.length - 1)
  useEffect(() => {
    // Chromium answers a promise here, which is no way to stop.
    void list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [current, entries])
  const onKey = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0) {
      event.preventDefault()
      setAt((current + step + entries.length) % Math.max(1, entries.length))
    } else if (event.key === 'Enter') {
      event.preventDefault()
      entries[current]?.run()
    } else if (event.key === 'k' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      show(null)
    }
  }
  const groups = [...new Set(entries.map((entry) => entry.group))]
  return (
    <Dialog name={say('app.palette.name')} className="palette" onClose={() => show(null)}>
      <div className="palette-input">
        <Icon name="search" />
        <input
          type="text"
          role="combobox"
          aria-expanded="true"
          aria-controls="palette-list"
          aria-activedescendant={entries[current] ? `palette-${entries[current].id}` : undefined}
          aria-label={say('app.palette.name')}
          placeholder={say('app.palette.placeholder')}
          autoComplete="off"
          spellCheck={false}
          autoFocus
          value={typed}
          onChange={(event) => (setTyped(event.target.value), setAt(0))}
          onKeyDown={onKey}
        />
      </div>
      <div className="palette-list" id="palette-list" role="listbox" aria-label={say('app.palette.name')} ref={list}>
        {groups.map((group) => (
          <div key={group} role="group" aria-label={group}>
            <h3 aria-hidden="true">{group}</h3>
            {entries.map((entry, index) => entry.group === group && (
              <div key={entry.id} id={`palette-${entry.id}`} role="option" aria-selected={index === current} className="palette-entry" onPointerMove={() => setAt(index)} onClick={entry.run}>
                <Icon name={entry.icon} />
                <span className="palette-words">
                  {entry.more === undefined ? <span><Marked text={entry.title} words={typed} /></span> : <bdi className="id" dir="ltr">{entry.title}</bdi>}
                  {entry.more !== undefined && <span className="soft"><Marked text={entry.more} words={typed} /></span>}
                  {entry.place !== undefined && <span className="palette-place"><Icon name="map-pin" /> <span><Marked text={entry.place} words={typed} /></span></span>}
                </span>
                {entry.key && <Key of={entry.key} />}
              </div>
            ))}
          </div>
        ))}
        {entries.length === 0 && <p className="palette-nothing">{say('app.palette.nothing', { words: typed })}</p>}
      </div>
      {fault && <FaultNote fault={fault} />}
      <p className="palette-foot">
        <span>
          <kbd>↑</kbd><kbd>↓</kbd> {say('app.palette.hint-choose')}
        </span>
        <span>
          <kbd>Enter</kbd> {say('app.palette.hint-do')}
        </span>
        <span className="palette-foot-end">{say('app.palette.foot')}</span>
      </p>
      <p className="aside-only" role="status">
        {say('app.palette.results', { count: entries.length })}
      </p>
    </Dialog>
  )
}
