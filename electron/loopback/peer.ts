import { readFile } from 'node:fs/promises'
import type { Socket } from 'node:net'

/**
 * Whose program is at the other end of a loopback connection. Every user of a machine reaches its loopback ports and can
 * read every program's command line, where a window's one-time token stands until the window has used it: a token is
 * therefore taken from our own user's programs alone. Linux tells by its table of connections; macOS and Windows don't,
 * and there the token is all.
 */
const TABLES = ['/proc/net/tcp', '/proc/net/tcp6'] as const
const LOOPBACK = /(?:^|FFFF0000)0100007F$/

/**
 * The user of the socket on 127.0.0.1 that is bound to `client` and connected to `server`, as the kernel's table of
 * TCP sockets has it (proc(5): addresses in hexadecimal, host order); null where it has none.
 */
export function userOfConnection(table: string, client: number, server: number): number | null {
  for (const line of table.split('\n')) {
    const [, local = '', remote = '', , , , , user = ''] = line.trim().split(/\s+/)
    if (isLoopback(local, client) && isLoopback(remote, server)) return Number.parseInt(user, 10)
  }
  return null
}

function isLoopback(address: string, port: number): boolean {
  const [host = '', at = ''] = address.split(':')
  return LOOPBACK.test(host) && Number.parseInt(at, 16) === port
}

/** False where another user's program is known to be at the other end. */
export async function isOurUser(socket: Pick<Socket, 'remotePort' | 'localPort'>, tables: readonly string[] = TABLES, us: number | undefined = process.getuid?.()): Promise<boolean> {
  const { remotePort, localPort } = socket
  if (us === undefined || remotePort === undefined || localPort === undefined) return true
  for (const table of tables) {
    const user = userOfConnection(await readFile(table, 'latin1').catch(() => ''), remotePort, localPort)
    if (user !== null) return user === us
  }
  return true
}
