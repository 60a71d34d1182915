import { beforeAll, describe, expect, it } from 'vitest'
import { concatBytes, type Bytes } from '../../shared/vault/bytes.ts'
import { sodiumReady } from '../../shared/vault/engine.ts'
import { encodeGrant, listGrant, makeGrant } from '../../shared/vault/grants.ts'
import { encodeRecord, RECORD } from '../../shared/vault/keyfile.ts'
import { newGroupKey } from '../../shared/vault/keyring.ts'
import { signingKeys } from '../../shared/vault/primitives.ts'
import { rosterHash, sealRoster, type Roster } from '../../shared/vault/roster.ts'
import type { VaultState } from '../../shared/vault/state.ts'
import type { MemoryPlatform } from './support/memory-platform.ts'
import { nodeEngine } from './support/node.ts'
import { OpenedRing } from './support/opened-ring.ts'
import { allTexts, codes, founded, note, reopened } from './support/vaults.ts'

const BASIM = { account: 'Basim', passphrase: 'five other words of his' }
beforeAll(() => sodiumReady)

/** A vault with a planner, and what the planner knows of it. */
async function withPlanner() {
  const { platform, vault, id } = await founded()
  await note(vault, 'a name', 'identities')
  await vault.addAccount({ name: BASIM.account, passphrase: BASIM.passphrase, administrator: false, groups: [{ group: 'geography' }] })
  await vault.seal()
  const machine = platform.rebooted()
  return { platform, id, basim: await (await OpenedRing.of(machine, id, BASIM)).state(machine) }
}
async function slip(platform: MemoryPlatform, records: readonly { readonly type: number; readonly payload: Bytes }[]): Promise<void> {
  for (const copy of ['current', 'previous'] as const) platform.only().slots.set(`keys/${copy}`, concatBytes(platform.only().slots.get(`keys/${copy}`)!, ...(await Promise.all(records.map((record) => encodeRecord(nodeEngine, record))))))
}
/** The roster that the planner would like: an administrator who holds identities, by a key of his own making. */
async function wished(basim: VaultState, changes: Partial<Roster> = {}, signer = basim.ring.signing) {
  const key = newGroupKey(basim.vault, 'identities', 2)
  const grant = await makeGrant(nodeEngine, basim.vault, key, { id: basim.ring.account, agreement: basim.ring.agreement.publicKey }, { account: basim.ring.account, signing: basim.ring.signing })
  const me = (id: Bytes) => Buffer.compare(id, basim.ring.account) === 0
  const roster: Roster = {
    ...basim.roster, sequence: basim.roster.sequence + 1, previous: rosterHash(basim.vault, basim.roster), accounts: basim.roster.accounts.map((account) => (me(account.id) ? { ...account, administrator: true } : account)),
    grants: [...basim.roster.grants, listGrant(basim.vault, basim.ring.account, basim.ring.account, key)], ...changes,
  }
  return [{ type: RECORD.grant, payload: encodeGrant(grant) }, { type: RECORD.roster, payload: await sealRoster(nodeEngine, basim.vault, basim.keyring.current('station')!, roster, signer) }]
}

describe('SECURITY 12: a roster that grants itself', () => {
  it.each([
    ['signed by who gains by it', {}, null],
    ['as the very first', { sequence: 1, previous: new Uint8Array(32) }, null],
    ['signed by a key of nobody', {}, new Uint8Array(32).fill(7)],
  ] as const)('%s is not believed, by nobody: the planner opens no identity, and is no administrator', async (_, changes, seed) => {
    const { platform, id, basim } = await withPlanner()
    await slip(platform, await wished(basim, changes, seed ? signingKeys(seed) : undefined))
    for (const who of [BASIM, undefined]) {
      platform.restart()
      const vault = await reopened(platform, id, who ?? {})
      expect(vault.accounts().map(({ name, administrator }) => [name, administrator])).toEqual([['Amina', true], ['Basim', false]])
      expect(await allTexts(vault)).toEqual([who ? '!part-sealed' : 'a name'])
      if (who) {
        expect(vault.describe().groups).not.toContain('identities')
        await expect(vault.addAccount({ name: 'Carla', passphrase: 'and hers', administrator: true, groups: [] })).rejects.toMatchObject({ code: 'not-administrator' })
      }
      await vault.seal()
    }
  })

  it('as a control, one that an administrator signs is believed', async () => {
    const { platform, id, basim } = await withPlanner()
    platform.restart()
    const vault = await reopened(platform, id)
    const planner = vault.accounts().find(({ name }) => name === 'Basim')!
    await vault.changeAccount(planner.id, { administrator: true, groups: [{ group: 'geography' }, { group: 'identities' }] })
    await vault.seal()
    expect(basim.roster.accounts.some(({ name, administrator }) => name === 'Basim' && administrator)).toBe(false)
    platform.restart()
    const again = await reopened(platform, id, BASIM)
    expect(await allTexts(again)).toEqual(['a name'])
    expect(again.describe().account.administrator).toBe(true)
    expect(codes(again)).toEqual([])
  })
})
