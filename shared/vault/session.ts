import { accessBlock } from './access.ts'
import { addAccount, changeAccount, endAccount, listAccounts, listWaiting } from './accounts.ts'
import { backupsOf } from './backups.ts'
import { beginBulk } from './bulk.ts'
import { fromHex, toHex } from './bytes.ts'
import { currentDoor } from './doors.ts'
import { draftsOf } from './drafts.ts'
import { eraseBlocks } from './erasing.ts'
import { vaultError } from './faults.ts'
import type { FreshRecovery } from './fresh-recovery.ts'
import { firstChain, JournalReader } from './journal.ts'
import { handedKeys } from './handed-keys.ts'
import { STATION_GROUP } from './keyring.ts'
import type { OpenVault } from './open-vault.ts'
import { randomBytes } from './primitives.ts'
import { changePassphrase, renewAccount, renewDeviceSecret } from './passphrase.ts'
import { readCommits, verifyJournal } from './reading.ts'
import { recoveryConfirmed, recoveryStanding, rehearse, rememberRehearsal, renewRecovery, withdrawRenewal } from './recovery-renewal.ts'
import { wipeRing } from './ring.ts'
import { segmentsOf } from './segments.ts'
import { grantWanted, shareWith } from './sharing.ts'
import { advanceHead, createGroup, ensureBlockKeys, leaveWitness, requireOpen, requireWritable, type VaultState } from './state.ts'
import { completeHeader, scanTip } from './tip.ts'
import { exportTrail, rootFingerprint } from './trail-file.ts'
import { appendEnvelope, packParts } from './writing.ts'

/** Fresh keys that a group has at hand before a commit needs them. */
const LOW_WATER = 4

/** The calls on a state; writes go one after another. */
export function openedVault(state: VaultState, freshRecovery: FreshRecovery | null): OpenVault {
  let tail: Promise<unknown> = Promise.resolve()
  let folding: Promise<unknown> = Promise.resolve()
  let imports = 0
  let recovery = freshRecovery
  const used = new Set<string>([STATION_GROUP])

  function queue<T>(work: () => Promise<T>): Promise<T> {
    const result = tail.then(work)
    tail = result.catch(() => undefined)
    return result
  }
  function refill(): void {
    if (![...used].some((group) => state.blockKeys.left(group) < LOW_WATER)) return
    // A refill that fails is tried again by the commit that needs it, which then tells.
    void queue(async () => {
      if (state.open && state.writable) await ensureBlockKeys(state, new Map([...used].map((group) => [group, LOW_WATER])))
    }).catch(() => undefined)
  }
  /** What changes keys: between two commits, and not among the chunks of an import, which are not on the disk yet. */
  const alone = <T>(work: () => Promise<T>): Promise<T> => queue(async () => {
    requireWritable(state)
    if (imports > 0) throw vaultError('import-over')
    return work()
  })
  const forgetRecovery = () => {
    recovery?.wipe()
    recovery = null
  }
  const segments = segmentsOf(state)
  const drafts = draftsOf(state)
  const backups = backupsOf(state, queue)

  return {
    describe: () => ({
      vault: state.vaultId, name: state.roster.name, sample: state.roster.sample,
      account: { id: toHex(state.ring.account), name: state.ring.name, administrator: state.roster.accounts.some(({ id, administrator }) => administrator && toHex(id) === toHex(state.ring.account)) },
      device: toHex(state.device), commits: state.tip.commits, journalBytes: state.tip.length, journalWhole: state.journalWhole, writable: state.writable,
      recoveryConfirmed: recoveryConfirmed(state), groups: state.keyring.groups(), notes: [...state.notes],
    }),
    accounts: (names = []) => listAccounts(state, names),
    addAccount: (account) => alone(() => addAccount(state, account)),
    changeAccount: (id, change, names = []) => alone(() => changeAccount(state, id, change, names)),
    endAccount: (id, names = []) => alone(() => endAccount(state, id, names)),
    changePassphrase: ({ present, passphrase }, names = []) => alone(() => changePassphrase(state, present, passphrase, names)),
    renewDeviceSecret: (passphrase) => alone(() => renewDeviceSecret(state, passphrase)),
    waiting: (names = []) => listWaiting(state, names),
    renewAccount: (id, names = []) => alone(() => renewAccount(state, id, names)),
    grantWanted: (id, group) => alone(() => grantWanted(state, id, group)),
    shareWith: (group, accounts) => alone(() => shareWith(state, group, accounts)),
    erase: (act, blocks) => alone(async () => {
      // A fold under way would bring back what goes.
      await folding
      const erased = await eraseBlocks(state, act, blocks)
      // Nobody who writes waits for it: what they hold opens to nobody any more. A fold that comes next does.
      folding = segments.end().catch(() => undefined)
      return erased
    }),
    accountName: (id) => state.roster.accounts.find((account) => toHex(account.id) === id)?.name ?? null,
    get audited() {
      return currentDoor(state) !== null
    },
    async commit({ act, parts, undoes, access }) {
      requireWritable(state)
      const id = randomBytes(16)
      const blocks = await packParts(state, act, parts)
      const accessed = access && (await accessBlock(state, id, access))
      if (accessed) blocks.push(accessed)
      for (const { group } of blocks) used.add(group.group)
      const receipt = await queue(async () => {
        requireWritable(state)
        const written = await appendEnvelope(state, { id, kind: 'commit', bulk: null, undoes: undoes === undefined ? null : fromHex(undoes), blocks, sync: true })
        await advanceHead(state, written.tip)
        const { statement } = written
        return { id: toHex(statement.id), sequence: statement.sequence, hlc: statement.hlc, seen: statement.seen.map(toHex), position: written.tip.length, sealedAt: state.clock() }
      })
      refill()
      return receipt
    },
    beginImport(act) {
      requireWritable(state)
      imports += 1
      return beginBulk(state, queue, act, () => {
        imports -= 1
      })
    },
    commits: (from, signal, onRead) => readCommits(state, from, signal, onRead),
    get position() {
      return state.head?.journal.length ?? state.tip.length
    },
    segments: {
      ...segments,
      async save(fold) {
        // A fold that ends among the chunks of a running import would lose them when it ends.
        if (imports > 0) throw vaultError('import-over')
        // In a row of their own: a long fold must not keep a commit waiting.
        const saved = folding.then(() => segments.save(fold))
        folding = saved.catch(() => undefined)
        return saved
      },
    },
    drafts,
    backups,
    createGroup: (group) => queue(() => createGroup(state, group)),
    async verify(options = {}) {
      requireOpen(state)
      return verifyJournal(state, await firstChain(state.engine, state.vault), options)
    },
    async exportTrail(options) {
      requireOpen(state)
      return exportTrail(state, options)
    },
    rootFingerprint: toHex(rootFingerprint(state.vault, state.ring.rosterRoot)),
    freshRecovery: () => recovery?.sheets() ?? null,
    confirmRecovery: (words) => alone(async () => {
      if (!recovery?.matches(words)) return false
      await rememberRehearsal(state, recovery.keys.signing)
      forgetRecovery()
      return true
    }),
    rehearseRecovery: (words) => alone(() => rehearse(state, words)),
    recovery: (names = []) => recoveryStanding(state, names),
    renewRecovery: () => alone(async () => {
      const fresh = await renewRecovery(state)
      forgetRecovery()
      recovery = fresh
      return fresh.sheets()
    }),
    withdrawRenewal: () => alone(async () => {
      forgetRecovery()
      await withdrawRenewal(state)
    }),
    forgetRecovery,
    acceptLoss: () => queue(async () => {
      requireOpen(state)
      if (state.writable) return
      const reader = new JournalReader(state.platform, state.engine, state.vault)
      await completeHeader(state, reader)
      await scanTip(state, reader, await reader.length())
      state.device = randomBytes(16)
      state.writable = true
      await advanceHead(state, state.tip)
    }),
    prepare: (groups) => queue(async () => {
      requireWritable(state)
      for (const group of groups) if (state.keyring.current(group)) used.add(group)
      await ensureBlockKeys(state, new Map([...used].map((group) => [group, LOW_WATER])))
    }),
    handOver(groups) {
      requireOpen(state)
      return handedKeys(state, groups)
    },
    async seal() {
      if (!state.open) return
      // What seals under a group's key must be done before the keys are wiped: it would seal under zeros, for anyone to open.
      segments.close()
      await folding
      await drafts.close()
      await backups.close()
      await queue(async () => {
        // Sealing must not fail: without the witness only a rollback of head and journal together goes unnoticed.
        if (state.writable) await leaveWitness(state).catch(() => undefined)
        state.open = false
        state.blockKeys.wipe()
        state.keyring.wipe()
        wipeRing(state.ring)
        state.root.secret.fill(0)
        forgetRecovery()
      })
      // A shell that is gone has given the vault back already.
      await state.platform.call('releaseVault', { vault: state.vaultId }).catch(() => undefined)
    },
  }
}
