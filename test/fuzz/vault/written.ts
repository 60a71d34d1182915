import type { Platform } from '../../../shared/platform.ts'
import { decodeKeyBatch, openKeyBatch } from '../../../shared/vault/blockkeys.ts'
import { toHex } from '../../../shared/vault/bytes.ts'
import { decodeOutside } from '../../../shared/vault/envelope.ts'
import { JOURNAL_HEADER, JournalReader } from '../../../shared/vault/journal.ts'
import { RECORD } from '../../../shared/vault/keyfile.ts'
import { readEnvelope } from '../../../shared/vault/reading.ts'
import type { VaultState } from '../../../shared/vault/state.ts'
import { recoverVault, type OpenVault, type SegmentStore } from '../../../shared/vault/vault.ts'
import { LastingStore } from '../../support/lasting-store.ts'
import { MemoryPlatform } from '../../vault/support/memory-platform.ts'
import { nodeEngine } from '../../vault/support/node.ts'
import { OpenedRing } from '../../vault/support/opened-ring.ts'
import { allCommits, founded, note, openText, QUICK, reopened, text, words } from '../../vault/support/vaults.ts'
import { marksOf } from './marks.ts'

/** Everything that is stored of one vault, by name: the files of its folder, and what its database holds. */
export type Stored = ReadonlyMap<string, Uint8Array>
const SLOTS = ['keys', 'root', 'head'] as const

export function storedOf(platform: MemoryPlatform, store: LastingStore): Stored {
  const files = platform.only()
  const { segments, records } = store.contents()
  const all = new Map<string, Uint8Array>([['journal', files.journal.slice()]])
  for (const slot of SLOTS) for (const copy of ['current', 'previous'] as const) if (files.slots.has(`${slot}/${copy}`)) all.set(copy === 'current' ? slot : `${slot}.previous`, files.slots.get(`${slot}/${copy}`)!.slice())
  for (const [id, bytes] of files.drafts) all.set(`drafts/${id}`, bytes.slice())
  for (const [key, bytes] of segments) all.set(`segments/${key}`, bytes)
  for (const [name, bytes] of records) all.set(`records/${name}`, bytes)
  return all
}

/** A machine with these bytes on its disk. */
export function machineOf(id: string, stored: Stored): { readonly platform: MemoryPlatform; readonly store: LastingStore } {
  const platform = new MemoryPlatform()
  const under = (folder: string) => new Map([...stored].filter(([name]) => name.startsWith(folder)).map(([name, bytes]) => [name.slice(folder.length), bytes.slice()]))
  const slots = new Map(SLOTS.flatMap((slot) => ([[slot, `${slot}/current`], [`${slot}.previous`, `${slot}/previous`]] as const).flatMap(([name, key]) => (stored.has(name) ? [[key as `${typeof slot}/current`, stored.get(name)!.slice()] as const] : []))))
  platform.vaults.set(id, { journal: stored.get('journal')?.slice() ?? new Uint8Array(0), slots, drafts: under('drafts/'), attempts: { failures: 0, last: 0 } })
  return { platform, store: new LastingStore({ segments: under('segments/'), records: under('records/') }) }
}

/** What was ever written, and how it lies on the disk. */
export interface Written {
  readonly id: string
  readonly ring: OpenedRing
  /** As it is, and as it was after each act before, the oldest first. */
  readonly stored: Stored
  readonly before: readonly Stored[]
  /** Texts of each commit, in order, by its id; null for what was erased. */
  readonly commits: ReadonlyMap<string, readonly (string | null)[]>
  /** What was erased, by its commit: an old key file with its old root, put back together, opens it again, and nothing else may. */
  readonly erased: ReadonlyMap<string, readonly string[]>
  readonly groups: ReadonlySet<string>
  /** Every content that each draft had. */
  readonly drafts: ReadonlyMap<string, readonly string[]>
  /** Every content that a segment had, by section and order. */
  readonly segments: ReadonlyMap<string, readonly string[]>
  /** The bytes of a commit's frames in the journal, and of the records in the key file that hold its keys. */
  readonly needs: ReadonlyMap<string, { readonly frames: readonly Uint8Array[]; readonly keys: readonly Uint8Array[] }>
  /** Records of the key file that hold no block's keys: names, rings, grants, rosters. */
  readonly others: readonly Uint8Array[]
  /** Length of the key file when the head was last written. */
  readonly keysAtHead: number
}

const DRAFTS = ['aa', 'bb'].map((pair) => pair.repeat(16)) as [string, string]

/** A vault with calls, an import, a case, drafts, folds, a confirmed recovery key, and a recovery by it. */
export async function writtenVault(): Promise<Written> {
  const first = new LastingStore()
  const { platform, vault, id, recoveryKey } = await founded({ store: first })
  const before: Stored[] = []
  const drafts = new Map<string, string[]>()
  const segments = new Map<string, string[]>()
  let store: LastingStore = first
  const done = () => before.push(storedOf(platform, store))
  const draft = async (open: OpenVault, at: 0 | 1, value: string) => {
    await open.drafts.write(DRAFTS[at], text(value))
    drafts.set(DRAFTS[at], [...(drafts.get(DRAFTS[at]) ?? []), value])
    done()
  }
  const fold = async (open: OpenVault, value: string) => {
    const folded = await open.segments.load()
    const order = folded?.segments.filter(({ group }) => group === 'casework').length ?? 0
    await open.segments.save({ position: open.position, keep: folded?.segments ?? [], add: (['casework', 'geography'] as const).map((group) => ({ group, section: `${group}.log`, order, rows: 1, bytes: text(`${group} ${value} ${'s'.repeat(700)}`), packing: 'store' as const })) })
    for (const group of ['casework', 'geography']) segments.set(`${group}.log ${order}`, [...(segments.get(`${group}.log ${order}`) ?? []), `${group} ${value} ${'s'.repeat(700)}`])
    done()
  }
  const write = async (open: OpenVault, from: number, to: number) => {
    for (let i = from; i < to; i++) {
      await note(open, `note ${i} ${'x'.repeat((i * 137) % 900)}`, ['casework', 'identities', 'geography'][i % 3])
      await open.prepare([])
      done()
    }
  }
  done()
  await write(vault, 0, 6)
  const bulk = vault.beginImport('import-tips')
  for (let chunk = 0; chunk < 4; chunk++) await bulk.append([{ group: 'casework', section: 'text', bytes: text(`row ${chunk} ${'r'.repeat(600)}`) }, { group: 'geography', section: 'text', bytes: text(`place ${chunk}`) }])
  await bulk.end([{ group: 'casework', section: 'text', bytes: text('summary') }])
  done()
  await vault.createGroup('case/7')
  await note(vault, 'of a case', 'case/7')
  await draft(vault, 0, 'half a call')
  await vault.confirmRecovery([0, 5, 9].map((position) => ({ position, word: recoveryKey[position]! })))
  await write(vault, 6, 12)
  await vault.seal()
  await recoverVault(platform, { vault: id, words: recoveryKey, account: 'Amina', passphrase: 'after the recovery', stretching: QUICK, engine: nodeEngine })
  done()
  // The new account folds anew, into an empty database.
  store = new LastingStore()
  const again = await reopened(platform, id, { store, passphrase: 'after the recovery' })
  await draft(again, 0, 'half a call, and a word more')
  await draft(again, 1, 'another call')
  await write(again, 12, 16)
  segments.clear()
  await fold(again, 'first')
  await write(again, 16, 20)
  await fold(again, 'second')
  // A new account, then an erasure: the key file is rewritten under a fresh root, and folds of before are under the old one.
  await again.addAccount({ name: 'Basim', passphrase: 'five other words of his', administrator: false, groups: [{ group: 'geography' }] })
  done()
  await write(again, 20, 22)
  const { id: target, parts: [part] } = (await allCommits(again)).slice(-4)[0]!
  const erased = new Map([[target, [await openText(part!)]]])
  await again.erase('erase', [{ envelope: part!.envelope, block: part!.block, group: part!.group!, act: 'write-note', sections: null }])
  done()
  await fold(again, 'after the erasure')
  await write(again, 22, 24)
  await fold(again, 'once more')
  await write(again, 24, 26)
  const commits = new Map<string, readonly (string | null)[]>()
  for (const { id: commit, parts } of await allCommits(again)) commits.set(commit, await Promise.all(parts.map(async (part) => openText(part).then((value) => (value === '!part-erased' ? null : value)))))
  const { groups } = again.describe()
  await again.seal()
  platform.restart()
  const ring = await OpenedRing.of(platform, id, { account: 'Amina', passphrase: 'after the recovery' })
  const stored = storedOf(platform, store)
  return { id, ring, stored, before, commits, erased, groups: new Set(groups), drafts, segments, ...await needsOf(await ring.state(platform), stored.get('keys')!) }
}

async function needsOf(state: VaultState, keys: Uint8Array): Promise<Pick<Written, 'needs' | 'others' | 'keysAtHead'>> {
  const marks = marksOf(keys, 'keys')
  const records = marks.slice(0, -1).map((from, at) => keys.slice(from, marks[at + 1]))
  const holder = new Map<string, Uint8Array>()
  for (const record of records.filter(([type]) => type === RECORD.blockKeys)) {
    const batch = decodeKeyBatch(record.slice(5, -8))
    for (const key of (await openKeyBatch(nodeEngine, state.vault, state.keyring.byHandle(batch.handle)!, state.root, batch)).keys) holder.set(toHex(key.id), record)
  }
  const imports = new Map<string, { frames: Uint8Array[]; keys: Uint8Array[] }>()
  const needs = new Map<string, { frames: Uint8Array[]; keys: Uint8Array[] }>()
  for await (const frame of new JournalReader(state.platform, nodeEngine, state.vault).frames(JOURNAL_HEADER, state.tip.length)) {
    const envelope = frame.body && await readEnvelope(state, frame)
    if (!envelope || typeof envelope === 'string') throw new Error('the vault was not whole to begin with')
    const { statement, table } = envelope.meta
    const bulk = statement.bulk ? toHex(statement.bulk.import) : toHex(statement.id)
    const need = imports.get(bulk) ?? { frames: [], keys: [] }
    imports.set(bulk, need)
    need.frames.push((await new JournalReader(state.platform, nodeEngine, state.vault).read(frame.offset, frame.end - frame.offset)).slice())
    need.keys.push(...[decodeOutside(state.vault, envelope.body).metaKey, ...table.map(({ key }) => key)].flatMap((key) => holder.get(toHex(key)) ?? []))
    if (statement.kind !== 'chunk') needs.set(toHex(statement.id), need)
  }
  return { needs, others: records.filter(([type]) => type !== RECORD.blockKeys), keysAtHead: state.head!.keys.length }
}

/** What came of looking at stored bytes: all that opened, and all that was said. */
export interface Outcome {
  /** Codes of notes and of errors, each once. */
  readonly said: ReadonlySet<string>
  readonly opened: boolean
  /** Texts by commit; null for a part that did not open. */
  readonly commits: ReadonlyMap<string, readonly (string | null)[]>
  readonly groups: readonly string[]
  readonly drafts: ReadonlyMap<string, string | null>
  readonly segments: ReadonlyMap<string, string>
  /** What must not be: an exception that nobody foresaw, or work lost by going on. */
  readonly faults: readonly string[]
  readonly milliseconds: number
}

export interface Reader { open(platform: Platform, store: SegmentStore): Promise<OpenVault> }

/** Opens what is stored and reads all of it; then goes on from there, and looks whether anything is lost by that. */
export async function lookAt(id: string, stored: Stored, reader: Reader): Promise<Outcome> {
  const from = performance.now()
  const { platform, store } = machineOf(id, stored)
  const said = new Set<string>()
  const faults: string[] = []
  const found = { commits: new Map<string, (string | null)[]>(), drafts: new Map<string, string | null>(), segments: new Map<string, string>() }
  let groups: readonly string[] = []
  let opened = false
  /** An error that is meant for a person is said; any other is a fault of the program. */
  const tell = (error: unknown, where: string) => {
    const { name, code } = error as { name?: string; code?: string }
    if (code === 'part-erased') return
    if (name === 'SegmentFault') said.add('segment-fault')
    else if (name === 'TellableError' && code) said.add(code)
    else faults.push(`${where}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
  }
  try {
    const vault = await reader.open(platform, store)
    opened = true
    groups = vault.describe().groups
    found.commits = await textsOf(vault, tell)
    for (const draft of await vault.drafts.list()) {
      const bytes = await vault.drafts.read(draft)
      found.drafts.set(draft, bytes && words(bytes))
    }
    const folded = await vault.segments.load()
    for (const segment of folded?.segments ?? []) {
      try {
        found.segments.set(`${segment.section} ${segment.order}`, words(await vault.segments.read(segment)))
      } catch (error) {
        tell(error, 'segment')
      }
    }
    await vault.verify()
    for (const { code } of vault.describe().notes) said.add(code)
    if (!vault.describe().writable) await vault.acceptLoss()
    await note(vault, 'gone on')
    await vault.seal()
    platform.restart()
    const third = await reader.open(platform, store)
    const later = await textsOf(third, tell)
    if (![...later.values()].some(([value]) => value === 'gone on')) faults.push('what was written after the damage is not there')
    for (const [commit, texts] of found.commits) if (texts.some((value, at) => value !== null && later.get(commit)?.[at] !== value)) faults.push(`a commit that could be read was lost by going on: ${texts.join()}`)
    await third.seal()
  } catch (error) {
    tell(error, opened ? 'after opening' : 'opening')
  }
  return { said, opened, groups, ...found, faults, milliseconds: performance.now() - from }
}

async function textsOf(vault: OpenVault, tell: (error: unknown, where: string) => void): Promise<Map<string, (string | null)[]>> {
  const commits = new Map<string, (string | null)[]>()
  for (const { id, parts } of await allCommits(vault)) {
    const texts: (string | null)[] = []
    for (const part of parts) {
      try {
        texts.push(words(await part.open()))
      } catch (error) {
        tell(error, 'part')
        texts.push(null)
      }
    }
    commits.set(id, texts)
  }
  return commits
}
