import { expect } from 'vitest'
import { groupsOfRoles } from '../../../shared/model/roles.ts'
import type { OpenVault } from '../../../shared/vault/vault.ts'
import { Crash } from './memory-platform.ts'
import { allTexts, founded, note, reopened, WHO } from './vaults.ts'

const code = (error: unknown) => (error as { code?: string }).code

/** Acts that change who opens what. */
export const KEY_ACTS: readonly (readonly [string, (vault: OpenVault) => Promise<unknown>])[] = [
  ['adding an account', (vault) => vault.addAccount({ name: 'Carla', passphrase: 'and these are hers', administrator: false, groups: groupsOfRoles(['planner']).map((group) => ({ group })) })],
  ['a change of role', (vault) => vault.changeAccount(vault.accounts()[1]!.id, { groups: [{ group: 'geography' }], administrator: false })],
  ['ending an account', (vault) => vault.endAccount(vault.accounts()[1]!.id)],
  ['a change of passphrase', (vault) => vault.changePassphrase({ present: WHO.passphrase, passphrase: 'new' })],
]

/**
 * Stops the machine at every write of an act, with so many bytes of it written (negative: from its end; `all`: done, and never
 * answered); after each the vault opens with all that it held, takes a commit, and the act can be asked for again. Answers how often it stopped.
 */
export async function stoppedAtEveryWrite(act: (vault: OpenVault) => Promise<unknown>, bytes: readonly (number | 'all')[]): Promise<number> {
  const { platform, vault, id } = await founded()
  await vault.addAccount({ name: 'Basim', passphrase: 'his', administrator: false, groups: groupsOfRoles(['analyst']).map((group) => ({ group })) })
  await note(vault, 'one')
  await note(vault, 'a cell', 'geography')
  await vault.seal()
  let stopped = 0
  for (let at = 1; at < 40; at++) {
    const before = stopped
    for (const reached of bytes) {
      const machine = platform.rebooted()
      const running = await reopened(machine, id)
      machine.crashAt(at, reached)
      const outcome = await act(running).then(() => 'done', (error: unknown) => (error instanceof Crash ? 'stopped' : Promise.reject(error as Error)))
      if (outcome === 'done') continue
      stopped++
      const after = machine.rebooted()
      const again = await reopened(after, id).catch((error: unknown) => (code(error) === 'wrong-passphrase' ? reopened(after, id, { ...WHO, passphrase: 'new' }) : Promise.reject(error as Error)))
      expect(await allTexts(again)).toEqual(['one', 'a cell'])
      await note(again, 'after')
      await act(again).catch((error: unknown) => expect(['account-exists', 'account-unknown', 'wrong-passphrase']).toContain(code(error)))
      await again.seal()
    }
    if (stopped === before) break
  }
  return stopped
}
