import { backUp } from '../session/backing-up.ts'
import { useSettingsSection } from '../session/settings-section.ts'
import type { Act, ActContext } from './act.ts'

/** Shows the settings of backups. */
export function showBackups({ go }: Pick<ActContext['view'], 'go'>): void {
  useSettingsSection.getState().show('backups')
  go('settings')
}

/** Backing up, from anywhere; where no folder is chosen yet, the place to choose one. */
export const BACKUP_ACTS: readonly Act[] = [
  {
    name: 'back-up',
    title: { key: 'backup.act' },
    icon: 'device-floppy',
    keys: [],
    group: 'anywhere',
    possible: ({ vault }) => vault.phase === 'open' && vault.status?.sample === null && !vault.status.presents,
    run: async ({ station, vault, view }) => {
      if (!vault.backups?.place) return showBackups(view)
      await backUp(station)
    },
  },
]
