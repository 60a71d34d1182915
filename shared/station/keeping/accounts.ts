import { COUNTRIES } from '../../model/countries.ts'
import { aggregateOf, countriesOf, groupsOfRoles, rolesOf, type RoleName } from '../../model/roles.ts'
import type { AccountChange, OpenVault } from '../../vault/vault.ts'
import type { KeepingContext } from './keeping.ts'

/** An account as the signed roster has it. */
export interface AccountListing {
  readonly id: string
  readonly name: string
  readonly active: boolean
  /** Whether it is the one that is open here. */
  readonly own: boolean
  readonly roles: readonly RoleName[]
  /** Of an ambassador: ISO 3166-1 alpha-3. */
  readonly countries: readonly string[]
  /** Milliseconds since epoch. */
  readonly since: number
  /** Roles that it is to have, as far as nobody has granted all of their keys yet. */
  readonly waitsFor: readonly RoleName[]
  /** Groups among them that this account holds and may grant. */
  readonly grantable: readonly string[]
  /** Its passphrase changed, and an administrator has yet to renew its keys. */
  readonly renewal: boolean
}

export interface RolesRequest {
  readonly roles: readonly RoleName[]
  /** Of an ambassador: ISO 3166-1 alpha-3. */
  readonly countries: readonly string[]
}

export interface AccountCalls {
  /**
   * A further secret of this machine for this vault; each account's ring follows at its next opening, then the earlier one ends.
   * @throws TellableError `wrong-passphrase`, `not-administrator`
   */
  renewDeviceSecret(passphrase: string): Promise<void>
  /** Every account of the roster, ended ones too. */
  accounts(): Promise<readonly AccountListing[]>
  /** Adds an account that opens with this passphrase. @throws TellableError `account-exists`, `not-administrator` */
  addAccount(request: RolesRequest & { readonly name: string; readonly passphrase: string }): Promise<string>
  /** Gives an account these roles and no others. @throws TellableError `last-administrator`, `last-holder`, `not-administrator` */
  changeRoles(account: string, request: RolesRequest): Promise<void>
  /** Ends an account for good. @throws TellableError `last-administrator`, `not-administrator` */
  endAccount(account: string): Promise<void>
  /** Grants what an administrator wants an account to have, as far as this one holds it. */
  grantWaiting(account: string): Promise<void>
  /** Renews the keys of an account whose passphrase changed. @throws TellableError `not-administrator` */
  renewAccount(account: string): Promise<void>
  /**
   * A new passphrase for the account that is open; the vault is sealed after it. `waiting`: an administrator has yet to renew its keys.
   * @throws TellableError `wrong-passphrase` where the present one is not right
   */
  changePassphrase(request: { readonly present: string; readonly passphrase: string }): Promise<'renewed' | 'waiting'>
}

/** Parametric groups whose names an account's keys may not tell: what was released to each country. */
export const NAMES = COUNTRIES.filter((country) => country !== '').map(aggregateOf)

/** How many things wait for the account that is open: grants it may make, renewals that it may sign. */
export function waitingFor(vault: OpenVault): number {
  const { grants, renewals, administrator } = vault.waiting(NAMES)
  return new Set(grants.filter(({ mine }) => mine).map(({ account }) => account)).size + (administrator ? renewals.length : 0)
}

export function accountCalls({ held, seal, tell }: KeepingContext): AccountCalls {
  /** The groups of some roles. An analyst releases to every country that has an ambassador here. */
  const change = (vault: OpenVault, { roles, countries }: RolesRequest): AccountChange => {
    const present = vault.accounts(NAMES).flatMap(({ groups }) => groups.filter((group) => group.startsWith('aggregate/')))
    const own = roles.includes('ambassador') ? countries : []
    return {
      administrator: roles.includes('administrator'),
      groups: [...new Set([...groupsOfRoles(roles, own), ...(roles.includes('analyst') ? present : [])])].map((group) => (group.startsWith('aggregate/') ? { group, alsoFor: 'casework' } : { group })),
    }
  }
  /** @param account whom it is about; where it is made by this, its id is what comes of it */
  const changing = async <T>(act: string, work: (vault: OpenVault) => Promise<T>, account?: string): Promise<T> => {
    const { vault, access } = held()
    const result = await work(vault)
    access.note({ does: 'keep', act, account: account ?? String(result) })
    tell()
    return result
  }
  return {
    renewDeviceSecret: (passphrase) => changing('renew-device-secret', (vault) => vault.renewDeviceSecret(passphrase), held().vault.describe().account.id),
    async accounts() {
      const { vault } = held()
      const { account } = vault.describe()
      const { grants, renewals } = vault.waiting(NAMES)
      return vault.accounts(NAMES).map(({ id, name, active, administrator, since, groups }) => {
        const keys = { groups, administrator }
        const roles = rolesOf(keys)
        const owed = grants.filter((grant) => grant.account === id)
        const then = rolesOf({ groups: [...groups, ...owed.map(({ group }) => group)], administrator })
        return {
          id, name, active, own: id === account.id, roles, countries: roles.includes('ambassador') ? countriesOf(keys) : [], since,
          waitsFor: then.filter((role) => !roles.includes(role)), grantable: owed.filter(({ mine }) => mine).map(({ group }) => group), renewal: renewals.includes(id),
        }
      })
    },
    addAccount: (request) => changing('add-account', (vault) => vault.addAccount({ name: request.name, passphrase: request.passphrase, ...change(vault, request) })),
    changeRoles: (account, request) => changing('change-roles', (vault) => vault.changeAccount(account, change(vault, request), NAMES), account),
    endAccount: (account) => changing('end-account', (vault) => vault.endAccount(account, NAMES), account),
    grantWaiting: (account) =>
      changing('grant-waiting', async (vault) => {
        for (const { account: to, group, mine } of vault.waiting(NAMES).grants) if (mine && to === account) await vault.grantWanted(to, group)
      }, account),
    renewAccount: (account) => changing('renew-account', (vault) => vault.renewAccount(account, NAMES), account),
    async changePassphrase(request) {
      const { vault, access } = held()
      // Before it, with all that waits to be written: an account that is renewed writes nothing after it.
      await access.recorded({ does: 'keep', act: 'change-passphrase', account: vault.describe().account.id })
      const outcome = await vault.changePassphrase(request, NAMES)
      await seal()
      return outcome
    },
  }
}
