import { afterAll, beforeAll, expect, test } from 'vitest'
import { openWindow } from './support/window.ts'
import type { OpenedWindow } from './support/window.ts'

let window: OpenedWindow
let origin: string

beforeAll(async () => {
  window = await openWindow()
  origin = `http://127.0.0.1:${window.shell.port}`
})
afterAll(() => window.close())

test('the page opens, and the address that opened it is gone from the window', async () => {
  await window.page.waitForSelector('#root > *')
  expect(window.page.url()).toBe(`${origin}/`)
  expect(await window.page.evaluate(() => history.length)).toBeLessThanOrEqual(2)
})

test('the page is alone in its process and may share memory between threads', async () => {
  expect(await window.page.evaluate(() => crossOriginIsolated)).toBe(true)
})

test('the page, its scripts and its workers come with the headers that shut everything else out', async () => {
  const response = await window.page.reload()
  const headers = response?.headers() ?? {}
  expect(headers['content-security-policy']).toContain("default-src 'none'")
  expect(headers['content-security-policy']).not.toMatch(/unsafe-inline|'unsafe-eval'|https?:|\*/)
  expect(headers).toMatchObject({ 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp', 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' })
  const script = await window.page.evaluate(async () => {
    const answer = await fetch(document.querySelector('script')?.src ?? '')
    return Object.fromEntries(answer.headers)
  })
  expect(script).toMatchObject({ 'content-security-policy': headers['content-security-policy'], 'cross-origin-embedder-policy': 'require-corp', 'cache-control': 'no-store' })
})

test('a used or wrong token opens nothing, and without the window’s cookie no file is given out', async () => {
  const used = new URL(window.shell.address())
  await window.context.request.get(used.href)
  for (const address of [used.href, `${origin}/?token=${'A'.repeat(43)}`, `${origin}/`, `${origin}/index.html`]) {
    const answer = await fetch(address, { redirect: 'manual' })
    expect(answer.status, address).toBe(403)
    expect(await answer.text()).not.toContain('<script')
  }
})

test('the page can reach no other host, not by fetch, socket, image or form', async () => {
  window.forgive(/Content Security Policy|violates the following|another host|request failed/)
  const reached = await window.page.evaluate(async () => {
    const attempts: Record<string, () => Promise<unknown>> = {
      fetch: () => fetch('https://example.org/'),
      socket: () => new Promise((resolve, reject) => {
        const socket = new WebSocket('wss://example.org/')
        socket.onopen = resolve
        socket.onerror = reject
      }),
      image: () => new Promise((resolve, reject) => {
        const image = new Image()
        image.onload = resolve
        image.onerror = reject
        image.src = 'https://example.org/x.png'
      }),
    }
    const outcome: string[] = []
    for (const [name, attempt] of Object.entries(attempts)) await attempt().then(() => outcome.push(name), () => undefined)
    return outcome
  })
  expect(reached).toEqual([])
})

test('no text becomes HTML or a script on the page, and no worker comes from elsewhere', async () => {
  window.forgive(/TrustedHTML|TrustedScript|Content Security Policy|violates the following/)
  // eval is not tried: the debugger, through which this runs, is exempt from that part of the policy.
  const refused = await window.page.evaluate(() => {
    const attempts: Record<string, () => unknown> = {
      html: () => { document.createElement('div').innerHTML = '<img src=x>' },
      parse: () => new DOMParser().parseFromString('<p>', 'text/html'),
      script: () => { document.createElement('script').text = '1' },
      worker: () => new Worker('https://example.org/worker.js'),
      inline: () => new Worker('data:text/javascript,1'),
    }
    return Object.entries(attempts).filter(([, attempt]) => {
      try {
        attempt()
        return false
      } catch {
        return true
      }
    }).map(([name]) => name)
  })
  expect(refused).toEqual(['html', 'parse', 'script', 'worker', 'inline'])
})

test('the page’s own socket reaches the platform, and a page from elsewhere does not', async () => {
  const asked = await window.page.evaluate(async () => {
    const socket = new WebSocket(`ws://${location.host}/platform`)
    socket.binaryType = 'arraybuffer'
    await new Promise((resolve, reject) => {
      socket.onopen = resolve
      socket.onerror = reject
    })
    const json = new TextEncoder().encode(JSON.stringify({ id: 7, call: 'describe', request: {} }))
    const frame = new Uint8Array(4 + json.length)
    new DataView(frame.buffer).setUint32(0, json.length, true)
    frame.set(json, 4)
    const answer = new Promise<string>((resolve) => {
      socket.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => resolve(new TextDecoder().decode(data.slice(4)))
    })
    socket.send(frame)
    const text = await answer
    socket.close()
    return text
  })
  expect(JSON.parse(asked)).toMatchObject({ id: 7, answer: { shell: 'loopback', deviceSecret: 'none' } })

  const foreign = await fetch(`${origin}/`, { headers: { Origin: 'https://example.org' } })
  expect(foreign.status).toBe(403)
})

test('the lock screen has no serious accessibility fault', async () => {
  expect(await window.axe()).toEqual([])
  await window.shot('shell-lock')
})

test('a briefing is previewed with its own styles, in an origin of its own where no script runs and nothing is fetched', async () => {
  window.forgive(/Content Security Policy|violates the following|another host|request failed/)
  const html = '<!doctype html><html lang="ar" dir="rtl"><head><style>p { color: rgb(1, 2, 3) }</style></head><body><p>preview</p><img src="https://example.org/x.png"><script>document.body.append("SCRIPTED")</script></body></html>'
  await window.page.evaluate((given) => new Promise<void>((loaded) => {
    const frame = document.createElement('iframe')
    frame.src = '/preview'
    frame.sandbox.add('allow-scripts')
    frame.onload = () => {
      frame.contentWindow?.postMessage(given, '*')
      loaded()
    }
    document.body.append(frame)
  }), html)
  const frame = window.page.frames().find((each) => each.url() === `${origin}/preview`)
  await frame?.waitForSelector('p')
  expect(await frame?.evaluate(() => ({ colour: getComputedStyle(document.querySelector('p') as Element).color, text: document.body.textContent, direction: document.documentElement.dir, origin: self.origin })))
    .toMatchObject({ colour: 'rgb(1, 2, 3)', text: 'previewdocument.body.append("SCRIPTED")', direction: 'rtl', origin: 'null' })
  expect(await frame?.evaluate(() => { try { return String(parent.document) } catch { return 'apart' } })).toBe('apart')
})
