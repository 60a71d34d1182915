import { useEffect } from 'react'
import { tellFault } from '../session/notices.ts'
import { usePreferences } from '../session/preferences.ts'
import { useStation } from '../session/station.ts'
import { contextOf, type Act } from './act.ts'
import { useActs } from './standing.ts'

/** Milliseconds within which the second key of a sequence ("G M") must follow. */
const SEQUENCE_MILLISECONDS = 1200

/** The part of a keyboard event that decides which act it means. */
export interface Stroke {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly shiftKey: boolean
}

/** How a stroke is written: "Ctrl+K", "Shift+Z", "F2", "?", "J". A sign that needs Shift stands by itself. */
export function writtenStroke(stroke: Stroke): string {
  const letter = /^\p{L}$/u.test(stroke.key)
  const key = letter ? stroke.key.toUpperCase() : stroke.key === ' ' ? 'Space' : stroke.key
  const parts: string[] = []
  if (stroke.ctrlKey || stroke.metaKey) parts.push('Ctrl')
  if (stroke.altKey) parts.push('Alt')
  if (stroke.shiftKey && (letter || key.length > 1)) parts.push('Shift')
  parts.push(key)
  return parts.join('+')
}

/** The digit that a key event means, on any keyboard (١ is 1), or null. */
export function digitOf(event: Pick<KeyboardEvent, 'key'>): number | null {
  const at = '0123456789'.indexOf(event.key)
  if (event.key.length === 1 && at >= 0) return at
  const arabic = '٠١٢٣٤٥٦٧٨٩'.indexOf(event.key)
  return event.key.length === 1 && arabic >= 0 ? arabic : null
}

/** The letter, digit or sign of a key event as acts are written, so that they work on an Arabic keyboard too. */
export function strokeOf(event: Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>): Stroke {
  const { ctrlKey, metaKey, altKey, shiftKey } = event
  const physical = /^Key([A-Z])$/.exec(event.code)?.[1]
  const foreign = physical && !/^[a-z]$/i.test(event.key) && /^\p{L}+$/u.test(event.key)
  const key = foreign ? physical : event.key === '؟' ? '?' : String(digitOf(event) ?? event.key)
  return { key, ctrlKey, metaKey, altKey, shiftKey }
}

const TYPED_INPUTS = new Set(['text', 'search', 'tel', 'password', 'number', 'date', 'datetime-local', 'month', 'time', 'email', 'url'])

/** True while letters belong to what has the focus: a text field, a list to choose from, or a part that says so (`data-takes-letters`). */
export function typesText(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true
  if (target instanceof HTMLInputElement) return TYPED_INPUTS.has(target.type)
  return target.closest('[data-takes-letters]') !== null
}

/** True where Enter belongs to what has the focus, because it can be pressed. */
export const takesEnter = (target: EventTarget | null): boolean => target instanceof Element && target.closest('button, a, summary, select, input, [role=slider], [role=option]') !== null

/** A sign alone, which dictation or a slip may press; Enter, Escape and keys with Ctrl, Alt or F are none. */
export const isBare = (written: string): boolean => /^(Shift\+)?\S$/u.test(written)

/** True for keys that mean an act even while text is typed: with Ctrl or Alt, or a function key; what edits text stays with the text. */
export const worksWhileTyping = (written: string): boolean => (/^(Ctrl|Alt)\+/.test(written) && !/^Ctrl\+(Shift\+)?[ACVXYZ]$/.test(written)) || /^F\d/.test(written)

/** The first of `acts` that a stroke means after the strokes before it; `more` where it begins a longer sequence. */
export function matchKeys(acts: readonly Act[], pending: string, written: string): { readonly act: Act | null; readonly more: boolean } {
  const full = pending ? `${pending} ${written}` : written
  const act = acts.find((each) => each.keys.includes(full)) ?? null
  return { act, more: !act && acts.some((each) => each.keys.some((key) => key.startsWith(`${full} `))) }
}

/** Runs an act if it is possible, and tells what went wrong. */
export async function runAct(act: Act, station: Parameters<typeof contextOf>[0]): Promise<void> {
  const context = contextOf(station)
  if (!act.possible(context)) return
  try {
    await act.run(context)
  } catch (error) {
    tellFault(error)
  }
}

/** Listens for the keys of all standing acts. Mounted once, by the frame. */
export function useActKeys(): void {
  const station = useStation()
  useEffect(() => {
    let pending = ''
    let since = 0
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || ['Shift', 'Control', 'Alt', 'Meta'].includes(event.key)) return
      const written = writtenStroke(strokeOf(event))
      if (typesText(event.target) && !worksWhileTyping(written)) return
      if (written === 'Enter' && takesEnter(event.target)) return
      if (!usePreferences.getState().letterKeys && isBare(written)) return
      // By when the keys were pressed: a window that draws a large map may look at them late.
      if (event.timeStamp - since > SEQUENCE_MILLISECONDS) pending = ''
      const context = contextOf(station)
      const acts = useActs.getState().all().filter((act) => act.possible(context))
      const { act, more } = matchKeys(acts, pending, written)
      pending = more ? (pending ? `${pending} ${written}` : written) : ''
      since = event.timeStamp
      if (!act && !more) return
      event.preventDefault()
      if (act) void runAct(act, station)
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [station])
}
