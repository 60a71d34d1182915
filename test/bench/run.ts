import { spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { BenchTools, benchLine, calibrate } from './case.ts'
import type { BenchCase, BenchLine } from './case.ts'

/** `npm run bench [-- WORD]`: one JSON object a line; those whose name contains WORD. Each case in its own process, one after another. */
const folder = join(import.meta.dirname, 'cases')
const LIMIT_S = 600
const HEAP_MB = 12_000

async function casesOf(file: string): Promise<readonly BenchCase[]> {
  const { default: cases } = await import(pathToFileURL(join(folder, file)).href) as { default?: readonly BenchCase[] }
  if (!Array.isArray(cases)) throw new Error(`test/bench/cases/${file} exports no cases`)
  return cases as readonly BenchCase[]
}

const print = (line: BenchLine): void => console.log(JSON.stringify(line))
const failed = (name: string, note: string): BenchLine => ({ name, n: null, median_ms: null, p95_ms: null, peak_rss_mb: null, note })

async function runOne(file: string, name: string): Promise<void> {
  const chosen = (await casesOf(file)).find((each) => each.name === name)
  if (!chosen) throw new Error(`no case ${name}`)
  const tools = new BenchTools()
  try {
    const measured = await chosen.measure(tools)
    for (const each of 'n' in measured ? [measured] : measured) print(benchLine(name, each, process.resourceUsage().maxRSS / 1024))
  } finally {
    tools.clear()
  }
}

/** Answers whether the case ended well. */
function runApart(file: string, { name, limitSeconds = LIMIT_S }: BenchCase): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--expose-gc', `--max-old-space-size=${HEAP_MB}`, import.meta.filename, '--case', file, name], { stdio: ['ignore', 'inherit', 'inherit'] })
    let late = false
    const timer = setTimeout(() => {
      late = true
      child.kill('SIGKILL')
    }, limitSeconds * 1000)
    child.once('exit', (code, signal) => {
      clearTimeout(timer)
      if (code !== 0) print(failed(name, late ? `ended at its limit of ${limitSeconds} s` : `failed: ${code ?? signal}`))
      resolve(code === 0)
    })
  })
}

async function main(word: string): Promise<void> {
  print(benchLine('calibration', calibrate(), process.resourceUsage().maxRSS / 1024))
  let ran = 0
  let bad = 0
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.ts')).sort()) {
    const cases = await casesOf(file).catch((error: unknown) => {
      print(failed(file, `cannot be loaded: ${error instanceof Error ? error.message : String(error)}`))
      bad++
      return []
    })
    for (const each of cases) {
      if (!each.name.includes(word)) continue
      ran++
      if (!(await runApart(file, each))) bad++
    }
  }
  if (ran === 0) console.error(`no benchmark has "${word}" in its name`)
  process.exitCode = bad > 0 || ran === 0 ? 1 : 0
}

const [flag, file, name] = process.argv.slice(2)
if (flag === '--case' && file && name) {
  await runOne(file, name)
  // Workers and sockets that a case left open must not keep its process.
  process.exit()
} else await main(flag ?? '')
