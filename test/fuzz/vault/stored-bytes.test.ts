import { createDecipheriv } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { nodeEngine } from '../../vault/support/node.ts'
import { judge } from './judge.ts'
import { faultsOf, readerOf, runCases, type Case } from './stored-bytes.ts'
import { writtenVault, type Written } from './written.ts'

const CASES = 300
let written: Written
let cases: Case[]

beforeAll(async () => {
  written = await writtenVault()
  cases = await runCases(written, 1, CASES)
}, 600_000)

describe('SECURITY 2: stored bytes flipped, cut, swapped, doubled, deleted or put back, anywhere in a vault', () => {
  it('are found and named; nothing opens that was not written, what is whole opens, and nothing is lost by going on', () => {
    expect(faultsOf(written, cases)).toEqual([])
  })

  it('hit everything that is stored, in every way', () => {
    expect(new Set(cases.flatMap(({ spoilt }) => spoilt.targets.map((target) => target.split('/')[0])))).toEqual(new Set(['journal', 'keys', 'keys.previous', 'root', 'root.previous', 'head', 'head.previous', 'drafts', 'segments', 'records']))
    expect(new Set(cases.flatMap(({ spoilt }) => spoilt.ways)).size).toBe(11)
  })

  it('untouched, as a control, have nothing to say and open whole', async () => {
    const [untouched] = await runCases({ ...written, before: [] }, 0, 1, readerOf(written), () => ({ told: 'nothing', stored: written.stored, targets: [], ways: [] }))
    expect([...untouched!.outcome.said]).toEqual([])
    expect([...untouched!.outcome.commits]).toEqual([...written.commits])
    expect(untouched!.outcome.segments.size).toBe(4)
    expect(untouched!.outcome.drafts.size).toBe(2)
  })
})

describe('as a control, a reader with one check taken out', () => {
  /** What the reader says of one file, whichever of its checks finds it. The journal's checks stand behind one another: no one of them alone is all there is. */
  const CHECKS: readonly (readonly [string, RegExp])[] = [
    ['the journal', /^(journal|chain|commit)-|^import-unfinished|^segments-other|^head-(older|rolled-back)|^part-/], ['the key file', /^keys-|^commit-|^part-|^(roster-forged|wrong-passphrase|root-other)$/],
    ['the head', /^head-|^journal-recovered/], ['the root', /^root-/], ['previous copies', /^copy-damaged/], ['drafts', /^draft-damaged/], ['damaged segments', /^segments?-(damaged|fault)/], ['lost segments', /^segments?-(missing|fault)/],
    ['an older head', /^head-(rolled-back|older)|^journal-recovered/], ['an older key file', /^keys-older|^commit-unreadable|^part-|^roster-forged|^wrong-passphrase/],
  ]
  it.each(CHECKS)('of %s, is caught', (_, said) => {
    const blind = cases.map((one) => ({ ...one, outcome: { ...one.outcome, said: new Set([...one.outcome.said].filter((code) => !said.test(code))) } }))
    expect(blind.filter(({ spoilt, outcome }) => judge(written, spoilt, outcome).includes('said nothing')).length).toBeGreaterThan(0)
  })

  it('the cipher’s tag, is caught: segments open that were not written', async () => {
    const tagless = {
      ...nodeEngine,
      async cipher(key: Uint8Array<ArrayBuffer>) {
        const [kept, cipher] = [key.slice(), await nodeEngine.cipher(key)]
        return {
          ...cipher,
          open(nonce: Uint8Array<ArrayBuffer>, associated: Uint8Array<ArrayBuffer>, sealed: Uint8Array<ArrayBuffer>) {
            void associated
            return new Uint8Array(createDecipheriv('aes-256-gcm', kept, nonce).update(sealed.subarray(0, -16)))
          },
        }
      },
    }
    const touching = cases.filter(({ spoilt }) => spoilt.ways.length === 1 && ['flip', 'noise', 'zero'].includes(spoilt.ways[0]!) && spoilt.targets[0]!.startsWith('segments/'))
    expect(touching.length).toBeGreaterThan(2)
    const caught = []
    for (const { seed } of touching) caught.push(...faultsOf(written, await runCases(written, seed, 1, readerOf(written, tagless))))
    expect(caught.join('\n')).toMatch(/opened a segment that was not written/)
  })
})
