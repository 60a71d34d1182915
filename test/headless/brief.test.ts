import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SampleTruth } from '../../resources/scripts/make-sample.ts'
import { resultSchema, type BriefResult } from '../../electron/headless/result.ts'

const ROOT = resolve(import.meta.dirname, '..', '..')
const run = promisify(execFile)

/** Reports on the Niger–Libya border, invented: dense near Tummo, thin elsewhere; one row without sense. */
function invented(): string {
  const rows = ['id,date,latitude,longitude,what,phone,reporter']
  let seed = 7
  const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647
  for (let i = 0; i < 260; i++) {
    const near = i < 170
    rows.push(`T${i},2026-0${1 + (i % 6)}-1${i % 10},${(near ? 22.6 + random() * 0.3 : 19 + random() * 5).toFixed(4)},${(near ? 14.1 + random() * 0.4 : 6 + random() * 9).toFixed(4)},"A lorry, number ${i}",+2189155501${String(i).padStart(3, '0')},Witness Number${i}`)
  }
  rows.push('T999,2026-03-01,99.5,400.2,"nowhere",,')
  rows.push('T0,2026-01-10,22.7000,14.2000,"another text",,')
  return `${rows.join('\n')}\n`
}

describe('the brief without a window', () => {
  let folder = ''
  let result: BriefResult
  let html = ''
  let said = ''
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'vigil-brief-test-'))
    writeFileSync(join(folder, 'tips.csv'), invented())
    const done = await run(process.execPath, [join(ROOT, 'electron/headless/brief.ts'), join(folder, 'tips.csv'), '--out', join(folder, 'out'), '--teams', '3', '--time-limit', '10', '--no-pdf', '--reviewer', 'Kestrel'], { cwd: folder, env: { ...process.env, TMPDIR: folder } })
    said = done.stderr
    html = readFileSync(join(folder, 'out', 'briefing.html'), 'utf8')
    result = resultSchema.parse(JSON.parse(readFileSync(join(folder, 'out', 'result.json'), 'utf8')))
  }, 120_000)
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('accounts for every row, and says why one was refused', () => {
    const { read, kept, refused, duplicate } = result.rows
    expect(read).toBe(262)
    expect(kept + refused + duplicate).toBe(read)
    expect(refused).toBe(result.refusals.length)
    for (const refusal of result.refusals) expect(refusal.reason).toMatch(/\S+ \S+/)
  })

  it('lists every segment of the study area, reports or not, with its interval and its range of ranks', () => {
    expect(result.segments.length).toBeGreaterThan(50)
    expect(result.segments.some(segment => segment.reports === 0)).toBe(true)
    for (const segment of result.segments) {
      expect(segment.expected).toBeGreaterThan(0)
      expect(segment.low).toBeLessThanOrEqual(segment.high)
      expect(segment.rankLow).toBeLessThanOrEqual(segment.rankHigh)
    }
  })

  it('finds the planted place among its hotspots', () => {
    expect(result.hotspots.length).toBeGreaterThan(0)
  })

  it('states a plan and its gap as a fraction of the bound', () => {
    const plan = result.plan
    expect(plan?.teams).toHaveLength(3)
    expect(plan!.covered).toBeLessThanOrEqual(plan!.bound + 1e-9)
    expect(plan!.gap).toBeCloseTo((plan!.bound - plan!.covered) / plan!.bound, 9)
  })

  it('writes a page in which nobody of the file stands', () => {
    expect(/Witness|Number\d|21891555|A lorry/.test(html.replaceAll(/base64,[A-Za-z0-9+/=]+/g, ''))).toBe(false)
    expect(html.includes('No known identifier found')).toBe(true)
    expect(html.includes('Reviewed by Kestrel')).toBe(true)
  })

  it('keeps its files for their owner and leaves nothing behind', () => {
    for (const file of ['briefing.html', 'result.json']) expect(statSync(join(folder, 'out', file)).mode & 0o077).toBe(0)
    expect(existsSync(join(folder, 'out', 'briefing.pdf'))).toBe(false)
    expect(readdirSync(folder).sort()).toEqual(['out', 'tips.csv'])
    expect(said).toContain('262 rows read')
  })

  it('ends with words and a code of its own where there is no such file or flag', async () => {
    const fails = (...argv: string[]) => run(process.execPath, [join(ROOT, 'electron/headless/brief.ts'), ...argv]).then(() => ({ code: 0, stderr: '' }), (error: { code: number; stderr: string }) => error)
    expect(await fails('absent.csv', '--out', join(folder, 'no'))).toMatchObject({ code: 2, stderr: expect.stringContaining('There is no file') })
    expect(await fails('--out', 'x', '--teams', 'many')).toMatchObject({ code: 1, stderr: expect.stringContaining('--teams takes') })
    expect(existsSync(join(folder, 'no'))).toBe(false)
  })
})

describe('the brief on the invented sample', () => {
  const folder = mkdtempSync(join(tmpdir(), 'vigil-brief-sample-'))
  let result: BriefResult
  const truth = JSON.parse(readFileSync(join(ROOT, 'resources/samples/invented-tips.truth.json'), 'utf8')) as SampleTruth
  beforeAll(async () => {
    await run(process.execPath, [join(ROOT, 'electron/headless/brief.ts'), join(ROOT, 'resources/samples/invented-tips.csv'), '--out', folder, '--time-limit', '10', '--no-pdf'], { env: { ...process.env, TMPDIR: folder } })
    result = resultSchema.parse(JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8')))
  }, 120_000)
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('shows every planted place: its cell among the hotspots, its segment ranked, the whole interval over what is expected', () => {
    const cells = new Set(result.hotspots.map(({ cell }) => cell))
    const segments = new Map(result.segments.map((segment) => [segment.id, segment]))
    for (const { cell, segment, name } of truth.hotspots) {
      expect(cells.has(cell), name).toBe(true)
      expect(segments.get(segment), name).toMatchObject({ rankLow: expect.any(Number) })
      expect(segments.get(segment)!.low, name).toBeGreaterThan(1.5)
    }
    // Most of the border is quiet, and is not called hot.
    expect(result.segments.filter(({ low }) => low > 1).length).toBeLessThan(result.segments.length / 4)
  })

  it('says since when for what began within the two years, and for nothing planted from the start', () => {
    const since = new Map(result.hotspots.map(({ cell, since }) => [cell, since]))
    for (const { cell, since: planted, name } of truth.hotspots) expect(since.get(cell) !== null, name).toBe(planted !== '2024-01')
  })
})
