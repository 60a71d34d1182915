import { randomBytes, timingSafeEqual } from 'node:crypto'

export const SESSION_COOKIE = 'vigil-window'

/** What a request shows of itself. */
export interface Caller {
  readonly host: string | undefined
  readonly origin: string | undefined
  readonly fetchSite: string | undefined
  readonly cookie: string | undefined
}

/**
 * Who may come in: a window that was opened with a one-time token and then carries its cookie, on our
 * own address, from our own page. Other programs and other pages on the same machine have none of these.
 */
export class Doorkeeper {
  private readonly tokens = new Set<string>()
  private readonly sessions = new Set<string>()
  private readonly address: string

  /** `address` as the Host header has it: "127.0.0.1:41873". */
  constructor(address: string) {
    this.address = address
  }

  /** A token that opens one window, once. */
  issueToken(): string {
    const token = randomBytes(32).toString('base64url')
    this.tokens.add(token)
    return token
  }

  /** Takes a token for a session, whose id goes into the cookie; null where the token is wrong or used. */
  redeem(token: string): string | null {
    const known = find(this.tokens, token)
    if (known === null) return null
    this.tokens.delete(known)
    const session = randomBytes(32).toString('base64url')
    this.sessions.add(session)
    return session
  }

  /** Right address (a rebound name shows another Host) and no foreign page behind it. */
  fromOurPage(caller: Caller): boolean {
    if (caller.host !== this.address) return false
    if (caller.origin !== undefined && caller.origin !== `http://${this.address}`) return false
    return caller.fetchSite === undefined || caller.fetchSite === 'same-origin' || caller.fetchSite === 'none'
  }

  hasSession(caller: Caller): boolean {
    const session = caller.cookie?.split(';').map((part) => part.trim()).find((part) => part.startsWith(`${SESSION_COOKIE}=`))?.slice(SESSION_COOKIE.length + 1)
    return session !== undefined && find(this.sessions, session) !== null
  }

  /** A socket is only given to our own page: browsers always send its origin. */
  maySpeak(caller: Caller): boolean {
    return caller.origin !== undefined && this.fromOurPage(caller) && this.hasSession(caller)
  }
}

/** Compares in constant time, so that a guess learns nothing from how long it took. */
function find(known: ReadonlySet<string>, guess: string): string | null {
  const guessed = Buffer.from(guess)
  for (const value of known) {
    const bytes = Buffer.from(value)
    if (bytes.length === guessed.length && timingSafeEqual(bytes, guessed)) return value
  }
  return null
}
