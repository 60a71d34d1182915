import type { ComponentType } from 'react'
import type { Message } from '../../../shared/model/message.ts'
import { INTAKE_GROUPS } from '../../../shared/model/roles.ts'
import type { StationStatus } from '../../../shared/station/station.ts'
import { Accounts } from './accounts.tsx'
import { Backups } from './backups.tsx'
import { Erasure } from './erasure.tsx'
import { OwnPassphrase } from './own-passphrase.tsx'
import { OwnTrail } from './own-trail.tsx'
import { Protection } from './protection.tsx'
import { Recovery } from './recovery.tsx'
import { ThisStation } from './this-station.tsx'
import { ThisWindow } from './this-window.tsx'

/** A part of the settings: a name at the side, and what stands beside it. */
export interface SettingsSection {
  readonly id: string
  readonly title: Message
  /** Whether this account's keys have anything to do there. */
  readonly shown: (status: StationStatus) => boolean
  readonly component: ComponentType
}

/** Every section, in the order of the list at the side. */
export const SETTINGS_SECTIONS: readonly SettingsSection[] = [
  { id: 'window', title: { key: 'app.settings.window' }, shown: () => true, component: ThisWindow },
  { id: 'station', title: { key: 'app.settings.station' }, shown: () => true, component: ThisStation },
  { id: 'accounts', title: { key: 'accounts.title' }, shown: ({ sample }) => sample === null, component: Accounts },
  { id: 'passphrase', title: { key: 'accounts.passphrase.title' }, shown: ({ sample }) => sample === null, component: OwnPassphrase },
  { id: 'recovery', title: { key: 'recovery.title' }, shown: ({ sample, presents }) => sample === null && !presents, component: Recovery },
  { id: 'backups', title: { key: 'backup.title' }, shown: ({ sample, presents }) => sample === null && !presents, component: Backups },
  { id: 'erasure', title: { key: 'erasure.section' }, shown: ({ keys }) => INTAKE_GROUPS.every((group) => keys.groups.includes(group)), component: Erasure },
  { id: 'own-trail', title: { key: 'audit.own.title' }, shown: ({ presents }) => !presents, component: OwnTrail },
  { id: 'protection', title: { key: 'protection.title' }, shown: () => true, component: Protection },
]
