import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebSocketServer } from 'ws'
import type { Host } from '../host/host.ts'
import { PAGE_HEADERS, contentType } from '../host/page-headers.ts'
import type { PageFiles } from '../host/page-files.ts'
import { Doorkeeper, SESSION_COOKIE } from './doorkeeper.ts'
import { isOurUser } from './peer.ts'
import { NONCE_HEADER, proofOfSecret, provesSecret } from './proof.ts'
import type { Caller } from './doorkeeper.ts'
import { MAX_MESSAGE, answerOverSocket } from './socket.ts'

/** Fixed, because the browser's database belongs to an address: on another port it is rebuilt from the journal. */
export const LOOPBACK_PORT = 41873
export const SOCKET_PATH = '/platform'
export const AGAIN_PATH = '/again'

export interface LoopbackServer {
  readonly port: number
  /** Windows whose socket is open. */
  readonly openWindows: () => number
  /** An address that opens one window, once. */
  address(): string
  close(): Promise<void>
}

/**
 * Serves the built page and the platform on 127.0.0.1 and nowhere else. `secret` lets a second start of
 * the program, which can read it in the data folder, ask for another window.
 */
export async function serveLoopback(host: Host, files: PageFiles, more: { port: number; secret: string }): Promise<LoopbackServer> {
  const server = createServer()
  const port = await listen(server, more.port)
  const doorkeeper = new Doorkeeper(`127.0.0.1:${port}`)
  const address = (): string => `http://127.0.0.1:${port}/?token=${doorkeeper.issueToken()}`
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE, perMessageDeflate: false })

  server.on('request', (request, response) => {
    answerRequest(request, response, { doorkeeper, files, address, secret: more.secret }).catch(() => refuse(response, 500))
  })
  server.on('upgrade', (request, socket, head) => {
    void isOurUser(request.socket).then((ours) => {
      if (!ours || request.url !== SOCKET_PATH || !doorkeeper.maySpeak(callerOf(request))) {
        socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
        return
      }
      sockets.handleUpgrade(request, socket, head, (opened) => answerOverSocket(opened, host.openWindow()))
    })
  })
  return {
    port,
    address,
    openWindows: () => sockets.clients.size,
    close: async () => {
      for (const client of sockets.clients) client.close(1001)
      sockets.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

interface Door { doorkeeper: Doorkeeper; files: PageFiles; address: () => string; secret: string }

async function answerRequest(request: IncomingMessage, response: ServerResponse, door: Door): Promise<void> {
  const caller = callerOf(request)
  if (!door.doorkeeper.fromOurPage(caller) || !(await isOurUser(request.socket))) return refuse(response, 403)
  const url = new URL(request.url ?? '/', 'http://127.0.0.1')
  if (url.pathname === AGAIN_PATH && request.method === 'POST') {
    const nonce = nonceOf(request)
    if (nonce === null || !provesSecret(door.secret, 'ask', nonce, request.headers.authorization ?? '')) return refuse(response, 403)
    const address = door.address()
    return send(response, 200, TEXT, new TextEncoder().encode(`${address}\n${proofOfSecret(door.secret, 'answer', `${nonce} ${address}`)}`), true)
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 405)
  const token = url.pathname === '/' ? url.searchParams.get('token') : null
  if (token !== null) {
    const session = door.doorkeeper.redeem(token)
    if (session !== null) {
      // On to the bare address, so that the token stays in no history and no reload.
      response.writeHead(303, { ...PAGE_HEADERS, Location: '/', 'Set-Cookie': `${SESSION_COOKIE}=${session}; HttpOnly; SameSite=Strict; Path=/` })
      response.end()
      return
    }
  }
  if (!door.doorkeeper.hasSession(caller)) return refuse(response, 403)
  const file = await door.files.read(url.pathname)
  if (!file) return refuse(response, 404)
  send(response, 200, file.headers, file.bytes, request.method === 'GET')
}

const TEXT = { ...PAGE_HEADERS, 'Content-Type': contentType('.txt') }

function send(response: ServerResponse, status: number, headers: Readonly<Record<string, string>>, bytes: Uint8Array, withBody: boolean): void {
  response.writeHead(status, { ...headers, 'Content-Length': bytes.length })
  response.end(withBody ? bytes : undefined)
}

const REFUSALS: Readonly<Record<number, string>> = {
  403: 'This address opens once, in the window that Vigil opened. Start Vigil again for a new window.',
  404: 'Vigil has no such page.',
  405: 'Vigil does not answer this.',
  500: 'Vigil could not read its own files. Reinstall it; your vaults are kept elsewhere.',
}

function refuse(response: ServerResponse, status: number): void {
  if (response.headersSent) response.destroy()
  else send(response, status, TEXT, new TextEncoder().encode(`${REFUSALS[status] ?? ''}\n`), true)
}

function nonceOf({ headers }: IncomingMessage): string | null {
  const nonce = headers[NONCE_HEADER]
  return typeof nonce === 'string' && nonce.length >= 32 ? nonce : null
}

function callerOf({ headers }: IncomingMessage): Caller {
  const site = headers['sec-fetch-site']
  return { host: headers.host, origin: headers.origin, fetchSite: Array.isArray(site) ? site[0] : site, cookie: headers.cookie }
}

/** The port asked for, or any free one where it is taken. */
async function listen(server: Server, port: number): Promise<number> {
  const attempt = (at: number): Promise<void> => new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host: '127.0.0.1', port: at }, () => {
      server.off('error', reject)
      resolve()
    })
  })
  await attempt(port).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') return attempt(0)
    throw error
  })
  return (server.address() as AddressInfo).port
}
