import { contextBridge, ipcRenderer } from 'electron'

/**
 * All that the page can see of Electron: the platform's call and its notices, frozen. Names and requests
 * are checked on the other side; `renderer/workers/platform-link.ts` is who uses it.
 */
contextBridge.exposeInMainWorld('vigilShell', Object.freeze({
  call: (name: string, request: unknown, bytes: Uint8Array): Promise<unknown> => ipcRenderer.invoke('platform-call', name, request, bytes),
  onNotice: (listener: (notice: unknown) => void): void => {
    ipcRenderer.on('platform-notice', (_event, notice: unknown) => listener(notice))
  },
}))
