import { join } from 'node:path'
import { Host } from './host.ts'
import type { HostOptions, WindowSession } from './host.ts'
import { saveBeside } from './save-file.ts'
import { chromiumPrinter } from './print-pdf.ts'

/**
 * The platform in process, for the program without a window, for tests and benchmarks: the same host as
 * the shells, with one window. Files are saved in `<dataFolder>/saved`. `close` gives the vaults back.
 */
export function nodePlatform(dataFolder: string, more: Partial<Pick<HostOptions, 'saveFile' | 'printPdf' | 'writeLimit' | 'deviceSecrets' | 'choosePath'>> = {}): WindowSession {
  const host = new Host({
    dataFolder, shell: 'node', version: '0', printPdf: chromiumPrinter(join(dataFolder, 'print')), saveFile: saveBeside(join(dataFolder, 'saved')), deviceSecrets: null, choosePath: null,
    ...more,
  })
  return host.openWindow()
}
