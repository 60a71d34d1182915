import { beforeAll, describe, expect, it } from 'vitest'
import { ByteReader, ByteWriter, concatBytes, toHex, type Bytes } from '../../shared/vault/bytes.ts'
import { decodeStatement, encodeStatement, statementHash } from '../../shared/vault/envelope.ts'
import { sign } from '../../shared/vault/primitives.ts'
import { sealedBefore, TRAIL_RECORD } from '../../shared/vault/trail-file.ts'
import type { VaultState } from '../../shared/vault/state.ts'
import { verifyTrail, type TrailVerdict } from '../../shared/vault/vault.ts'
import { OpenedRing } from './support/opened-ring.ts'
import { founded, note, reopened, text, WHO, words } from './support/vaults.ts'

interface Piece { readonly type: number; readonly payload: Bytes }

/** A trail of two accounts: commits, an import, events, an account that ended; and one of before, and one of another station. */
let trail: Bytes
let older: Bytes
let other: Bytes
let state: VaultState
let root: string
/** Of the account that ended, as somebody may have kept it. */
let ended: VaultState['ring']

const HEADER = 26
function piecesOf(file: Bytes): Piece[] {
  const pieces = []
  for (let at = HEADER; at < file.length; ) {
    const length = new ByteReader(file.subarray(at + 1, at + 5)).u32()
    pieces.push({ type: file[at]!, payload: file.slice(at + 5, at + 5 + length) })
    at += 5 + length
  }
  return pieces
}
const joined = (pieces: readonly Piece[]): Bytes => concatBytes(trail.subarray(0, HEADER), ...pieces.map(({ type, payload }) => new ByteWriter().u8(type).block(payload).finish()))
/** The same with a seal by an account of the station: what its signature alone would let pass must be found by itself. */
function resealed(pieces: readonly Piece[]): Bytes {
  const before = joined(pieces.filter(({ type }) => type !== TRAIL_RECORD.seal))
  const seal = concatBytes(state.ring.account, new ByteWriter().u48(1).finish())
  return concatBytes(before, new ByteWriter().u8(TRAIL_RECORD.seal).block(concatBytes(seal, sign(state.ring.signing, 'trail', state.vault, concatBytes(sealedBefore(state.vault, before), seal)))).finish())
}
const codes = (verdict: TrailVerdict) => [...new Set(verdict.faults.map(({ code }) => code))].sort()
const statements = (pieces: readonly Piece[]) => pieces.flatMap(({ type }, at) => (type === TRAIL_RECORD.statement ? [at] : []))
async function foundIn(change: (pieces: Piece[]) => readonly Piece[]): Promise<string[]> {
  return codes(await verifyTrail(resealed(change(piecesOf(trail)))))
}

beforeAll(async () => {
  const { platform, vault, id } = await founded()
  await vault.commit({ act: 'write-note', parts: [{ group: 'casework', section: 'text', bytes: text('first') }], access: text('Amina changed a tip') })
  const binta = await vault.addAccount({ name: 'Binta', passphrase: 'four more words than needed', groups: [{ group: 'casework' }], administrator: false })
  await vault.seal()
  const second = await reopened(platform, id, { account: 'Binta', passphrase: 'four more words than needed' })
  await note(second, 'by Binta')
  await second.commit({ act: 'see', parts: [], access: text('Binta looked at a tip') })
  await second.seal()
  ended = structuredClone((await (await OpenedRing.of(platform, id, { account: 'Binta', passphrase: 'four more words than needed' })).state(platform)).ring)
  const again = await reopened(platform, id)
  older = new Uint8Array(await again.exportTrail({ opened: true }))
  const bulk = again.beginImport('import')
  for (let chunk = 0; chunk < 3; chunk++) await bulk.append([{ group: 'casework', section: 'text', bytes: text(`row ${chunk}`) }])
  await bulk.end([{ group: 'casework', section: 'text', bytes: text('summary') }], text('Amina brought in a file'))
  await again.endAccount(binta)
  await note(again, 'last')
  trail = new Uint8Array(await again.exportTrail({ opened: true }))
  root = again.rootFingerprint
  await again.seal()
  state = await (await OpenedRing.of(platform, id)).state(platform)
  const elsewhere = await founded()
  await elsewhere.vault.commit({ act: 'x', parts: [], access: text('elsewhere') })
  await note(elsewhere.vault, 'elsewhere')
  other = new Uint8Array(await elsewhere.vault.exportTrail({ opened: true }))
  await elsewhere.vault.seal()
}, 60_000)

describe('an audit trail', () => {
  it('is whole to somebody without any key, and tells what it holds', async () => {
    const verdict = await verifyTrail(trail, { root: root.match(/.{4}/g)!.join(' ') })
    expect(verdict).toMatchObject({ whole: true, faults: [], station: 'Northern desk', root, recorded: 3, sealed: { by: WHO.account } })
    expect(verdict.accounts.map(({ name, active, statements: said }) => [name, active, said])).toEqual([['Amina', true, 6], ['Binta', false, 2]])
    expect(verdict.events.map(({ accountName, event }) => [accountName, words(event)])).toEqual([['Amina', 'Amina changed a tip'], ['Binta', 'Binta looked at a tip'], ['Amina', 'Amina brought in a file']])
  })

  it('without its events is whole as well, and tells none', async () => {
    expect(await verifyTrail(resealed(piecesOf(trail).filter(({ type }) => type !== TRAIL_RECORD.event)))).toMatchObject({ whole: true, recorded: 3, events: [] })
  })

  it('sealed again by an account of the station is whole: what the tests below find, they find for another reason', async () => {
    expect(await foundIn((pieces) => pieces)).toEqual([])
  })
})

describe('in an audit trail is found', () => {
  it('a changed byte, anywhere', async () => {
    const missed = []
    for (let at = 0; at < trail.length; at += 41) {
      const changed = trail.slice()
      changed[at]! ^= 1
      if ((await verifyTrail(changed)).whole) missed.push(at)
    }
    expect(missed).toEqual([])
  }, 60_000)

  it('a changed byte of any record, though the file was sealed again over it', async () => {
    const missed = []
    for (const [at, { type, payload }] of piecesOf(trail).entries()) {
      if (type === TRAIL_RECORD.seal) continue
      for (const byte of [0, payload.length >> 1, payload.length - 1]) {
        const changed = payload.slice()
        changed[byte]! ^= 1
        const codesFound = await foundIn((pieces) => pieces.map((piece, index) => (index === at ? { type, payload: changed } : piece)))
        if (codesFound.length === 0) missed.push([type, byte])
      }
    }
    expect(missed).toEqual([])
  }, 60_000)

  it('a statement that was taken out: at the beginning, in the middle, at the end, of an import, or one that only told what was seen', async () => {
    for (const [at] of statements(piecesOf(trail)).entries()) {
      const found = await foundIn((pieces) => pieces.filter((_, index) => index !== statements(pieces)[at]))
      expect(found, String(at)).toContain('count-differs')
      expect(found.some((code) => code === 'chain-gap' || code === 'device-differs'), String(at)).toBe(true)
    }
  })

  it('a statement that stands twice', async () => {
    expect(await foundIn((pieces) => pieces.flatMap((piece, index) => (index === statements(pieces)[1] ? [piece, piece] : [piece])))).toEqual(expect.arrayContaining(['statement-twice', 'chain-fork', 'count-differs']))
  })

  it('two statements in each other’s place', async () => {
    expect(await foundIn((pieces) => {
      const [one, two] = statements(pieces)
      return pieces.map((piece, index) => (index === one ? pieces[two!]! : index === two ? pieces[one!]! : piece))
    })).toContain('chain-gap')
  })

  it('a statement of another station, and one that an account signed after its end', async () => {
    const foreign = piecesOf(other).find(({ type }) => type === TRAIL_RECORD.statement)!
    expect(await foundIn((pieces) => pieces.flatMap((piece, index) => (index === statements(pieces)[1] ? [piece, foreign] : [piece])))).toContain('statement-unreadable')
    // It follows on from the very last one, in the name and with the keys of the account that ended.
    const last = decodeStatement(state.vault, new ByteReader(piecesOf(trail).findLast(({ type }) => type === TRAIL_RECORD.statement)!.payload).block())
    const next = { ...last, id: new Uint8Array(16).fill(7), account: ended.account, sequence: last.sequence + 1, previous: statementHash(state.vault, last), seen: [last.id] }
    const payload = new ByteWriter().block(encodeStatement(state.vault, next)).raw(sign(ended.signing, 'commit', state.vault, statementHash(state.vault, next))).finish()
    expect(await foundIn((pieces) => pieces.flatMap((piece) => (piece.type === TRAIL_RECORD.head ? [{ type: TRAIL_RECORD.statement, payload }, piece] : [piece])))).toContain('statement-after-end')
  })

  it('an end that was cut off, with and without its seal', async () => {
    for (const length of [trail.length - 1, trail.length - 100, trail.length >> 1, HEADER]) expect((await verifyTrail(trail.slice(0, length))).whole, String(length)).toBe(false)
    expect(await foundIn((pieces) => pieces.slice(0, statements(pieces).at(-2)))).toEqual(expect.arrayContaining(['head-missing']))
    expect(await foundIn((pieces) => pieces.filter((_, index) => index < statements(pieces).at(-2)! || index > statements(pieces).at(-1)!))).toEqual(expect.arrayContaining(['count-differs', 'device-differs']))
    expect(codes(await verifyTrail(joined(piecesOf(trail).filter(({ type }) => type !== TRAIL_RECORD.seal))))).toEqual(['seal-missing'])
  })

  it('another roster: one taken out, the newest cut, or another station’s in their place', async () => {
    const rosters = (pieces: readonly Piece[]) => pieces.filter(({ type }) => type === TRAIL_RECORD.roster)
    expect(rosters(piecesOf(trail)).length).toBeGreaterThan(2)
    expect(await foundIn((pieces) => pieces.filter((piece) => piece !== rosters(pieces)[1]))).toContain('roster-broken')
    expect(await foundIn((pieces) => pieces.filter((piece) => piece !== rosters(pieces).at(-1)))).toContain('head-other-roster')
    expect(await foundIn((pieces) => [...rosters(piecesOf(other)), ...pieces.filter(({ type }) => type !== TRAIL_RECORD.roster)])).not.toEqual([])
  })

  it('another head: an older one, none, or another station’s', async () => {
    const headOf = (file: Bytes) => piecesOf(file).find(({ type }) => type === TRAIL_RECORD.head)!
    expect(await foundIn((pieces) => pieces.map((piece) => (piece.type === TRAIL_RECORD.head ? headOf(older) : piece)))).toEqual(expect.arrayContaining(['count-differs', 'device-differs']))
    expect(await foundIn((pieces) => pieces.map((piece) => (piece.type === TRAIL_RECORD.head ? headOf(other) : piece)))).toContain('head-forged')
    expect(await foundIn((pieces) => pieces.filter(({ type }) => type !== TRAIL_RECORD.head))).toContain('head-missing')
  })

  it('an opened event that was altered, or told of another statement', async () => {
    const events = (pieces: readonly Piece[]) => pieces.filter(({ type }) => type === TRAIL_RECORD.event)
    const altered = (payload: Bytes) => {
      const at = payload.findIndex((_, index) => words(payload.subarray(index, index + 5)) === 'Amina')
      const changed = payload.slice()
      changed.set(text('Binta'), at)
      return changed
    }
    expect(await foundIn((pieces) => pieces.map((piece) => (piece === events(pieces)[0] ? { ...piece, payload: altered(piece.payload) } : piece)))).toEqual(['event-altered'])
    expect(await foundIn((pieces) => pieces.map((piece) => (piece === events(pieces)[0] ? { ...piece, payload: concatBytes(events(pieces)[1]!.payload.subarray(0, 16), piece.payload.subarray(16)) } : piece)))).not.toEqual([])
    expect(await foundIn((pieces) => [...pieces.slice(0, -1), events(piecesOf(other))[0]!, pieces.at(-1)!])).toContain('event-foreign')
  })

  it('another station’s whole trail, for who knows the root; and whoever does not is told what to compare', async () => {
    expect(await verifyTrail(other)).toMatchObject({ whole: true })
    expect(codes(await verifyTrail(other, { root }))).toEqual(['other-root'])
    expect((await verifyTrail(other)).root).not.toBe(root)
  })

  it('no word of an older trail that is whole: only its head’s number and time tell', async () => {
    const [now, then] = [await verifyTrail(trail, { root }), await verifyTrail(older, { root })]
    expect(then.whole).toBe(true)
    expect(then.head!.generation).toBeLessThan(now.head!.generation)
  })
})

it('a trail names nothing of what was written: no act, no group, no content', () => {
  const bytes = toHex(concatBytes(...piecesOf(trail).filter(({ type }) => type !== TRAIL_RECORD.event).map(({ payload }) => payload)))
  for (const word of ['write-note', 'casework', 'identities', 'looked at', 'by Binta']) expect(bytes, word).not.toContain(toHex(text(word)))
  expect(bytes).toContain(toHex(text('Northern desk')))
})
