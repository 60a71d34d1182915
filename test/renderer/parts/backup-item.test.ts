import { expect, it } from 'vitest'
import { backupStanding } from '../../../renderer/parts/backup-item.tsx'
import type { BackupReport, MadeBackup } from '../../../shared/station/keeping/backups.ts'

const DAY = 24 * 3_600_000
const now = 100 * DAY
const made = (days: number, verified = true): MadeBackup => ({ place: '', path: '', name: '', made: now - days * DAY, bytes: 1, commits: 1, digest: '', stamp: '', check: { at: now, verified, says: null } })
const report = (more: Partial<BackupReport>): BackupReport => ({ place: null, schedule: 'off', keep: null, made: [], trouble: null, running: false, behind: true, ...more })
const trouble = (code: string) => ({ at: now, code, says: { key: 'x' }, remedy: null })

it('the status bar says the worst that is true of backups: a fault in red, what is due in amber, and by which backup it counts', () => {
  const standing = (more: Partial<BackupReport>) => {
    const { key, at, tone } = backupStanding(report(more), now)
    return [key.replace('backup.status.', ''), at === null ? null : (now - at) / DAY, tone]
  }
  expect(standing({})).toEqual(['none', null, 'due'])
  expect(standing({ made: [made(0)], behind: false })).toEqual(['verified', 0, null])
  expect(standing({ made: [made(2)] })).toEqual(['behind', 2, null])
  expect(standing({ made: [made(8)] })).toEqual(['old', 8, 'due'])
  // Nothing was written since: however old, everything is in it.
  expect(standing({ made: [made(50)], behind: false })).toEqual(['verified', 50, null])
  expect(standing({ made: [made(1, false), made(3)] })).toEqual(['unverified', 1, 'fault'])
  expect(standing({ made: [made(1)], trouble: trouble('disk-missing') })).toEqual(['trouble-disk-missing', null, 'fault'])
  expect(standing({ made: [made(1)], trouble: trouble('not-verified') })).toEqual(['trouble', null, 'fault'])
  expect(standing({ made: [], trouble: trouble('disk-full'), running: true })).toEqual(['running', null, null])
})
