import { beforeAll, describe, expect, it } from 'vitest'
import { judge } from '../fuzz/vault/judge.ts'
import { readerOf } from '../fuzz/vault/stored-bytes.ts'
import { lookAt, writtenVault, type Stored, type Written } from '../fuzz/vault/written.ts'

/** What somebody may put back from a copy of before: each with its previous copy, the database with all that lies in it. */
const FILES = ['journal', 'keys', 'head', 'root', 'database'] as const
type File = (typeof FILES)[number]
const belongs = (name: string, file: File) => (file === 'database' ? /^(segments|records)\//.test(name) : name.split('.')[0] === file)

let written: Written
/** States of before: from the founding on to shortly before the last. */
let states: readonly Stored[]

beforeAll(async () => {
  written = await writtenVault()
  states = written.before.filter((_, at, { length }) => at % 5 === 0 && at < length - 2)
}, 120_000)

/** The vault as it is, with these files as they were then. */
function putBack(then: Stored, files: readonly File[]): Stored {
  const back = (name: string) => files.some((file) => belongs(name, file))
  return new Map([...[...written.stored].filter(([name]) => !back(name)), ...[...then].filter(([name]) => back(name))])
}

const alone = FILES.map((file) => [file])
const pairs = FILES.flatMap((one, at) => FILES.slice(at + 1).map((other) => [one, other]))

describe('SECURITY 3: put back from an earlier state', () => {
  it.each([...alone, ...pairs].map((files) => [files.join(' and '), files] as const))('%s: it is noticed, nothing opens that was not written, and what is whole opens', async (_, files) => {
    const wrong: string[] = []
    const said = new Set<string>()
    for (const [at, then] of states.entries()) {
      const stored = putBack(then, files)
      const outcome = await lookAt(written.id, stored, readerOf(written))
      for (const code of outcome.said) said.add(code)
      // An older fold is a whole fold, or under a root that has ended: the journal tells the rest, and nobody need be told.
      const harmless = files.every((file) => file === 'database')
      if (harmless) expect([...outcome.commits]).toEqual([...written.commits])
      wrong.push(...judge(written, { told: '', stored, targets: files, ways: ['older'] }, outcome).filter((fault) => !(harmless && fault === 'said nothing')).map((fault) => `state ${at}: ${fault}`))
    }
    expect(wrong).toEqual([])
    if (files.some((file) => file !== 'database')) expect(said.size).toBeGreaterThan(0)
  })

  it('nothing put back, as a control, says nothing', async () => {
    expect(states.length).toBeGreaterThan(5)
    expect([...(await lookAt(written.id, putBack(written.stored, ['journal', 'head']), readerOf(written))).said]).toEqual([])
  })
})
