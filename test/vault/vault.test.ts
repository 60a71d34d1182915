import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { allCommits, allTexts, codes, founded, note, openText, reopened, text } from './support/vaults.ts'

const randomLarge = (count: number) => new Uint8Array(randomBytes(count))

describe('a vault', () => {
  it('gives back after sealing what was committed, in order, with its act', async () => {
    const { platform, vault, id } = await founded()
    await note(vault, 'first')
    await note(vault, 'second', 'identities')
    await vault.seal()
    const again = await reopened(platform, id)
    const commits = await allCommits(again)
    expect(commits.map(({ act }) => act)).toEqual(['write-note', 'write-note'])
    expect(await allTexts(again)).toEqual(['first', 'second'])
    expect(commits[1]!.seen).toEqual([commits[0]!.id])
    expect(commits[0]!.parts[0]!.group).toBe('casework')
    expect(again.describe()).toMatchObject({ name: 'Northern desk', sample: false, commits: 2, journalWhole: true, writable: true, notes: [], account: { name: 'Amina', administrator: true } })
  })

  it('costs two fsyncs a commit, also the first of a session and the hundredth', async () => {
    const { platform, vault, id } = await founded()
    await vault.prepare(['casework'])
    for (let i = 0; i < 100; i++) {
      await vault.prepare([])
      const before = platform.syncs
      const receipt = await note(vault, `note ${i}`)
      expect(platform.syncs - before).toBeLessThanOrEqual(2 + (platform.log.slice(-1)[0] === 'keys' ? 1 : 0))
      expect(receipt.sequence).toBe(i + 1)
    }
    await vault.seal()
    expect(await allTexts(await reopened(platform, id))).toHaveLength(100)
  })

  it('shows an import at once when it ends, and not at all before', async () => {
    const { platform, vault, id } = await founded()
    const bulk = vault.beginImport('import-tips')
    for (let i = 0; i < 5; i++) await bulk.append([{ group: 'casework', section: 'text', bytes: text(`row ${i}`) }, { group: 'geography', section: 'hot', bytes: text(`place ${i}`) }])
    await note(vault, 'typed meanwhile')
    expect(await allTexts(vault)).toEqual(['typed meanwhile'])
    const receipt = await bulk.end([{ group: 'casework', section: 'summary', bytes: text('five rows') }])
    const commits = await allCommits(vault)
    expect(commits.map(({ bulk: chunked }) => chunked)).toEqual([false, true])
    expect(commits[1]).toMatchObject({ id: receipt.id, act: 'import-tips' })
    expect(commits[1]!.parts.map(({ section }) => section)).toEqual([...Array.from({ length: 5 }, () => ['text', 'hot']).flat(), 'summary'])
    await vault.seal()
    const again = await reopened(platform, id)
    expect(await allTexts(again)).toEqual(['typed meanwhile', ...Array.from({ length: 5 }, (_, i) => [`row ${i}`, `place ${i}`]).flat(), 'five rows'])
    expect(codes(again)).toEqual([])
  })

  it('leaves nothing of an abandoned import', async () => {
    const { platform, vault, id } = await founded()
    const bulk = vault.beginImport('import-tips')
    await bulk.append([{ group: 'casework', section: 'text', bytes: text('never') }])
    await bulk.abandon()
    await note(vault, 'after')
    await vault.seal()
    expect(await allTexts(await reopened(platform, id))).toEqual(['after'])
  })

  it('refuses a chunk that would pass 900 KB before writing any of it', async () => {
    const { vault, platform } = await founded()
    const bulk = vault.beginImport('import-tips')
    const length = platform.only().journal.length
    await expect(bulk.append([{ group: 'casework', section: 'text', bytes: crypto.getRandomValues(new Uint8Array(65536)), packing: 'store' }, { group: 'casework', section: 'more', bytes: new Uint8Array(880_000), packing: 'store' }])).rejects.toMatchObject({ code: 'too-large' })
    await bulk.abandon()
    expect(platform.only().journal.length).toBe(length)
  })

  it('takes a wrong passphrase, a wrong account and a wrong device for the same', async () => {
    const { platform, vault, id } = await founded()
    await vault.seal()
    const failures = []
    for (const attempt of [{ passphrase: 'wrong' }, { account: 'Nobody' }]) failures.push(await reopened(platform, id, attempt).catch((error: unknown) => error))
    for (const failure of failures) expect(failure).toMatchObject({ code: 'wrong-passphrase', says: { key: 'vault.error.wrong-passphrase.says' } })
    expect(await reopened(platform, id, { account: '  aMINA ' })).toBeTruthy()
  })

  it('does nothing after it is sealed', async () => {
    const { vault } = await founded()
    await note(vault, 'kept')
    const [commit] = await allCommits(vault)
    await vault.seal()
    await expect(note(vault, 'late')).rejects.toMatchObject({ code: 'sealed' })
    await expect(commit!.parts[0]!.open()).rejects.toMatchObject({ code: 'sealed' })
    await expect(allCommits(vault)).rejects.toMatchObject({ code: 'sealed' })
  })

  it('keeps a draft sealed, overwrites it, and forgets it when dropped', async () => {
    const { platform, vault, id } = await founded()
    const draft = 'ab'.repeat(16)
    await vault.drafts.write(draft, text('half a call'))
    const first = platform.only().drafts.get(draft)!
    await vault.drafts.write(draft, text('half a call'))
    expect(platform.only().drafts.get(draft)).not.toEqual(first)
    await vault.seal()
    const again = await reopened(platform, id)
    expect(await again.drafts.list()).toEqual([draft])
    expect(await again.drafts.read(draft)).toEqual(text('half a call'))
    await again.drafts.drop(draft)
    expect(await again.drafts.read(draft)).toBeNull()
  })

  it('folds into segments that open without the journal, and rebuilds where they are gone', async () => {
    const { platform, vault, id, store } = await founded()
    await note(vault, 'one')
    const bytes = randomLarge(3_000_000)
    await vault.segments.save({ position: vault.position, keep: [], add: [{ group: 'casework', section: 'hot', order: 0, rows: 1, bytes, packing: 'store' }, { group: 'geography', section: 'hot', order: 0, rows: 1, bytes: text('x'.repeat(1000)) }] })
    await note(vault, 'two')
    await vault.seal()
    const again = await reopened(platform, id, { store })
    const folded = await again.segments.load()
    expect(folded?.segments.map(({ group, length }) => [group, length])).toEqual([['casework', 3_000_000], ['geography', 1000]])
    const [a, b] = [new Uint8Array(1_000_001), new Uint8Array(new SharedArrayBuffer(1_999_999))]
    await again.segments.read(folded!.segments[0]!, [a, b])
    expect(new Uint8Array([...a.subarray(999_990), ...b.subarray(0, 10)])).toEqual(bytes.slice(999_990, 1_000_011))
    expect(b.slice(-5)).toEqual(bytes.slice(-5))
    expect(await again.segments.read(folded!.segments[1]!)).toEqual(text('x'.repeat(1000)))
    expect((await allCommits(again, folded!.position)).length).toBe(1)
    await store.clear()
    expect(await again.segments.load()).toBeNull()
    expect(codes(again)).toContain('segments-missing')
    expect(await openText((await allCommits(again))[0]!.parts[0]!)).toBe('one')
  })
})
