import { spawn } from 'node:child_process'
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { Doorkeeper } from '../../electron/loopback/doorkeeper.ts'
import { isOurUser, userOfConnection } from '../../electron/loopback/peer.ts'
import { askForWindow } from '../../electron/loopback/running.ts'
import { startLoopback } from '../../electron/loopback/shell.ts'
import type { LoopbackShell } from '../../electron/loopback/shell.ts'
import { callFrame, packFrame, replyFrame, unpackFrame } from '../../shared/platform-frame.ts'
import { connectPlatform } from '../../renderer/workers/platform-link.ts'

let folder: string
let shell: LoopbackShell
let cookie: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vigil-loopback-'))
  mkdirSync(join(folder, 'page/assets'), { recursive: true })
  writeFileSync(join(folder, 'page/index.html'), '<!doctype html><title>page</title>')
  writeFileSync(join(folder, 'page/assets/main.js'), 'export {}')
  writeFileSync(join(folder, 'secret.txt'), 'outside the page')
  shell = await startLoopback({ dataFolder: join(folder, 'data'), version: '1.2.3', port: 0, rendererFolder: join(folder, 'page'), browser: null, saveFolder: join(folder, 'saved') })
  const answer = await fetch(shell.address(), { redirect: 'manual' })
  cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? ''
})
afterAll(async () => {
  await shell.close()
  rmSync(folder, { recursive: true, force: true })
})

/** A request whose Host and path go out as given: `fetch` would mend both. */
function ask(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port: shell.port, path, method, headers: { Cookie: cookie, ...headers } }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (part: string) => { text += part }).on('end', () => resolve({ status: response.statusCode ?? 0, text }))
    })
    asked.on('error', reject).end()
  })
}

describe('the door', () => {
  test('a cookie is only for this address, not for scripts and not for other sites', async () => {
    const answer = await fetch(shell.address(), { redirect: 'manual' })
    expect(answer.status).toBe(303)
    expect(answer.headers.get('location')).toBe('/')
    expect(answer.headers.getSetCookie()[0]).toMatch(/; HttpOnly; SameSite=Strict; Path=\/$/)
  })

  test('with the cookie the page is given out', async () => {
    expect(await ask('/')).toMatchObject({ status: 200, text: expect.stringContaining('<title>page') as string })
    expect(await ask('/assets/main.js')).toMatchObject({ status: 200 })
  })

  test.each(['/../secret.txt', '/assets/../../secret.txt', '/%2e%2e/secret.txt', '/..%2fsecret.txt', '//etc/passwd', '/assets'])('%s leads to no file', async (path) => {
    const { status, text } = await ask(path)
    expect(status).toBe(404)
    expect(text).not.toContain('outside')
  })

  test.each([
    ['a name that was rebound to this machine', { Host: 'attacker.example:80' }],
    ['another name for this machine', { Host: 'localhost' }],
    ['a page from elsewhere', { Origin: 'https://example.org' }],
    ['a page of another program on this machine', { Origin: 'http://127.0.0.1:8000' }],
    ['a sandboxed page', { Origin: 'null' }],
    ['a link on another site', { 'Sec-Fetch-Site': 'cross-site' }],
    ['a page on another port', { 'Sec-Fetch-Site': 'same-site' }],
    ['someone with a guessed cookie', { Cookie: `vigil-window=${'A'.repeat(43)}` }],
    ['someone without a cookie', { Cookie: '' }],
  ])('%s is refused', async (_, headers) => {
    expect((await ask('/', headers)).status).toBe(403)
  })

  test.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('%s is not answered', async (method) => {
    expect((await ask('/', {}, method)).status).toBe(405)
  })

  test('a token is taken once, and a shorter or longer guess is none', () => {
    const door = new Doorkeeper('127.0.0.1:1')
    const token = door.issueToken()
    expect(door.redeem(token.slice(1))).toBeNull()
    expect(door.redeem(`${token}x`)).toBeNull()
    expect(door.redeem(token)).not.toBeNull()
    expect(door.redeem(token)).toBeNull()
  })
})

describe('the socket', () => {
  const open = (headers: Record<string, string>, path = '/platform'): Promise<WebSocket> => new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${shell.port}${path}`, { headers })
    socket.once('open', () => resolve(socket))
    socket.once('error', reject)
  })
  const ours = () => ({ Origin: `http://127.0.0.1:${shell.port}`, Cookie: cookie })

  test.each([
    ['without an origin', () => ({ Cookie: cookie })],
    ['from a page elsewhere', () => ({ ...ours(), Origin: 'https://example.org' })],
    ['from another port', () => ({ ...ours(), Origin: 'http://127.0.0.1:8000' })],
    ['without the cookie', () => ({ Origin: ours().Origin })],
  ])('is refused %s', async (_, headers) => {
    await expect(open(headers())).rejects.toThrow('403')
  })

  test('is nowhere but at its path', async () => {
    await expect(open(ours(), '/')).rejects.toThrow('403')
  })

  test('answers calls, out of order where one takes longer, and refuses by code alone', async () => {
    const socket = await open(ours())
    const answers: unknown[] = []
    const done = new Promise<void>((resolve) => socket.on('message', (data: Buffer) => {
      answers.push(unpackFrame(data, replyFrame).header)
      if (answers.length === 2) resolve()
    }))
    socket.send(packFrame({ id: 1, call: 'journalLength', request: { vault: 'c'.repeat(32) } }))
    socket.send(packFrame({ id: 2, call: 'describe', request: {} }))
    await done
    expect(answers).toContainEqual({ id: 1, error: 'not-taken' })
    expect(answers).toContainEqual({ id: 2, answer: expect.objectContaining({ shell: 'loopback', version: '1.2.3' }) as unknown })
    socket.close()
  })

  test.each([
    ['text', 'hello'],
    ['no frame', new Uint8Array([1, 2])],
    ['a length past its end', new Uint8Array([255, 255, 255, 255, 1])],
    ['a call that is none', packFrame({ id: 1, call: 'constructor' as never, request: {} })],
  ])('is closed by %s', async (_, message) => {
    const socket = await open(ours())
    const closed = new Promise<number>((resolve) => socket.once('close', resolve))
    socket.send(message)
    expect(await closed).toBe(1003)
  })

  test('lost, it gives back the vault that its window had', async () => {
    const vault = 'e'.repeat(32)
    const first = await open(ours())
    const taken = (socket: WebSocket, call: 'createVault' | 'takeVault') => new Promise<unknown>((resolve) => {
      socket.once('message', (data: Buffer) => resolve(unpackFrame(data, replyFrame).header))
      socket.send(packFrame({ id: 1, call, request: { vault } }))
    })
    await taken(first, 'createVault')
    const second = await open(ours())
    expect(await taken(second, 'takeVault')).toEqual({ id: 1, answer: { taken: 'busy' } })
    first.terminate()
    expect(await taken(second, 'takeVault')).toEqual({ id: 1, answer: { taken: 'yes' } })
    second.close()
  })

  test('frames come back as they went, bytes beside them', () => {
    const bytes = new Uint8Array(100_000).map((_, i) => i)
    const { header, bytes: back } = unpackFrame(packFrame({ id: 3, call: 'appendJournal', request: { a: 'ü' } }, bytes), callFrame)
    expect(header).toEqual({ id: 3, call: 'appendJournal', request: { a: 'ü' } })
    expect(Buffer.from(back).equals(bytes)).toBe(true)
  })
})

describe('the window’s side', () => {
  test('speaks the whole contract over the socket, and says closed once the shell is gone', async () => {
    const other = await startLoopback({ dataFolder: join(folder, 'other'), version: '1', port: 0, rendererFolder: join(folder, 'page'), browser: null })
    const answer = await fetch(other.address(), { redirect: 'manual' })
    const headers = { Origin: `http://127.0.0.1:${other.port}`, Cookie: answer.headers.getSetCookie()[0]?.split(';')[0] ?? '' }
    const native = globalThis.WebSocket
    globalThis.WebSocket = class extends WebSocket { constructor(address: string) { super(address, { headers }) } } as unknown as typeof globalThis.WebSocket
    try {
      const platform = connectPlatform({ kind: 'socket', address: `ws://127.0.0.1:${other.port}/platform` })
      const notices: string[] = []
      platform.onNotice((notice) => notices.push(notice))
      const vault = 'f'.repeat(32)
      await platform.call('createVault', { vault })
      expect((await platform.call('appendJournal', { vault, expected: 0, sync: true }, new Uint8Array([1, 2, 3]))).answer.length).toBe(3)
      expect([...(await platform.call('readJournal', { vault, offset: 0, length: 10 })).bytes]).toEqual([1, 2, 3])
      await expect(platform.call('appendJournal', { vault, expected: 9, sync: true })).rejects.toMatchObject({ name: 'PlatformError', code: 'short-journal' })
      await other.close()
      await expect(platform.call('describe', {})).rejects.toMatchObject({ code: 'closed' })
      expect(notices).toContain('closing')
    } finally {
      globalThis.WebSocket = native
    }
  })
})

describe('another user of the machine', () => {
  const TABLE = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:A391 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 31 1 0 100 0 0 10 0
   1: 0100007F:A391 0100007F:C350 01 00000000:00000000 00:00000000 00000000  1000        0 32 1 0 20 4 30 10 -1
   2: 0100007F:C350 0100007F:A391 01 00000000:00000000 00:00000000 00000000  1001        0 33 1 0 20 4 30 10 -1
`
  const MAPPED = '   0: 0000000000000000FFFF00000100007F:C351 0000000000000000FFFF00000100007F:A391 01 00000000:00000000 00:00000000 00000000  1002        0 34 1 0 20 4 30 10 -1'

  test('is told apart by the kernel’s table, at the end of the connection that is theirs', () => {
    expect(userOfConnection(TABLE, 0xc350, 0xa391)).toBe(1001)
    expect(userOfConnection(MAPPED, 0xc351, 0xa391)).toBe(1002)
    expect(userOfConnection(TABLE, 0xc351, 0xa391)).toBeNull()
  })

  test('is refused, our own user and a machine without such a table are not', async () => {
    const table = join(folder, 'tcp')
    writeFileSync(table, TABLE)
    const socket = { remotePort: 0xc350, localPort: 0xa391 }
    expect(await isOurUser(socket, [table], 1000)).toBe(false)
    expect(await isOurUser(socket, [table], 1001)).toBe(true)
    expect(await isOurUser(socket, [join(folder, 'no-table')], 1000)).toBe(true)
  })

  test.skipIf(process.platform !== 'linux' || process.getuid?.() !== 0)('who has read the token off a command line is let in nowhere (as root)', async () => {
    const program = `fetch(process.argv[1], { redirect: 'manual' }).then(({ status }) => process.stdout.write(String(status)))`
    const node = mkdtempSync(join(tmpdir(), 'vigil-node-'))
    chmodSync(node, 0o755)
    copyFileSync(process.execPath, join(node, 'node'))
    const ask = (address: string, user: object) => new Promise<string>((resolve) => {
      const child = spawn(join(node, 'node'), ['-e', program, address], { cwd: node, env: {}, ...user, stdio: ['ignore', 'pipe', 'ignore'] })
      let text = ''
      child.stdout.setEncoding('utf8').on('data', (part: string) => { text += part })
      child.on('close', () => resolve(text))
    })
    const address = shell.address()
    expect(await ask(address, { uid: 65_534, gid: 65_534 })).toBe('403')
    // As a control: the token was not used up, and our own user is let in with it.
    expect(await ask(address, {})).toBe('303')
    rmSync(node, { recursive: true })
  })
})

describe('SECURITY 8: a second start', () => {
  test('gets an address for one more window of the first', async () => {
    const address = await askForWindow(join(folder, 'data'))
    expect(address).toMatch(new RegExp(`^http://127\\.0\\.0\\.1:${shell.port}/\\?token=`))
    expect((await fetch(address ?? '', { redirect: 'manual' })).status).toBe(303)
  })

  test('is told by a file that only its owner can read', () => {
    if (process.platform !== 'win32') expect(statSync(join(folder, 'data/running')).mode & 0o077).toBe(0)
  })

  test('without the secret gets none', async () => {
    expect((await ask('/again', { Authorization: 'Bearer wrong', Cookie: '' }, 'POST')).status).toBe(403)
  })

  test('never sends the secret, and believes nobody who has taken the port of one that was killed', async () => {
    const { secret } = JSON.parse(readFileSync(join(folder, 'data/running'), 'utf8')) as { secret: string }
    const heard: string[] = []
    const squatter = createServer((asked, response) => {
      heard.push(JSON.stringify(asked.headers))
      const { port } = squatter.address() as AddressInfo
      response.end(`http://127.0.0.1:${port}/?token=gate-of-another`)
    })
    await new Promise<void>((listening) => squatter.listen(0, '127.0.0.1', listening))
    const { port } = squatter.address() as AddressInfo
    const left = join(folder, 'left')
    mkdirSync(left)
    writeFileSync(join(left, 'running'), JSON.stringify({ port, secret }))
    expect(await askForWindow(left)).toBeNull()
    expect(heard).toHaveLength(1)
    expect(heard[0]).not.toContain(secret)
    await new Promise((closed) => squatter.close(closed))
  })

  test('is not fooled by the file of one that was killed', async () => {
    const dead = join(folder, 'dead')
    mkdirSync(dead)
    writeFileSync(join(dead, 'running'), readFileSync(join(folder, 'data/running'), 'utf8').replace(/"port":\d+/, '"port":1'))
    expect(await askForWindow(dead)).toBeNull()
  })

  test('that finds its port taken uses another', async () => {
    const second = await startLoopback({ dataFolder: join(folder, 'second'), version: '1', port: shell.port, rendererFolder: join(folder, 'page'), browser: null })
    expect(second.port).not.toBe(shell.port)
    await second.close()
  })
})
