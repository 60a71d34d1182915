import { execFileSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { z } from 'zod'

const root = resolve(import.meta.dirname, '../..')
const planted = join(root, 'test/checks/planted/boundaries')
const settings = join(root, '.dependency-cruiser.cjs')
const violation = z.object({ from: z.string(), rule: z.object({ name: z.string() }) })
const report = z.object({ summary: z.object({ violations: z.array(violation), totalCruised: z.number() }) })

let violations: z.infer<typeof violation>[]
let cruised: number

// The real settings over a planted tree with one violation of each rule, and a few imports that are right.
beforeAll(() => {
  const { summary } = report.parse(JSON.parse(cruise()))
  violations = summary.violations
  cruised = summary.totalCruised
})

function cruise(): string {
  const flags = ['--config', settings, '--output-type', 'json', 'shared', 'renderer', 'electron', 'test']
  try {
    return execFileSync(process.execPath, [join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs'), ...flags], { cwd: planted, encoding: 'utf8', maxBuffer: 1 << 26 })
  } catch (error) {
    if (error instanceof Error && 'stdout' in error && typeof error.stdout === 'string') return error.stdout
    throw error
  }
}

const PLANTED: readonly (readonly [rule: string, file: string])[] = [
  ['order-geo', 'shared/geo/from-analysis.ts'],
  ['order-ingest', 'shared/ingest/to-vault.ts'],
  ['order-vault', 'shared/vault/to-geo.ts'],
  ['order-model', 'shared/model/to-station.ts'],
  ['shared-below-all', 'shared/catalogue/to-screen.ts'],
  ['shared-without-node', 'shared/planning/read-file.ts'],
  ['shared-top-is-a-contract', 'shared/language.ts'],
  ['renderer-not-to-shell', 'renderer/screens/to-shell.ts'],
  ['shell-not-to-renderer', 'electron/host/to-screen.ts'],
  ['shell-knows-no-domain', 'electron/host/to-domain.ts'],
  ['app-is-the-top', 'renderer/screens/to-app.ts'],
  ['product-not-to-test', 'renderer/screens/to-test.ts'],
  ['no-circles', 'renderer/screens/first.ts'],
  ['resolved', 'renderer/screens/to-nowhere.ts'],
  ['shipped', 'renderer/screens/to-builder.ts'],
  ['declared', 'renderer/screens/to-undeclared.ts'],
  ['door-ciphers', 'shared/briefing/seal.ts'],
  ['door-dexie', 'renderer/screens/to-table.ts'],
  ['door-map', 'renderer/screens/to-map.ts'],
  ['door-map', 'renderer/screens/to-layer.ts'],
  ['door-solver', 'shared/analysis/solve.ts'],
  ['door-electron', 'electron/host/to-electron.ts'],
  ['door-react', 'shared/briefing/draw.ts'],
  ['door-socket', 'electron/host/to-socket.ts'],
]

test.each(PLANTED)('the boundary %s is seen to be broken by %s', (rule, file) => {
  expect(violations.filter(({ from }) => from === file).map((found) => found.rule.name)).toContain(rule)
})

test('imports that follow the order are left alone', () => {
  expect(violations.filter(({ from }) => from.endsWith('/allowed.ts'))).toEqual([])
  expect(cruised).toBeGreaterThan(PLANTED.length)
})

test('every rule has its planted violation, or is one of the flow and like those that have', () => {
  const { forbidden } = createRequire(import.meta.url)(settings) as { forbidden: { name: string }[] }
  const tried = new Set(PLANTED.map(([rule]) => rule))
  const untried = forbidden.map(({ name }) => name).filter((name) => !tried.has(name) && !name.startsWith('order-'))
  expect(untried).toEqual([])
})
