import { homedir } from 'node:os'
import { BrowserWindow, dialog } from 'electron'
import type { OpenDialogOptions } from 'electron'

const ASKED: Readonly<Record<'backup-folder' | 'backup-file', OpenDialogOptions>> = {
  'backup-folder': { properties: ['openDirectory', 'createDirectory'] },
  'backup-file': { properties: ['openFile'] },
}

/** The folder for backups, or the backup's file, that the person chooses; null where they chose none. */
export async function askForPlace(what: 'backup-folder' | 'backup-file'): Promise<string | null> {
  const options = { ...ASKED[what], defaultPath: homedir() }
  const window = BrowserWindow.getFocusedWindow()
  const { canceled, filePaths } = await (window ? dialog.showOpenDialog(window, options) : dialog.showOpenDialog(options))
  return canceled ? null : (filePaths[0] ?? null)
}
