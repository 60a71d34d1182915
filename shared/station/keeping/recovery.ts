import { TellableError, type Message } from '../../model/message.ts'
import { keyNumberText, misreadRecoveryWord, rehearseRecovery, type OpenVault, type RecoverySheets, type RecoveryWord, type TypedRecovery } from '../../vault/vault.ts'
import { NAMES } from './accounts.ts'
import type { KeepingContext } from './keeping.ts'
import { sheetPage, type SheetRequest } from './recovery-sheet.ts'
import { recoveryWordsOf, typedFault } from './typed-words.ts'

/** A quarter: how long a rehearsal holds, milliseconds. */
const QUARTER = 91 * 86_400_000

/** How the way back stands. */
export interface RecoveryReport {
  /** What the key in force is called by on its sheets. */
  readonly keyNumber: string
  readonly confirmed: boolean
  /** Milliseconds since epoch; null where nobody knows. */
  readonly rehearsed: number | null
  /** When the next rehearsal is due. */
  readonly due: number
  readonly overdue: boolean
  readonly mayRenew: boolean
  /** A key that is to follow. `waiting`: what it does not open yet, and whose opening of the vault would do. */
  readonly renewal: { readonly keyNumber: string; readonly by: string; readonly rehearsed: boolean; readonly waiting: readonly { readonly group: string | null; readonly accounts: readonly string[] }[] } | null
}

/** What a person types back: parts of the whole key, or of shares (first, second, third); what was not asked for stays empty. */
export type TypedBack = readonly string[] | { readonly shares: readonly (readonly string[])[] }

export interface RecoveryCalls {
  recovery(): Promise<RecoveryReport>
  /** What is to be written down of a key made in this session, until it was rehearsed. */
  freshRecovery(): Promise<RecoverySheets | null>
  /** The rehearsal at a key's making: some words typed back. Later, all 24. @throws TellableError `recovery-words` */
  confirmRecovery(typed: TypedBack): Promise<void>
  /** A rehearsal in an open vault: the key must open all that this account opens. @throws TellableError as `rehearseRecovery`, `recovery-short` */
  rehearse(typed: TypedRecovery): Promise<void>
  /** Makes the key that is to follow. @throws TellableError `not-administrator` */
  renewRecovery(): Promise<RecoverySheets>
  /** Drops the sheets of a fresh key. */
  forgetRecovery(): Promise<void>
  /** Takes back a key that was to follow, and drops its sheets. @throws TellableError `not-administrator` */
  withdrawRenewal(): Promise<void>
  /** The sheets of a fresh key as a page, self-contained, or as a PDF. The bytes are as secret as the key. @throws TellableError `no-sheets` */
  writeSheets(request: SheetRequest & { readonly format: 'html' | 'pdf' }): Promise<{ readonly name: string; readonly bytes: Uint8Array }>
  /**
   * Shows that a recovery key opens a sealed vault, and changes nothing; answers the accounts that there are. Words as they were typed, the first four letters of each at least.
   * @throws TellableError `recovery-words`, `recovery-share-1`, `recovery-share-2`, `recovery-replaced`, `recovery-waiting`
   */
  rehearseRecovery(request: TypedRecovery & { readonly vault: string }): Promise<{ readonly accounts: readonly string[] }>
}

/** What an administrator is told at opening, where a rehearsal is due. */
export function rehearsalNote(vault: OpenVault, now: number): Message | null {
  const { account } = vault.describe()
  const { since } = vault.recovery()
  return account.administrator && now - since > QUARTER ? { key: 'recovery.note-due', values: { count: Math.floor((now - since) / 86_400_000) } } : null
}

export function recoveryCalls({ ports, held, tell }: KeepingContext): RecoveryCalls {
  const { platform, engine } = ports
  /** What a key that no anchor knows tells of the words: the one that is wrong, if it is one. */
  const explained = async <T>(typed: TypedRecovery, vault: string, words: readonly string[], work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof TellableError) || error.code !== 'recovery-words') throw error
      if ('shares' in typed) throw typedFault(typed, { what: 'other-vault', field: 1 })
      const misread = await misreadRecoveryWord(platform, vault, words, engine)
      throw misread ? typedFault(typed, { ...misread, field: 0 }) : error
    }
  }
  return {
    async recovery() {
      const { vault } = held()
      const { keyNumber, confirmed, rehearsed, since, renewal } = vault.recovery(NAMES)
      const due = since + QUARTER
      const named = (id: string) => vault.accountName(id) ?? ''
      return {
        keyNumber: keyNumberText(keyNumber), confirmed, rehearsed, due, overdue: due < ports.now(), mayRenew: vault.describe().account.administrator,
        renewal: renewal && { ...renewal, keyNumber: keyNumberText(renewal.keyNumber), by: named(renewal.by), waiting: renewal.waiting.map(({ group, accounts }) => ({ group, accounts: accounts.map(named) })) },
      }
    },
    freshRecovery: async () => held().vault.freshRecovery(),
    async confirmRecovery(typed) {
      const { vault } = held()
      const parts = (of: readonly string[], share?: 1 | 2 | 3): RecoveryWord[] => of.flatMap((word, position) => (word === '' ? [] : [{ position, word, ...(share && { share }) }]))
      const words = 'shares' in typed ? typed.shares.flatMap((each, at) => parts(each, (at + 1) as 1 | 2 | 3)) : parts(typed)
      const later = !vault.freshRecovery() && !('shares' in typed)
      if (later) await vault.rehearseRecovery(typed)
      else if (!(await vault.confirmRecovery(words))) throw new TellableError('recovery-words', { key: 'station.recovery-words' }, { remedy: { key: 'station.recovery-words-remedy' } })
      tell()
    },
    async rehearse(typed) {
      const { vault } = held()
      const words = recoveryWordsOf(typed)
      await explained(typed, vault.describe().vault, words, () => vault.rehearseRecovery(words))
      held().access.note({ does: 'keep', act: 'rehearse-recovery' })
      tell()
    },
    async renewRecovery() {
      const { vault, access } = held()
      const sheets = await vault.renewRecovery()
      access.note({ does: 'keep', act: 'renew-recovery' })
      return sheets
    },
    forgetRecovery: async () => held().vault.forgetRecovery(),
    async withdrawRenewal() {
      const { vault, access } = held()
      await vault.withdrawRenewal()
      access.note({ does: 'keep', act: 'withdraw-recovery' })
    },
    async writeSheets({ format, ...request }) {
      const { vault } = held()
      const sheets = vault.freshRecovery()
      if (!sheets) throw new TellableError('no-sheets', { key: 'recovery.no-sheets' }, { remedy: { key: 'recovery.no-sheets-remedy' } })
      const translator = await ports.translator(request.language)
      const page = new TextEncoder().encode(sheetPage(sheets, { ...request, station: vault.describe().name, made: ports.now() }, translator, await ports.pageFonts()))
      const name = `${translator.translate({ key: 'recovery.sheet.file', values: { number: String(sheets.keyNumber).padStart(6, '0') } })}.${format}`
      if (format === 'html') return { name, bytes: page }
      try {
        return { name, bytes: (await platform.call('printPdf', { paper: request.paper }, page)).bytes }
      } finally {
        page.fill(0)
      }
    },
    async rehearseRecovery({ vault, ...typed }) {
      const words = recoveryWordsOf(typed)
      const { accounts } = await explained(typed, vault, words, () => rehearseRecovery(platform, vault, words, engine))
      return { accounts }
    },
  }
}
