import { inject } from 'vitest'
import { openRunningWindow } from './running-window.ts'
import type { OpenedWindow, WindowOptions } from './running-window.ts'

export type { OpenedWindow } from './running-window.ts'

/** The running program with one window, for a test: the page that `build.ts` built. */
export function openWindow(options: Omit<WindowOptions, 'rendererFolder'> = {}): Promise<OpenedWindow> {
  return openRunningWindow({ ...options, rendererFolder: inject('rendererFolder') })
}
