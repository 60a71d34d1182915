import { COUNTRIES } from '../../model/countries.ts'
import { aggregateOf, countriesOf, rolesOf, type RoleName } from '../../model/roles.ts'
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
}

export interface AccountCalls {
  /** Every account of the roster, ended ones too. */
  accounts(): Promise<readonly AccountListing[]>
}

export function accountCalls({ held }: KeepingContext): AccountCalls {
  return {
    async accounts() {
      const { vault } = held()
      const { account } = vault.describe()
      return vault.accounts(COUNTRIES.map(aggregateOf)).map(({ id, name, active, administrator, since, groups }) => {
        const keys = { groups, administrator }
        return { id, name, active, own: id === account.id, roles: rolesOf(keys), countries: countriesOf(keys), since }
      })
    },
  }
}
