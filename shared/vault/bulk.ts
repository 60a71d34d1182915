import type { Bytes } from './bytes.ts'
import { toHex } from './bytes.ts'
import { accessBlock } from './access.ts'
import { ACCESS_SECTION, ACT_SECTION, chunksHash } from './envelope.ts'
import { vaultError } from './faults.ts'
import { randomBytes } from './primitives.ts'
import { advanceHead, requireWritable, type VaultState } from './state.ts'
import { appendEnvelope, packParts, requireFits, type NewPart } from './writing.ts'
import { partsOf, type CommitPart, type PlacedEnvelope } from './reading.ts'
import type { CommitReceipt } from './receipt.ts'

/**
 * A bulk import: chunks go to the journal as they come, unacknowledged; the end mark names them all, is fsynced
 * with them, and only with it does any of them appear. Without it (a crash, `abandon`) none ever does.
 */
export interface BulkImport {
  readonly id: string
  /**
   * Takes a chunk. Resolves when there is room for the next one, so awaiting it paces the caller while the
   * last chunks are still compressed, sealed and written. Chunks stand in the order of the calls; the next may be
   * given before the last has resolved.
   * @throws `too-large` if it would pass 900 KB sealed: then nothing of it is written; halve it and go on
   */
  append(parts: readonly NewPart[]): Promise<void>
  /** Ends it with these last parts (a summary); it is in the journal, acknowledged, when this resolves. @param access who did what (`NewCommit`) */
  end(parts: readonly NewPart[], access?: Uint8Array): Promise<BulkReceipt>
  abandon(): Promise<void>
}

/** What came of an import, and its chunks as they now stand in the journal, so that nobody need keep what they hold. */
export interface BulkReceipt extends CommitReceipt {
  /** The parts of each chunk, in the order of `append`. */
  readonly chunks: readonly (readonly CommitPart[])[]
}

/** Chunks that may be packed or written at once. */
const AHEAD = 3

export function beginBulk(state: VaultState, queue: <T>(work: () => Promise<T>) => Promise<T>, act: string, onClose: () => void): BulkImport {
  const id = randomBytes(16)
  const hashes: Bytes[] = []
  const placed: PlacedEnvelope[] = []
  let over = false
  let failed: unknown = null
  let running = 0
  let order: Promise<void> = Promise.resolve()
  const waiting: (() => void)[] = []

  function requireRunning(): void {
    requireWritable(state)
    if (over) throw vaultError('import-over')
    if (failed) throw failed
  }
  async function room(): Promise<void> {
    while (running >= AHEAD) await new Promise<void>((resolve) => waiting.push(resolve))
  }
  async function settle(): Promise<void> {
    await order
    if (failed) throw failed
  }

  return {
    id: toHex(id),
    async append(parts) {
      requireRunning()
      const packing = packParts(state, act, parts).then((blocks) => {
        requireFits(blocks)
        return blocks
      })
      running += 1
      // Its turn is that of the call; one that cannot be packed gives it up, and its caller is told.
      order = Promise.allSettled([order, packing]).then(async ([, packed]) => {
        try {
          if (failed || packed.status === 'rejected') return
          const blocks = packed.value
          const number = hashes.length
          const { hash, statement, table, tip } = await queue(async () => {
            const written = await appendEnvelope(state, { id: randomBytes(16), kind: 'chunk', bulk: { import: id, number, hash: new Uint8Array(32) }, undoes: null, blocks, sync: false })
            state.tip = written.tip
            return written
          })
          hashes.push(hash)
          placed.push({ meta: { statement, table }, offset: tip.lastFrame, end: tip.length, body: new Uint8Array(0) })
        } catch (error) {
          failed = error
        } finally {
          running -= 1
          waiting.shift()?.()
        }
      })
      await packing
      await room()
      requireRunning()
    },
    async end(parts, access) {
      requireRunning()
      const mark = randomBytes(16)
      const blocks = await packParts(state, act, parts)
      const accessed = access && (await accessBlock(state, mark, access))
      if (accessed) blocks.push(accessed)
      await settle()
      over = true
      try {
        return await queue(async () => {
          const written = await appendEnvelope(state, { id: mark, kind: 'end', bulk: { import: id, number: hashes.length, hash: chunksHash(state.vault, hashes) }, undoes: null, blocks, sync: true })
          await advanceHead(state, written.tip)
          const { statement } = written
          return { id: toHex(statement.id), sequence: statement.sequence, hlc: statement.hlc, seen: statement.seen.map(toHex), position: written.tip.length, sealedAt: state.clock(), chunks: placed.map((one) => partsOf(state, one).filter(({ section }) => section !== ACT_SECTION && section !== ACCESS_SECTION)) }
        })
      } finally {
        onClose()
      }
    },
    async abandon() {
      if (over) return
      over = true
      await order
      onClose()
    },
  }
}
