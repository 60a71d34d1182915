/**
 * Flags for every Chromium this program starts. It shows our own page and talks to nobody: no other host
 * resolves, so that what the browser does by itself (updates, suggestions, field trials) goes nowhere.
 */
const QUIET = [
  '--no-first-run', '--no-default-browser-check', '--disable-extensions', '--disable-component-extensions-with-background-pages', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--disable-quic', '--disable-default-apps', '--disable-domain-reliability', '--disable-client-side-phishing-detection',
  '--disable-breakpad', '--hide-crash-restore-bubble', '--disable-session-crashed-bubble', '--disable-crash-reporter', '--no-pings', '--metrics-recording-only', '--no-service-autorun', '--password-store=basic', '--use-mock-keychain',
  '--disable-features=Translate,AutofillServerCommunication,MediaRouter,OptimizationHints,InterestFeedContentSuggestions,DialMediaRouteProvider,CertificateTransparencyComponentUpdater,AutofillEnableAccountWalletStorage',
  '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
]

/** Chromium refuses its sandbox to root; nobody else loses it. */
export function sandboxFlags(uid: number | undefined = process.getuid?.()): string[] {
  return uid === 0 ? ['--no-sandbox'] : []
}

/** Software drawing where there is no graphics card to ask, as in headless runs. */
export const HEADLESS = ['--headless=new', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist'] as const

/** Flags for a window on our own page, or for printing. The profile is always one of our own. */
export function browserFlags(profile: string, more: { headless: boolean }): string[] {
  return [`--user-data-dir=${profile}`, ...QUIET, ...sandboxFlags(), ...(more.headless ? HEADLESS : [])]
}
