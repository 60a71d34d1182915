/**
 * Chromium's switches by which whoever starts the program could look into it or loosen it before its person opens a vault:
 * a colleague at the same desk, not malicious software. Fuses shut Node's own (--inspect, NODE_OPTIONS), not Chromium's.
 */
const REFUSED = [
  'remote-debugging-port', 'remote-debugging-pipe', 'remote-debugging-address', 'remote-allow-origins', 'load-extension', 'disable-web-security', 'disable-site-isolation-trials',
  'js-flags', 'log-net-log', 'ssl-key-log-file', 'enable-logging', 'proxy-server', 'auto-open-devtools-for-tabs',
] as const

/** The first switch given that is refused; null where none is. */
export function refusedSwitch(given: (name: string) => boolean): string | null {
  return REFUSED.find(given) ?? null
}
