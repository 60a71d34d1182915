import { backupAsPlatform, backupSource, type BackupPlace } from './backup-platform.ts'
import { readBackupFile, writeBackupFile, type BackupFault, type BackupHeader, type BackupProgress, type BackupSection, type HeaderFault, type ReadBackup } from './backup-file.ts'
import { ByteReader, ByteWriter, concatBytes, equalBytes, LayoutFault, owned, toHex, type Bytes } from './bytes.ts'
import { OpenFault } from './engine.ts'
import { note, type VaultNote } from './faults.ts'
import { openHead, type Head } from './head.ts'
import { firstChain } from './journal.ts'
import { STATION_GROUP } from './keyring.ts'
import { padded } from './padding.ts'
import { context, openUnder, randomBytes, sealUnder, sign, verify } from './primitives.ts'
import { verifyJournal } from './reading.ts'
import { accountById } from './roster.ts'
import { addNote, advanceHead, heldGroup, requireOpen, type VaultState } from './state.ts'
import { memoryStore } from './store.ts'
import { compareWitnesses, emptyTip, readHead, settleTip } from './tip.ts'
import { readSlot, readStoredKeys, unlockWithRing } from './unlock.ts'

export interface WrittenBackup {
  readonly name: string
  readonly bytes: number
  /** Milliseconds since 1970. */
  readonly made: number
  readonly commits: number
  /** Offset behind the last commit that is in it. */
  readonly position: number
  /** 64 hexadecimal digits over all of it. */
  readonly digest: string
  /** What it was a copy of, as `Backups.stamp` said then. */
  readonly stamp: string
}

/** What reading a backup back and opening it found. `verified` holds only where both lists are empty and nothing is said. */
export interface BackupCheck {
  readonly verified: boolean
  /** The file itself: what of it is not as it was written. */
  readonly faults: readonly BackupFault[]
  /** What opening it found wrong. */
  readonly notes: readonly VaultNote[]
  /** Why it could not be opened at all. */
  readonly refused: HeaderFault | 'other-vault' | 'other-file' | 'not-opened' | 'seal' | null
  readonly made: number | null
  readonly commits: number | null
}

/** Copies of an open vault, and what is remembered of them here. */
export interface Backups {
  /**
   * Writes a backup into a chosen place: all that is acknowledged by now. Commits wait only while the small files are read.
   * @param name what to call it, without an ending; the shell numbers it where it is taken
   */
  write(to: { readonly place: string; readonly name: string }, progress?: BackupProgress): Promise<WrittenBackup>
  /**
   * Reads a backup from beginning to end and opens it with this account's keys: every digest, the seal, the head's signature, the journal's
   * chain, every envelope's signature. @param expected the digest that was written, to tell another file of the same name
   */
  check(file: BackupPlace, options?: BackupProgress & { readonly expected?: string }): Promise<BackupCheck>
  /** Tells the vault as it stands from how it stood: another once something was written, or once accounts or keys changed. */
  stamp(): string
  /** What was kept by `remember`, or null where nothing readable is. */
  remembered(): Promise<Bytes | null>
  /** Keeps bytes beside the vault, sealed for whoever opens it; they are part of no backup. */
  remember(bytes: Bytes): Promise<void>
}

/** @param queue one after another with commits. `close`: ends what is under way, before the keys are wiped that it uses. */
export function backupsOf(state: VaultState, queue: <T>(work: () => Promise<T>) => Promise<T>): Backups & { close(): Promise<void> } {
  const ending = new AbortController()
  const running = new Set<Promise<unknown>>()
  const untilClosed = <T>({ onProgress, signal }: BackupProgress, work: (progress: BackupProgress) => Promise<T>): Promise<T> => {
    const under = work({ onProgress, signal: signal ? AbortSignal.any([signal, ending.signal]) : ending.signal })
    running.add(under)
    return under.finally(() => running.delete(under))
  }
  return {
    write: ({ place, name }, options = {}) => untilClosed(options, async (progress) => {
      requireOpen(state)
      const { taken, stamp } = await queue(async () => ({ taken: await snapshot(state), stamp: stampOf(state) }))
      const made = state.clock()
      const { backup } = (await state.platform.call('beginBackup', { vault: state.vaultId, place, name })).answer
      try {
        const header: BackupHeader = { vault: state.vault, id: randomBytes(16), made, name: state.roster.name, sample: state.roster.sample, sections: taken.sections }
        let offset = 0
        const digest = await writeBackupFile(state.engine, {
          header,
          read: async (section, from, length) => taken.small.get(section)?.slice(from, from + length) ?? owned((await state.platform.call('readJournal', { vault: state.vaultId, offset: from, length })).bytes),
          seal: async (running) => {
            requireOpen(state)
            return sealManifest(state, { digest: running, account: state.ring.account, generation: taken.head.generation, commits: taken.head.journal.commits })
          },
        }, async (bytes) => {
          offset = (await state.platform.call('appendBackup', { backup, offset }, bytes)).answer.length
        }, progress)
        const { answer } = await state.platform.call('finishBackup', { backup })
        return { ...answer, made, commits: taken.head.journal.commits, position: taken.head.journal.length, digest: toHex(digest), stamp }
      } catch (error) {
        await state.platform.call('abandonBackup', { backup }).catch(() => undefined)
        throw error
      }
    }),
    check: (file, options = {}) => untilClosed(options, (progress) => checkBackup(state, file, { ...progress, ...(options.expected !== undefined && { expected: options.expected }) })),
    stamp: () => stampOf(state),
    async remembered() {
      requireOpen(state)
      const bytes = await readSlot(state.platform, state.vaultId, 'backups', 'current')
      try {
        const reader = new ByteReader(bytes)
        const handle = reader.raw(16)
        const key = state.keyring.byHandle(handle)
        if (!key) return null
        const opened = new ByteReader(await openUnder(state.engine, key.key, context('backup-memory', state.vault, handle), reader.block()))
        return opened.block().slice()
      } catch (error) {
        // It is a convenience: what can't be read is as if it had never been.
        if (error instanceof OpenFault || error instanceof LayoutFault) return null
        throw error
      }
    },
    async remember(bytes) {
      requireOpen(state)
      const station = heldGroup(state, STATION_GROUP)
      const sealed = await sealUnder(state.engine, station.key, context('backup-memory', state.vault, station.handle), padded(new ByteWriter().block(bytes).finish()))
      await state.platform.call('replaceSlot', { vault: state.vaultId, slot: 'backups', both: false }, new ByteWriter().raw(station.handle).block(sealed).finish())
    },
    async close() {
      ending.abort()
      await Promise.allSettled(running)
    },
  }
}

const stampOf = ({ head, keyFile, roster }: VaultState): string => [head?.journal.length ?? 0, keyFile.generation, roster.sequence].join('.')

interface Snapshot { readonly head: Head; readonly sections: readonly BackupSection[]; readonly small: ReadonlyMap<BackupSection, Bytes> }

/** The small files as they stand between two commits, and how far the journal is acknowledged; it only grows, so that its bytes can be read later. */
async function snapshot(state: VaultState): Promise<Snapshot> {
  requireOpen(state)
  const { platform, vaultId } = state
  // A head that is damaged on the disk, or may not have reached it, would be copied so.
  if (state.writable && (!(await headStands(state)) || !state.head)) await advanceHead(state, state.tip)
  if (!state.head) throw new LayoutFault('no head to copy')
  const small = new Map<BackupSection, Bytes>()
  for (const kind of ['keys', 'root', 'head'] as const) {
    const bytes = await readSlot(platform, vaultId, kind, 'current')
    small.set({ kind, draft: null, length: bytes.length }, bytes)
  }
  for (const draft of (await platform.call('listDrafts', { vault: vaultId })).answer.drafts) {
    const { answer, bytes } = await platform.call('readDraft', { vault: vaultId, draft })
    if (answer.present) small.set({ kind: 'draft', draft, length: bytes.length }, owned(bytes))
  }
  return { head: state.head, sections: [...small.keys(), { kind: 'journal', draft: null, length: state.head.journal.length }], small }
}

async function headStands(state: VaultState): Promise<boolean> {
  if (state.unanswered) return false
  const found = await openHead(state.engine, state.vault, state.keyring, await readSlot(state.platform, state.vaultId, 'head', 'current'))
  return typeof found !== 'string' && found.head.generation === state.head?.generation
}

/** What the account that made a backup says of it, sealed for the station and signed. */
interface Manifest { readonly digest: Bytes; readonly account: Bytes; readonly generation: number; readonly commits: number }

async function sealManifest(state: VaultState, { digest, account, generation, commits }: Manifest): Promise<Bytes> {
  const station = heldGroup(state, STATION_GROUP)
  const facts = new ByteWriter().raw(digest).raw(account).u48(generation).u48(commits).finish()
  const plain = padded(new ByteWriter().block(facts).raw(sign(state.ring.signing, 'backup', state.vault, facts)).finish())
  return concatBytes(station.handle, await sealUnder(state.engine, station.key, context('backup-seal', state.vault, station.handle), plain))
}

/** The manifest, or null where it is another station's, changed, or signed by nobody of the roster. */
async function openManifest(state: Pick<VaultState, 'engine' | 'vault' | 'keyring' | 'roster'>, seal: Bytes): Promise<Manifest | null> {
  try {
    const handle = seal.slice(0, 16)
    const station = state.keyring.byHandle(handle)
    if (station?.group !== STATION_GROUP) return null
    const reader = new ByteReader(await openUnder(state.engine, station.key, context('backup-seal', state.vault, handle), seal.slice(16)))
    const facts = reader.block()
    const signature = reader.raw(64)
    const inner = new ByteReader(facts)
    const manifest = { digest: inner.raw(32).slice(), account: inner.raw(16).slice(), generation: inner.u48(), commits: inner.u48() }
    const account = accountById(state.roster, manifest.account)
    return account && verify(account.signing, 'backup', state.vault, facts, signature) ? manifest : null
  } catch (error) {
    if (error instanceof OpenFault || error instanceof LayoutFault) return null
    throw error
  }
}

async function checkBackup(state: VaultState, file: BackupPlace, { expected, onProgress, signal }: BackupProgress & { readonly expected?: string }): Promise<BackupCheck> {
  requireOpen(state)
  const source = backupSource(state.platform, file)
  // The file is read twice: first as bytes, then as a vault.
  const read = await readBackupFile(state.engine, source, { onProgress: (done, total) => onProgress?.(done, 2 * total), signal })
  const nothing: BackupCheck = { verified: false, faults: [], notes: [], refused: null, made: null, commits: null }
  if (typeof read === 'string') return { ...nothing, refused: read }
  const found = { ...nothing, faults: read.faults, made: read.header.made }
  if (!equalBytes(read.header.vault, state.vault)) return { ...found, refused: 'other-vault' }
  if (expected !== undefined && read.last && toHex(read.last) !== expected) return { ...found, refused: 'other-file' }
  if (read.faults.length > 0) return found
  return { ...found, ...(await openCopy(state, source, read, { onProgress: (done, total) => onProgress?.(total + done, 2 * total), signal })) }
}

/** Opens a copy with the ring of who is here, and nothing else of what is open: its keys, roster, head and journal come from the copy. */
async function openCopy(state: VaultState, source: Parameters<typeof backupAsPlatform>[0], read: ReadBackup, progress: BackupProgress): Promise<Pick<BackupCheck, 'verified' | 'notes' | 'refused' | 'commits'>> {
  const { engine, vault } = state
  const platform = backupAsPlatform(source, read.header, read.headerLength)
  const refused = (why: BackupCheck['refused']) => ({ verified: false, notes: [], refused: why, commits: null })
  let copy: VaultState
  let stored
  try {
    stored = await readStoredKeys(platform, engine, vault)
    requireOpen(state)
    const unlocked = await unlockWithRing(engine, vault, stored, state.ring)
    const root = stored.roots.reduce((a, b) => (b.generation > a.generation ? b : a))
    copy = {
      platform, store: memoryStore(), engine, compressor: state.compressor, clock: state.clock, vault, vaultId: state.vaultId, ...unlocked, root, roots: stored.roots, notes: [...stored.notes],
      keyFile: stored.current ?? { generation: 0, length: 0, chain: new Uint8Array(32) }, head: null, unanswered: null, tip: await emptyTip(engine, vault), device: randomBytes(16), witnessed: 0, writable: true, journalWhole: true, open: true,
    }
  } catch (error) {
    if (!state.open) throw error
    return refused('not-opened')
  }
  try {
    copy.head = await readHead(copy, copy.keyring, copy.roster)
    if (!copy.head) addNote(copy, note('head-missing'))
    await settleTip(copy)
    await compareWitnesses(copy, stored.current)
    if (stored.name && stored.name.name !== copy.roster.name) addNote(copy, note('name-changed'))
    const { onProgress, signal } = progress
    const whole = await verifyJournal(copy, await firstChain(engine, vault), { ...(onProgress && { onProgress }), ...(signal && { signal }) })
    const manifest = read.seal && await openManifest(copy, read.seal)
    const fits = manifest && equalBytes(manifest.digest, read.digest) && manifest.generation === copy.head?.generation && manifest.commits === copy.head.journal.commits
    if (!fits) return { ...refused('seal'), notes: copy.notes }
    return { verified: whole && copy.notes.length === 0, notes: copy.notes, refused: null, commits: copy.head?.journal.commits ?? null }
  } finally {
    copy.open = false
    copy.blockKeys.wipe()
    copy.keyring.wipe()
    for (const { secret } of copy.roots) secret.fill(0)
  }
}
