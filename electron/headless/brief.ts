import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { createTranslator } from '../../shared/language.ts'
import { TellableError, type Translate } from '../../shared/model/message.ts'
import { createStation } from '../../shared/station/create-station.ts'
import { SAMPLES } from '../../shared/station/samples.ts'
import type { Station } from '../../shared/station/station.ts'
import { defaultDataFolder } from '../data-folder.ts'
import { nodePlatform } from '../host/node-platform.ts'
import { BRIEF_USAGE, parseBriefArguments, UsageError, type BriefArguments } from './arguments.ts'
import { openSourceFile } from './node-file.ts'
import { nodePorts } from './node-ports.ts'
import { readLocales } from './read-locales.ts'
import { runBrief } from './run-brief.ts'

const ROOT = resolve(import.meta.dirname, '..', '..')
/** The passphrase of a vault that is thrown away is random, so stretching it would only keep people waiting. */
const PASSING_STRETCHING = { memory: 64 * 1024, passes: 3 }

/** Exit codes: 0 written, 1 wrong flag, 2 could not be made, 3 stopped by the release check. */
async function main(argv: readonly string[]): Promise<number> {
  const args = parseBriefArguments(argv)
  if (args === 'help') {
    console.log(BRIEF_USAGE)
    return 0
  }
  const start = performance.now()
  const { translate } = createTranslator({ language: args.language, texts: await readLocales(ROOT, args.language) })
  const passing = args.vault === undefined
  const dataFolder = passing ? await mkdtemp(join(tmpdir(), 'vigil-brief-')) : resolve(args.data ?? defaultDataFolder())
  const platform = nodePlatform(dataFolder)
  const station = createStation(nodePorts(platform, passing ? { stretching: PASSING_STRETCHING } : {}))
  const path = args.file ? resolve(args.file) : passing ? join(ROOT, 'resources', SAMPLES.real.path) : null
  let file: Awaited<ReturnType<typeof openSourceFile>> | null = null
  try {
    file = path === null ? null : await openSourceFile(path)
    await openVault(station, args, passing, args.file === null, translate)
    const { answer } = await platform.call('describe', {})
    const made = await runBrief({ station, args, file, printsPdf: answer.printsPdf, translate, say: message => console.error(translate(message)) })
    const out = resolve(args.out)
    await mkdir(out, { recursive: true })
    await write(out, 'result.json', made.result)
    // An older briefing beside a stopped one would pass for it.
    await write(out, 'briefing.html', made.html)
    await write(out, 'briefing.pdf', made.pdf)
    if (made.stopped) {
      tell(made.stopped, translate)
      return 3
    }
    console.error(translate({ key: 'brief.written', values: { folder: out, seconds: Math.round((performance.now() - start) / 100) / 10 } }))
    return 0
  } catch (error) {
    if (error instanceof TellableError) tell(error, translate)
    else if (error instanceof Error && 'code' in error && error.code === 'ENOENT') console.error(translate({ key: 'brief.no-such-file', values: { file: path ?? '' } }))
    else throw error
    return 2
  } finally {
    await station.seal().catch(() => undefined)
    await file?.close()
    await platform.close()
    if (passing) await rm(dataFolder, { recursive: true, force: true })
  }
}

/** A vault for this run alone, or the named one: opened where it is, founded where it isn't. */
async function openVault(station: Station, args: BriefArguments, passing: boolean, sample: boolean, translate: Translate): Promise<void> {
  const threshold = args.threshold
  if (passing) {
    const passphrase = Array.from(crypto.getRandomValues(new Uint8Array(24)), byte => byte.toString(16).padStart(2, '0')).join('')
    const name = translate({ key: 'brief.station' })
    await station.found({ name, account: args.account, passphrase, threshold, ...(sample ? { sample: 'real', filled: false } : {}) })
    return
  }
  const name = args.vault ?? ''
  const listed = (await station.listVaults()).find(each => each.name === name)
  const passphrase = await readPassphrase(args, translate)
  if (listed) {
    await station.open({ vault: listed.vault, account: args.account, passphrase })
    return
  }
  const { recoveryKey } = await station.found({ name, account: args.account, passphrase, threshold })
  console.error(translate({ key: 'brief.founded', values: { name } }))
  console.error(recoveryKey.join(' '))
}

async function readPassphrase(args: BriefArguments, translate: Translate): Promise<string> {
  if (args.passphraseFile) return ((await readFile(resolve(args.passphraseFile), 'utf8')).split(/\r?\n/)[0] ?? '').trim()
  if (!process.stdin.isTTY) throw new UsageError('--vault needs --passphrase-file where there is no terminal to ask on')
  process.stderr.write(`${translate({ key: 'brief.ask-passphrase' })} `)
  process.stdin.setRawMode(true)
  try {
    return await new Promise<string>((answered, failed) => {
      let typed = ''
      const reader = createInterface({ input: process.stdin, terminal: false })
      reader.close()
      const take = (chunk: Buffer) => {
        for (const sign of chunk.toString('utf8')) {
          if (sign === '\r' || sign === '\n') {
            process.stdin.off('data', take)
            answered(typed)
            return
          }
          if (sign === '\u0003') {
            process.stdin.off('data', take)
            failed(new UsageError('stopped'))
            return
          }
          typed = sign === '\u007f' || sign === '\b' ? [...typed].slice(0, -1).join('') : typed + sign
        }
      }
      process.stdin.on('data', take)
      process.stdin.resume()
    })
  } finally {
    process.stdin.setRawMode(false)
    process.stdin.pause()
    process.stderr.write('\n')
  }
}

/** Written whole or not at all, for its owner's eyes; nothing: an older file of that name goes. */
async function write(folder: string, name: string, content: Uint8Array | string | null): Promise<void> {
  const target = join(folder, name)
  if (content === null) {
    await rm(target, { force: true })
    return
  }
  const passing = `${target}.${process.pid}.part`
  await writeFile(passing, content, { mode: 0o600 })
  await rename(passing, target)
}

function tell(error: TellableError, translate: Translate): void {
  for (const message of [error.says, error.kept, error.remedy]) if (message) console.error(translate(message))
}

main(process.argv.slice(2)).then(
  code => {
    process.exitCode = code
  },
  (error: unknown) => {
    console.error(error instanceof UsageError ? `${error.message}\n\nnpm run brief -- --help says what there is.` : error)
    process.exitCode = error instanceof UsageError ? 1 : 2
  },
)
