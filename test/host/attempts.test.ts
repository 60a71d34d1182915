import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { nodePlatform } from '../../electron/host/node-platform.ts'
import { createVault, memoryStore, openVault } from '../../shared/vault/vault.ts'
import { PARTS, QUICK, WHO } from '../vault/support/vaults.ts'

test('SECURITY 6: the wait after wrong passphrases grows, and is kept over restarts of the program', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'vigil-attempts-'))
  // The program's own clock stands still: what is waited for is not the time that this test takes.
  const now = Date.now()
  try {
    let platform = nodePlatform(folder, { printPdf: null })
    const { vault } = await createVault(platform, memoryStore(), { ...PARTS, ...WHO, name: 'Northern desk', stretching: QUICK })
    const { vault: id } = vault.describe()
    await vault.seal()
    const waits: number[] = []
    for (let tries = 0; tries < 6; tries++) {
      await platform.close()
      platform = nodePlatform(folder, { printPdf: null })
      let waited = 0
      const stop = new AbortController()
      const failure = await openVault(platform, memoryStore(), {
        ...PARTS, ...WHO, vault: id, passphrase: 'wrong', clock: () => now, signal: stop.signal,
        onProgress: (progress) => {
          if (progress.what !== 'waiting') return
          waited = progress.milliseconds
          // Two waits are waited for; a person who gives up in a longer one has not had their try.
          if (waited > 2000) stop.abort()
        },
      }).then(() => 'opened', (error: { code?: string; name?: string }) => error.code ?? error.name)
      expect(['wrong-passphrase', 20]).toContain(failure)
      waits.push(waited)
    }
    expect(waits).toEqual([0, 0, 0, 1000, 2000, 4000])
    // The right one waits as well, and then nothing is left of it.
    const again = await openVault(platform, memoryStore(), { ...PARTS, ...WHO, vault: id, clock: () => now + 60_000 })
    await again.seal()
    await platform.call('takeVault', { vault: id })
    expect((await platform.call('readAttempts', { vault: id })).answer.failures).toBe(0)
    await platform.close()
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
