import type { Message } from '../../shared/model/message.ts'
import { opensAll } from '../../shared/model/roles.ts'
import type { Station } from '../../shared/station/station.ts'
import type { IconName } from '../parts/icon.tsx'
import { useVault } from '../session/vault.ts'
import { useView } from '../session/view.ts'

/** What an act may look at to say whether it is possible, and works on. */
export interface ActContext {
  readonly station: Station
  readonly vault: ReturnType<typeof useVault.getState>
  readonly view: ReturnType<typeof useView.getState>
}

/**
 * One thing a person can do, as a value: toolbar, keyboard, palette and key sheet all run the same act.
 * A key is written as in `keys.ts` ("Ctrl+K", "F2", "Z", "Shift+Z", "G M").
 */
export interface Act {
  readonly name: string
  readonly title: Message
  readonly icon: IconName
  readonly keys: readonly string[]
  /** Where the key sheet lists it. */
  readonly group: 'anywhere' | 'list' | 'map' | 'call' | 'screen'
  /** About what is selected: the palette shows such acts first. */
  readonly aboutSelection?: boolean
  possible(context: ActContext): boolean
  run(context: ActContext): void | Promise<void>
}

/** Whether the vault is open and this account holds these groups' keys. */
export function holds({ vault }: Pick<ActContext, 'vault'>, ...groups: readonly string[]): boolean {
  const keys = vault.phase === 'open' ? vault.status?.keys : undefined
  return keys !== undefined && opensAll(keys, groups)
}

export function contextOf(station: Station): ActContext {
  return { station, vault: useVault.getState(), view: useView.getState() }
}
