import { accessCommitment, commitmentOf } from './access.ts'
import { ByteReader, concatBytes, equalBytes, LayoutFault, toHex, utf8, type Bytes } from './bytes.ts'
import { sha256Small, sodiumReady } from './engine.ts'
import { ACCESS_SECTION, chunksHash, decodeStatement, isLogical, statementHash, type Statement } from './envelope.ts'
import { decodeHead, headHash, type Head } from './head.ts'
import { FORMAT, verify } from './primitives.ts'
import { accountById, accountMaySay, decodeRoster, newestRoster, rosterHash, type Roster, type SignedRoster } from './roster.ts'
import { rootFingerprint, sealedBefore, TRAIL_MAGIC, TRAIL_RECORD } from './trail-file.ts'

/** What is wrong with an audit trail. `where`: the statement's number in the file from 1, where it is of one. */
export interface TrailFault { readonly code: TrailFaultCode; readonly where?: number; readonly more?: string }
export type TrailFaultCode =
  | 'not-a-trail' | 'newer' | 'cut' | 'roster-unreadable' | 'roster-broken' | 'other-root' | 'statement-unreadable' | 'statement-twice' | 'statement-stranger' | 'statement-forged' | 'statement-after-end' | 'order-impossible'
  | 'chain-gap' | 'chain-fork' | 'import-incomplete' | 'head-missing' | 'head-unreadable' | 'head-forged' | 'head-other-roster' | 'count-differs' | 'device-differs' | 'heads-differ' | 'event-foreign' | 'event-altered' | 'seal-missing' | 'seal-forged' | 'unknown-record'

/** An event that was told opened, and whose it is. */
export interface CheckedEvent { readonly account: string; readonly accountName: string; readonly commit: string; /** Milliseconds since 1970, as its author's clock had it. */ readonly time: number; readonly event: Bytes }

export interface TrailVerdict {
  readonly whole: boolean
  readonly faults: readonly TrailFault[]
  readonly vault: string
  readonly station: string
  /** Sixteen bytes, hexadecimal: what the station shows of its root. */
  readonly root: string
  readonly rosters: number
  readonly accounts: readonly { readonly id: string; readonly name: string; readonly active: boolean; readonly statements: number }[]
  readonly statements: number
  readonly commits: number
  readonly devices: number
  /** Statements that bear an event, and events that are told and were checked. */
  readonly recorded: number
  readonly events: readonly CheckedEvent[]
  /** Of the head: its number, and when; null where there is none. */
  readonly head: { readonly generation: number; readonly time: number } | null
  readonly sealed: { readonly by: string; readonly time: number } | null
}

interface Read { readonly rosters: SignedRoster[]; readonly statements: { statement: Statement; hash: Bytes; signature: Bytes }[]; readonly events: Bytes[]; head: { head: Head; signature: Bytes } | null; seal: { payload: Bytes; before: Bytes } | null }

/**
 * Checks an audit trail without any key: the rosters from the first, every signature, every device's chain, that it ends where the
 * head says, and that events told opened are what was signed.
 * @param root the root's fingerprint, hexadecimal, as the station shows it: without it the trail may be another station's
 */
export async function verifyTrail(file: Bytes, options: { readonly root?: string; readonly onProgress?: (done: number, total: number) => void } = {}): Promise<TrailVerdict> {
  await sodiumReady
  const faults: TrailFault[] = []
  const wrong = (code: TrailFaultCode, where?: number, more?: string) => void faults.push({ code, ...(where !== undefined && { where }), ...(more !== undefined && { more }) })
  const vault = file.slice(10, 26)
  const read: Read = { rosters: [], statements: [], events: [], head: null, seal: null }
  if (file.length < 26 || !equalBytes(file.subarray(0, 8), TRAIL_MAGIC)) wrong('not-a-trail')
  else if (new ByteReader(file.subarray(8)).u16() !== FORMAT) wrong('newer')
  else readRecords(file, vault, read, wrong)

  const first = read.rosters[0]
  const roster = first ? checkRosters(vault, read.rosters, wrong) : null
  const root = first ? toHex(rootFingerprint(vault, first.signer)) : ''
  if (options.root !== undefined && options.root.replace(/[^0-9a-f]/gi, '').toLowerCase() !== root) wrong('other-root')
  const counts = roster ? checkStatements(vault, roster, read, wrong, options.onProgress) : { devices: 0, commits: 0, by: new Map<string, number>() }
  if (roster) checkHead(vault, roster, read, counts.commits, wrong)
  const events = roster ? checkEvents(vault, roster, read, wrong) : []
  const sealed = checkSeal(vault, roster, read, wrong)
  return {
    whole: faults.length === 0, faults, vault: toHex(vault), station: roster?.name ?? '', root, rosters: read.rosters.length,
    accounts: (roster?.accounts ?? []).map(({ id, name, active }) => ({ id: toHex(id), name, active, statements: counts.by.get(toHex(id)) ?? 0 })),
    statements: read.statements.length, commits: counts.commits, devices: counts.devices,
    recorded: read.statements.filter(({ statement }) => statement.parts.some(({ section }) => section === ACCESS_SECTION)).length, events,
    head: read.head && { generation: read.head.head.generation, time: read.head.head.time }, sealed,
  }
}

type Wrong = (code: TrailFaultCode, where?: number, more?: string) => void

function readRecords(file: Bytes, vault: Bytes, read: Read, wrong: Wrong): void {
  let at = 26
  while (at < file.length) {
    if (at + 5 > file.length) return wrong('cut')
    const length = new ByteReader(file.subarray(at + 1, at + 5)).u32()
    if (at + 5 + length > file.length) return wrong('cut')
    const payload = file.subarray(at + 5, at + 5 + length)
    const type = file[at]!
    // Nothing comes after the seal: it would stand unsealed.
    if (read.seal) wrong('unknown-record')
    try {
      readRecord(type, payload, file.subarray(0, at), vault, read, wrong)
    } catch (error) {
      if (!(error instanceof LayoutFault)) throw error
      if (type === TRAIL_RECORD.roster) wrong('roster-unreadable')
      else if (type === TRAIL_RECORD.head) wrong('head-unreadable')
      else wrong('statement-unreadable', read.statements.length + 1)
    }
    at += 5 + length
  }
}

function readRecord(type: number, payload: Bytes, before: Bytes, vault: Bytes, read: Read, wrong: Wrong): void {
  const reader = new ByteReader(payload)
  if (type === TRAIL_RECORD.roster) {
    const roster = decodeRoster(reader.block())
    read.rosters.push({ roster, signer: reader.raw(32), signature: reader.raw(64) })
  } else if (type === TRAIL_RECORD.statement) {
    const statement = decodeStatement(vault, reader.block())
    read.statements.push({ statement, hash: statementHash(vault, statement), signature: reader.raw(64) })
  } else if (type === TRAIL_RECORD.head) {
    if (read.head) wrong('head-forged')
    read.head = { head: decodeHead(reader.block()), signature: reader.raw(64) }
  } else if (type === TRAIL_RECORD.event) read.events.push(payload)
  else if (type === TRAIL_RECORD.seal) read.seal = { payload, before }
  else wrong('unknown-record')
  if (type === TRAIL_RECORD.roster || type === TRAIL_RECORD.statement || type === TRAIL_RECORD.head) reader.done()
}

/** The newest roster that the chain from the first reaches; all of them must be reached. */
function checkRosters(vault: Bytes, rosters: readonly SignedRoster[], wrong: Wrong): Roster | null {
  const newest = newestRoster(vault, rosters[0]!.signer, rosters)
  if (!newest || newest.sequence !== rosters.length || rosters.some(({ roster }, at) => roster.sequence !== at + 1)) wrong('roster-broken')
  return newest
}

function checkStatements(vault: Bytes, roster: Roster, { statements }: Read, wrong: Wrong, onProgress?: (done: number, total: number) => void): { devices: number; commits: number; by: Map<string, number> } {
  const devices = new Map<string, { sequence: number; hash: Bytes }>()
  const before = new Set<string>()
  const chunks = new Map<string, Bytes[]>()
  const by = new Map<string, number>()
  let commits = 0
  for (const [index, { statement, hash, signature }] of statements.entries()) {
    const where = index + 1
    const account = accountById(roster, statement.account)
    if (!account) wrong('statement-stranger', where)
    else if (!verify(account.signing, 'commit', vault, hash, signature)) wrong('statement-forged', where)
    else if (!accountMaySay(account, statement, hash)) wrong('statement-after-end', where, account.name)
    const id = toHex(statement.id)
    if (before.has(id)) wrong('statement-twice', where)
    if (statement.seen.some((seen) => !before.has(toHex(seen)))) wrong('order-impossible', where)
    before.add(id)
    const device = toHex(statement.device)
    const last = devices.get(device)
    if (last && statement.sequence <= last.sequence) wrong('chain-fork', where)
    else if (statement.sequence !== (last?.sequence ?? 0) + 1 || !equalBytes(statement.previous, last?.hash ?? new Uint8Array(32))) wrong('chain-gap', where)
    devices.set(device, { sequence: statement.sequence, hash })
    by.set(toHex(statement.account), (by.get(toHex(statement.account)) ?? 0) + 1)
    if (isLogical(statement)) commits += 1
    const bulk = statement.bulk ? toHex(statement.bulk.import) : ''
    if (statement.kind === 'chunk') chunks.set(bulk, [...(chunks.get(bulk) ?? []), hash])
    else if (statement.kind === 'end') {
      const members = chunks.get(bulk) ?? []
      if (members.length !== statement.bulk?.number || !equalBytes(chunksHash(vault, members), statement.bulk.hash)) wrong('import-incomplete', where)
      chunks.delete(bulk)
    }
    if (where % 500 === 0) onProgress?.(where, statements.length)
  }
  return { devices: devices.size, commits, by }
}

/** That the statements end where the head says, and that it knows the rosters that stand here. */
function checkHead(vault: Bytes, roster: Roster, { head: signed, rosters, statements }: Read, commits: number, wrong: Wrong): void {
  if (!signed) return wrong('head-missing')
  const { head, signature } = signed
  const account = accountById(roster, head.account)
  if (!account || !verify(account.signing, 'head', vault, headHash(vault, head), signature)) wrong('head-forged')
  const known = rosters.find((one) => one.roster.sequence === head.roster.sequence)
  if (!known || !equalBytes(rosterHash(vault, known.roster), head.roster.hash)) wrong('head-other-roster')
  if (statements.length !== head.journal.envelopes || commits !== head.journal.commits) wrong('count-differs', undefined, `${statements.length}/${head.journal.envelopes}`)
  const last = new Map(statements.map(({ statement, hash }) => [toHex(statement.device), { sequence: statement.sequence, hash }]))
  for (const { device, sequence, hash } of head.devices) {
    const found = last.get(toHex(device))
    if (!found || found.sequence !== sequence || !equalBytes(found.hash, hash)) wrong('device-differs', undefined, `${found?.sequence ?? 0}/${sequence}`)
    last.delete(toHex(device))
  }
  if (last.size > 0) wrong('device-differs')
  const ids = new Set(statements.map(({ statement }) => toHex(statement.id)))
  if (head.frontier.some((id) => !ids.has(toHex(id)))) wrong('heads-differ')
}

const SECTION = utf8(`vigil/section/v${FORMAT}\0`)
/** Salt, how it is packed and two lengths stand before a section's content. */
const SECTION_HEAD = 32 + 1 + 6 + 6

function checkEvents(vault: Bytes, roster: Roster, { events, statements }: Read, wrong: Wrong): readonly CheckedEvent[] {
  const byId = new Map(statements.map(({ statement }, index) => [toHex(statement.id), { statement, where: index + 1 }]))
  const checked: CheckedEvent[] = []
  const told = new Set<string>()
  for (const payload of events) {
    try {
      const reader = new ByteReader(payload)
      const [commit, part, preimage, salt, event] = [reader.raw(16), reader.u16(), reader.block(), reader.raw(32), reader.block()]
      reader.done()
      const of = byId.get(toHex(commit))
      const stated = of?.statement.parts[part]
      if (!of || !stated || stated.section !== ACCESS_SECTION || told.has(toHex(commit))) {
        wrong('event-foreign', of?.where)
        continue
      }
      told.add(toHex(commit))
      const { account, hlc } = of.statement
      const commitment = commitmentOf(preimage.slice(SECTION_HEAD))
      if (!equalBytes(sha256Small(concatBytes(SECTION, preimage)), stated.hash) || !equalBytes(accessCommitment({ vault, account, commit }, salt, event), commitment)) wrong('event-altered', of.where)
      else checked.push({ account: toHex(account), accountName: accountById(roster, account)?.name ?? '', commit: toHex(commit), time: hlc.time, event: event.slice() })
    } catch (error) {
      if (!(error instanceof LayoutFault)) throw error
      wrong('event-altered')
    }
  }
  return checked
}

/** Whoever exported it vouches for all of it, down to bytes that nothing else covers. */
function checkSeal(vault: Bytes, roster: Roster | null, { seal }: Read, wrong: Wrong): TrailVerdict['sealed'] {
  if (!seal) {
    wrong('seal-missing')
    return null
  }
  const signer = roster && accountById(roster, seal.payload.subarray(0, 16))
  if (seal.payload.length !== 16 + 6 + 64 || !signer || !verify(signer.signing, 'trail', vault, concatBytes(sealedBefore(vault, seal.before), seal.payload.subarray(0, 22)), seal.payload.subarray(22))) {
    wrong('seal-forged')
    return null
  }
  return { by: signer.name, time: new ByteReader(seal.payload.subarray(16, 22)).u48() }
}
