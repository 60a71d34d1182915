import { homedir } from 'node:os'
import { join } from 'node:path'
import { BrowserWindow, dialog } from 'electron'
import { DurableFiles } from '../host/durable-files.ts'
import { safeFileName } from '../host/save-file.ts'

/** Saves released bytes where the person chooses; null where they chose not to. */
export async function saveWhereChosen(name: string, bytes: Uint8Array): Promise<string | null> {
  const options = { defaultPath: join(homedir(), safeFileName(name)), properties: ['showOverwriteConfirmation' as const] }
  const window = BrowserWindow.getFocusedWindow()
  const { canceled, filePath } = await (window ? dialog.showSaveDialog(window, options) : dialog.showSaveDialog(options))
  if (canceled || filePath === '') return null
  await new DurableFiles().replace(filePath, bytes, { syncFolder: false })
  return filePath
}
