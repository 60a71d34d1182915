import type { Station } from '../../shared/station/station.ts'
import { thisOpening } from './forget.ts'
import { asJob, tell, tellNote } from './notices.ts'
import { say } from './language.ts'

/** Backs up now, as a job with its progress, and tells how it ended. */
export async function backUp(station: Station): Promise<void> {
  const still = thisOpening()
  const made = await asJob({ key: 'backup.settings.writing' }, { key: 'backup.settings.keeps' }, (signal, progress) => station.backUp({ signal, onProgress: ({ done, total, what }) => progress(done, total, what) }))
  if (!still()) return
  if (made.check?.verified) tell({ key: 'backup.settings.made', values: { name: made.name } })
  else tellNote({ key: 'backup.settings.made-unverified', values: { name: made.name, why: made.check?.says ? say(made.check.says) : '' } })
}

/** Reads a backup in the folder again, and tells what was found. */
export async function checkBackup(station: Station, name: string): Promise<void> {
  const still = thisOpening()
  const { verified, says } = await asJob({ key: 'backup.settings.checking' }, { key: 'backup.settings.check-keeps' }, (signal, progress) => station.checkBackup(name, { signal, onProgress: ({ done, total, what }) => progress(done, total, what) }))
  if (!still()) return
  if (verified) tell({ key: 'backup.settings.checked', values: { name } })
  else tellNote({ key: 'backup.settings.checked-not', values: { name, why: says ? say(says) : '' } })
}
