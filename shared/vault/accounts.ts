import { toHex } from './bytes.ts'
import { FOUNDING_GROUPS, groupTag } from './keyring.ts'
import type { VaultAccount } from './open-vault.ts'
import type { VaultState } from './state.ts'

/** The roster's accounts, each with the groups that it is listed for, as far as their names can be told from their tags. */
export function listAccounts(state: VaultState, names: readonly string[]): readonly VaultAccount[] {
  const byTag = new Map([...FOUNDING_GROUPS, ...state.keyring.groups(), ...names].map((name) => [toHex(groupTag(state.vault, name)), name]))
  const own = toHex(state.ring.account)
  return state.roster.accounts.map(({ id, name, active, administrator, since }) => {
    const account = toHex(id)
    // What an account granted to itself need not stand in the roster.
    const groups = account === own ? state.keyring.groups() : [...new Set(state.roster.grants.filter((grant) => toHex(grant.account) === account).flatMap(({ tag }) => byTag.get(toHex(tag)) ?? []))]
    return { id: account, name, active, administrator, since, groups }
  })
}
