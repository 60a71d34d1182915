import { showBackups } from '../acts/backups.ts'
import type { BackupReport } from '../../shared/station/keeping/backups.ts'
import { useSay } from '../session/language.ts'
import { useVault } from '../session/vault.ts'
import { useView } from '../session/view.ts'
import { useWhen } from '../session/when.ts'
import { Icon } from './icon.tsx'

/** Milliseconds after which a backup that is behind is due, whatever the schedule. */
const OLD_MS = 7 * 24 * 3_600_000
const OWN_WORDS = new Set(['disk-missing', 'disk-full'])

/** How backups stand, as a key of words, and whether it is a fault or something due. */
export function backupStanding({ made: [last, ...before], trouble, running, behind }: BackupReport, now: number): { readonly key: string; readonly at: number | null; readonly tone: 'fault' | 'due' | null } {
  const verified = [...(last ? [last] : []), ...before].find(({ check }) => check?.verified)
  if (running) return { key: 'backup.status.running', at: null, tone: null }
  if (trouble) return { key: OWN_WORDS.has(trouble.code) ? `backup.status.trouble-${trouble.code}` : 'backup.status.trouble', at: null, tone: 'fault' }
  if (!last) return { key: 'backup.status.none', at: null, tone: 'due' }
  if (!last.check?.verified) return { key: 'backup.status.unverified', at: last.made, tone: 'fault' }
  if (!behind || !verified) return { key: 'backup.status.verified', at: last.made, tone: null }
  return now - verified.made > OLD_MS ? { key: 'backup.status.old', at: verified.made, tone: 'due' } : { key: 'backup.status.behind', at: verified.made, tone: null }
}

/** The last backup and whether it was verified, in the status bar; leads to the settings of backups. */
export function BackupItem() {
  const say = useSay()
  const when = useWhen()
  const backups = useVault((state) => state.backups)
  if (!backups) return null
  const { key, at, tone } = backupStanding(backups, Date.now())
  const words = say(key, at === null ? {} : { when: when(at) })
  return (
    <span className={`status-item${tone === 'fault' ? ' fault-item' : tone === 'due' ? ' due-item' : ''}`} role={tone === 'fault' ? 'alert' : 'status'}>
      <button type="button" className="status-item status-button" title={say('backup.status.leads')} onClick={() => showBackups(useView.getState())}>
        <Icon name={tone === 'fault' ? 'alert-triangle' : tone === 'due' ? 'device-floppy' : 'shield-check'} />
        <span>{words}</span>
      </button>
    </span>
  )
}
