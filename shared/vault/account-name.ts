/** Accounts are told apart by what a person types: NFKC, trimmed, blanks run together, lower case. */
export function foldAccountName(name: string): string {
  return name.normalize('NFKC').trim().replace(/\s+/gu, ' ').toLowerCase()
}
