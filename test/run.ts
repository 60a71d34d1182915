import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative, resolve } from 'node:path'
import { z } from 'zod'

/**
 * Every check in order, each run even where an earlier one failed, and one closing line for all of them:
 * `N passed, N failed, N skipped`. A check that is not a test run counts as one.
 */
interface Tally { readonly passed: number; readonly failed: number; readonly skipped: number; readonly told?: readonly string[] }

const root = resolve(import.meta.dirname, '..')
const bin = (path: string): string => join(root, 'node_modules', path)
const vitestReport = z.object({
  success: z.boolean(), numPassedTests: z.number(), numFailedTests: z.number(), numPendingTests: z.number(), numTodoTests: z.number(), numFailedTestSuites: z.number(),
  testResults: z.array(z.object({ name: z.string(), status: z.string(), message: z.string().optional(), assertionResults: z.array(z.object({ fullName: z.string(), status: z.string(), failureMessages: z.array(z.string()).nullish() })) })),
})

const CHECKS: Readonly<Record<string, () => Promise<Tally>>> = {
  lint: () => check(bin('oxlint/bin/oxlint')),
  types: () => check(bin('typescript-7/bin/tsc'), '-b'),
  boundaries: () => check(bin('dependency-cruiser/bin/dependency-cruise.mjs'), '--config', '.dependency-cruiser.cjs', 'shared', 'renderer', 'electron', 'resources/scripts', 'test', '--exclude', '^test/checks/planted/'),
  unused: () => check(bin('knip/bin/knip.js'), '--no-config-hints', '--include', 'dependencies,unlisted,unresolved'),
  locales: () => check(join(root, 'test/checks/locales.ts')),
  unit: () => vitest('vitest.config.ts'),
  e2e: () => vitest('test/e2e/vitest.config.ts'),
  long: () => vitest('test/long.vitest.config.ts'),
}

function run(program: string, flags: readonly string[]): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [program, ...flags], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] })
    child.once('error', () => resolve(1))
    child.once('exit', (code) => resolve(code ?? 1))
  })
}

async function check(program: string, ...flags: string[]): Promise<Tally> {
  const failed = (await run(program, flags)) === 0 ? 0 : 1
  return { passed: 1 - failed, failed, skipped: 0 }
}

async function vitest(config: string): Promise<Tally> {
  const folder = mkdtempSync(join(tmpdir(), 'vigil-test-'))
  const file = join(folder, 'report.json')
  try {
    const code = await run(bin('vitest/vitest.mjs'), ['run', '--config', config, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`])
    const report = vitestReport.parse(JSON.parse(readFileSync(file, 'utf8')))
    // A file that cannot be loaded fails without a failed test; so does a run that ends badly.
    const failed = report.numFailedTests === 0 && (code !== 0 || !report.success) ? Math.max(1, report.numFailedTestSuites) : report.numFailedTests
    return { passed: report.numPassedTests, failed, skipped: report.numPendingTests + report.numTodoTests, told: tell(report) }
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    return { passed: 0, failed: 1, skipped: 0 }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Each test that failed or was skipped, a line each, with the first line of why: what a person looks for at the end of a long log. */
function tell({ testResults }: z.infer<typeof vitestReport>): string[] {
  return testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative(root, name)
    const first = (text = ''): string => text.split('\n')[0] ?? ''
    const failed = assertionResults.filter((each) => each.status === 'failed').map((each) => `FAILED  ${file}: ${each.fullName}: ${first(each.failureMessages?.[0])}`)
    const skipped = assertionResults.filter((each) => ['skipped', 'pending', 'todo'].includes(each.status)).map((each) => `skipped ${file}: ${each.fullName}`)
    return status === 'failed' && failed.length === 0 ? [`FAILED  ${file}: ${first(message)}`, ...skipped] : [...failed, ...skipped]
  })
}

const wanted = process.argv.slice(2)
const tallies: (readonly [name: string, tally: Tally, seconds: number])[] = []
for (const [name, start] of Object.entries(CHECKS)) {
  if (!wanted.includes(name)) continue
  console.log(`\n== ${name}`)
  const from = performance.now()
  tallies.push([name, await start(), Math.round((performance.now() - from) / 1000)])
}
const sum = (part: 'passed' | 'failed' | 'skipped'): number => tallies.reduce((total, [, tally]) => total + tally[part], 0)
console.log('')
for (const [, { told = [] }] of tallies) for (const line of told) console.log(line)
for (const [name, { passed, failed, skipped }, seconds] of tallies) console.log(`${failed > 0 ? 'FAILED' : 'ok    '} ${name}: ${passed} passed; ${failed} failed; ${skipped} skipped (${seconds} s)`)
console.log(`${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`)
process.exitCode = sum('failed') > 0 || sum('passed') === 0 ? 1 : 0
