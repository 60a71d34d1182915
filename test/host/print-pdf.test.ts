import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { findBrowser } from '../../electron/host/find-browser.ts'
import { nodePlatform } from '../../electron/host/node-platform.ts'
import { safeFileName, saveBeside } from '../../electron/host/save-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'vigil-print-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const hasReader = (() => {
  try {
    execFileSync('pdftotext', ['-v'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})()

const textOf = (pdf: Uint8Array): string => {
  writeFileSync(join(folder, 'out.pdf'), pdf)
  return execFileSync('pdftotext', [join(folder, 'out.pdf'), '-'], { encoding: 'utf8' })
}

test.skipIf(!findBrowser() || !hasReader)('a page is printed without running its scripts, asking any host, or leaving a file (needs a browser and pdftotext)', async () => {
  let asked = 0
  const server = createServer((_, response) => { asked++; response.end() })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  const platform = nodePlatform(join(folder, 'data'))
  const html = `<!doctype html><meta charset="utf-8"><style>@page{size:A5 landscape}</style><h1>Briefing الموجز</h1>
    <img src="http://127.0.0.1:${port}/x.png"><link rel="stylesheet" href="http://127.0.0.1:${port}/x.css">
    <script>document.body.append('SCRIPTED'); fetch('http://127.0.0.1:${port}/')</script>`
  const { bytes } = await platform.call('printPdf', { paper: 'A4' }, new TextEncoder().encode(html))
  await platform.close()
  server.close()
  expect(new TextDecoder('latin1').decode(bytes.subarray(0, 5))).toBe('%PDF-')
  const text = textOf(bytes)
  expect(text).toContain('Briefing')
  expect(text).not.toContain('SCRIPTED')
  expect(asked).toBe(0)
  expect(execFileSync('pdfinfo', [join(folder, 'out.pdf')], { encoding: 'utf8' })).toMatch(/Page size:\s+59\d(\.\d+)? x 4(19|20)/)
  expect(readdirSync(join(folder, 'data/print'))).toEqual([])
})

test('without a browser printing says so', async () => {
  const platform = nodePlatform(join(folder, 'none'), { printPdf: null })
  expect((await platform.call('describe', {})).answer.printsPdf).toBe(false)
  await expect(platform.call('printPdf', { paper: 'A4' }, new Uint8Array())).rejects.toMatchObject({ code: 'no-browser' })
  await platform.close()
})

test('a saved file never overwrites another and never leaves its folder', async () => {
  const save = saveBeside(join(folder, 'saved'))
  const first = await save('briefing.pdf', new Uint8Array([1]))
  const second = await save('briefing.pdf', new Uint8Array([2]))
  expect([first, second]).toEqual([join(folder, 'saved/briefing.pdf'), join(folder, 'saved/briefing (2).pdf')])
  const outside = await save('../../escaped.pdf', new Uint8Array([3]))
  expect(outside.startsWith(join(folder, 'saved'))).toBe(true)
  expect(existsSync(join(folder, '..', 'escaped.pdf'))).toBe(false)
})

test.each([
  ['../../etc/passwd', '_.._etc_passwd'], ['.hidden', 'hidden'], ['CON', '_CON'], ['nul.txt', '_nul.txt'], ['', '_'], ['a\0b', 'a_b'], ['موجز الحدود.pdf', 'موجز الحدود.pdf'], ['a/b\\c:d', 'a_b_c_d'], ['name. ', 'name'],
])('%j is saved as %j', (asked, safe) => {
  expect(safeFileName(asked)).toBe(safe)
})
