import { beforeAll, describe, expect, it } from 'vitest'
import { sodiumReady } from '../../shared/vault/engine.ts'
import { allCommits, codes, founded, note, reopened } from './support/vaults.ts'

const NOW = Date.UTC(2026, 5, 1)
const TEN_YEARS = 10 * 365 * 86_400_000

beforeAll(() => sodiumReady)

/** SECURITY.md, test 9, as the vault has it; what it means for a field is in test/model/history, and on the screen in test/station. */
describe.each([['ahead', TEN_YEARS], ['behind', -TEN_YEARS]])('SECURITY 9: a clock ten years %s', (_, off) => {
  it('leaves the order to what was seen, is told by its stamps, and moves nobody else’s', async () => {
    let now = NOW
    const clock = () => now
    const { platform, vault, id } = await founded({ clock })
    await note(vault, 'before')
    await vault.seal()
    now = NOW + off
    const wrong = await reopened(platform, id, { clock })
    await note(wrong, 'first by the wrong clock')
    await note(wrong, 'second by the wrong clock')
    await wrong.seal()
    now = NOW + 60_000
    const right = await reopened(platform, id, { clock })
    expect(codes(right).filter((code) => code !== 'segments-missing')).toEqual([])
    expect(right.describe()).toMatchObject({ writable: true, journalWhole: true })
    await note(right, 'after')
    const commits = await allCommits(right)
    expect(commits.map(({ plausible }) => plausible)).toEqual([true, false, false, true])
    // Each had seen the one before it, whatever their stamps say.
    for (const [at, { seen }] of commits.entries()) if (at > 0) expect(seen).toEqual([commits[at - 1]!.id])
    expect(commits.at(-1)!.hlc.time).toBe(NOW + 60_000)
    expect(await right.verify()).toBe(true)
    await right.seal()
  })
})

it('SECURITY 9: a clock ten years ahead under which wrong passphrases were counted lets a person in all the same', async () => {
  const { platform, vault, id } = await founded({ clock: () => NOW })
  await vault.seal()
  for (let i = 0; i < 3; i++) await reopened(platform, id, { clock: () => NOW + TEN_YEARS, passphrase: 'wrong' }).catch(() => undefined)
  expect(platform.only().attempts).toEqual({ failures: 3, last: NOW + TEN_YEARS })
  // A second, as after any three: not ten years.
  const from = performance.now()
  await (await reopened(platform, id, { clock: () => NOW })).seal()
  expect(performance.now() - from).toBeLessThan(10_000)
})
