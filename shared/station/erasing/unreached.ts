import type { KindDeclaration } from '../../model/field.ts'
import { KINDS } from '../../model/kinds/kinds.ts'
import type { Message } from '../../model/message.ts'
import type { OpenStation } from '../opened.ts'

/** Titles that are named one by one; more are counted. */
const MOST_TITLES = 5

/**
 * What an erasure can't reach, each with what can be done. `since`: when the record came in, in seconds; `closed`: kinds of
 * records of which parts stay that this account does not open.
 */
export function unreached({ vault, catalogue }: OpenStation, { since, closed, damaged }: { readonly since: number; readonly closed: ReadonlySet<string>; readonly damaged: number }): readonly Message[] {
  const says: Message[] = [{ key: 'erasure.stays.backups' }]
  const releases = catalogue.recordsOfKind('release').filter(({ fields }) => Number(fields['released'] ?? 0) >= since)
  if (releases.length > 0) {
    const titles = releases.slice(-MOST_TITLES).map(({ fields }) => String(fields['title'] ?? ''))
    says.push({ key: 'erasure.stays.releases', values: { count: releases.length, titles: titles.join(' · ') } })
  }
  const { account, groups } = vault.describe()
  const compartments = new Set([...closed].flatMap((kind) => Object.values((KINDS as Readonly<Record<string, KindDeclaration>>)[kind]?.fields ?? {}).map(({ compartment }) => compartment as string)))
  const others = vault.accounts().filter(({ id, active }) => active && id !== account.id)
  if (closed.size > 0) {
    // What a closed part's group is called isn't in the files: whoever holds a group of these kinds that this account lacks may open it.
    const holders = others.filter((other) => other.groups.some((group) => !groups.includes(group) && compartments.has(group)))
    says.push(holders.length > 0 ? { key: 'erasure.stays.closed', values: { accounts: holders.map(({ name }) => name).join(', ') } } : { key: 'erasure.stays.closed-unknown' })
  }
  if (damaged > 0) says.push({ key: 'erasure.stays.damaged', values: { count: damaged } })
  if (others.length > 0) says.push({ key: 'erasure.stays.drafts', values: { count: others.length, accounts: others.map(({ name }) => name).join(', ') } })
  says.push({ key: 'erasure.stays.partners' }, { key: 'erasure.stays.machine' })
  return says
}
