import type { ComponentType } from 'react'
import type { Message } from '../../shared/model/message.ts'
import { opensAll, type HeldKeys } from '../../shared/model/roles.ts'
import type { IconName } from './icon.tsx'

/**
 * A screen as the frame needs it. `app/screens.ts` lists them; a screen that isn't listed is neither in the
 * rail nor in the palette.
 */
export interface ScreenDeclaration {
  readonly id: string
  readonly title: Message
  readonly icon: IconName
  /** Second letter of `G` and a letter; null where no key goes there. */
  readonly letter: string | null
  /** Where it stands in the rail; null: reached by an act alone. */
  readonly rail: 'call' | 'work' | 'foot' | null
  /** What stands in the bar: search and the shared filters, or the screen's own head. */
  readonly bar: 'filters' | 'own'
  /** Names of acts whose buttons stand at the end of the filter bar. */
  readonly barActs?: readonly string[]
  /** Whether the inspector stands at its side. */
  readonly inspector: boolean
  /** Groups whose keys it works with (`opensAll`): an account that lacks one does not see it. Absent: none. */
  readonly needs?: readonly string[]
  readonly component: ComponentType
}

/** Whether these keys open what a screen works with. */
export const opensScreen = ({ needs = [] }: Pick<ScreenDeclaration, 'needs'>, keys: HeldKeys): boolean => opensAll(keys, needs)

/** What the inspector shows for a kind of selected thing (`view.selected.kind`). */
export interface InspectorDeclaration {
  readonly kind: string
  readonly component: ComponentType<{ readonly id: string }>
}
