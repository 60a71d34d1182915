import { powerMonitor } from 'electron'
import type { Host } from '../host/host.ts'

/** A vault is sealed when its person walks away: on screen lock, sleep and shutdown. */
export function watchPower(host: Host): void {
  powerMonitor.on('lock-screen', () => host.notify('screen-locked'))
  powerMonitor.on('user-did-resign-active', () => host.notify('screen-locked'))
  powerMonitor.on('suspend', () => host.notify('going-to-sleep'))
  powerMonitor.on('shutdown', () => host.notify('closing'))
}
