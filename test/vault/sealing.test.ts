import { createHmac, hkdfSync, randomBytes as nodeRandom } from 'node:crypto'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { openSection, packSection, PIECE, sealedLength, sealSection, type BlockPlace } from '../../shared/vault/block.ts'
import { ByteReader, ByteWriter, LayoutFault, utf8, type Bytes } from '../../shared/vault/bytes.ts'
import { OpenFault, sodiumReady, webEngine } from '../../shared/vault/engine.ts'
import { newGroupKey } from '../../shared/vault/keyring.ts'
import { paddedLength } from '../../shared/vault/padding.ts'
import { agreementKeys, hkdf, openFrom, openUnder, randomBytes, sealTo, sealUnder, sign, signingKeys, verify } from '../../shared/vault/primitives.ts'
import { compareHlc, isPlausible, MOST_AHEAD, nextHlc, seenHlc } from '../../shared/vault/hlc.ts'
import { nodeCompressor, nodeEngine } from './support/node.ts'

beforeAll(() => sodiumReady)
const random = (count: number) => new Uint8Array(nodeRandom(count)) as Bytes
const VAULT = new Uint8Array(16).fill(1)
const place = (over: Partial<BlockPlace> = {}): BlockPlace => ({ vault: VAULT, use: 'commit', group: GROUP, block: new Uint8Array(16).fill(2), owner: new Uint8Array(16).fill(3), sequence: 7, ...over })
let GROUP: ReturnType<typeof newGroupKey>
beforeAll(() => {
  GROUP = newGroupKey(VAULT, 'casework')
})

async function sealed(content: Uint8Array, section = 0, where = place(), key: Bytes = KEY): Promise<{ bytes: Bytes; hash: Bytes }> {
  const { padded, hash } = await packSection(nodeEngine, nodeCompressor, content, 'store')
  const bytes = new Uint8Array(sealedLength(padded.length))
  await sealSection(await nodeEngine.cipher(key), where, section, padded, bytes)
  return { bytes, hash }
}
const KEY = new Uint8Array(32).fill(9) as Bytes
const open = async (bytes: Bytes, section = 0, where = place()) => openSection(nodeEngine, nodeCompressor, await nodeEngine.cipher(KEY), where, section, bytes, { hash: true })

describe('primitives', () => {
  it('derive keys as RFC 5869 does (against node:crypto)', () => {
    fc.assert(fc.property(fc.uint8Array({ minLength: 1, maxLength: 100 }), fc.uint8Array({ minLength: 32, maxLength: 32 }), fc.uint8Array({ maxLength: 200 }), (secret, salt, info) => {
      expect(hkdf(secret, salt, info)).toEqual(new Uint8Array(hkdfSync('sha256', secret, salt, info, 32)))
    }))
    expect(createHmac('sha256', 'control').update('x').digest()).not.toEqual(Buffer.from(hkdf(utf8('x'), new Uint8Array(32), utf8('x'))))
  })

  it('seal to the same bytes in WebCrypto and in Node, and each opens the other', async () => {
    for (const length of [0, 1, 15, 16, 17, 5000, PIECE]) {
      const [key, nonce, data, plain] = [random(32), random(12), random(40), random(length)]
      const web = await (await webEngine.cipher(key)).seal(nonce, data, plain)
      expect(await (await nodeEngine.cipher(key)).seal(nonce, data, plain)).toEqual(web)
      expect(await (await nodeEngine.cipher(key)).open(nonce, data, web)).toEqual(plain)
      expect(await (await webEngine.cipher(key)).open(nonce, data, web)).toEqual(plain)
      expect(await webEngine.sha256(plain)).toEqual(await nodeEngine.sha256(plain))
      web[0]! ^= 1
      for (const engine of [webEngine, nodeEngine]) await expect(async () => (await engine.cipher(key)).open(nonce, data, web)).rejects.toBeInstanceOf(OpenFault)
    }
  })

  it('open only with the same key, for the same use', async () => {
    const key = random(32)
    const made = await sealUnder(nodeEngine, key, utf8('use'), utf8('content'))
    expect(await openUnder(nodeEngine, key, utf8('use'), made)).toEqual(utf8('content'))
    await expect(openUnder(nodeEngine, key, utf8('other'), made)).rejects.toBeInstanceOf(OpenFault)
    await expect(openUnder(nodeEngine, random(32), utf8('use'), made)).rejects.toBeInstanceOf(OpenFault)
    const pair = agreementKeys(random(32))
    const to = await sealTo(nodeEngine, pair.publicKey, utf8('use'), utf8('content'))
    expect(await openFrom(nodeEngine, pair, utf8('use'), to)).toEqual(utf8('content'))
    await expect(openFrom(nodeEngine, agreementKeys(random(32)), utf8('use'), to)).rejects.toBeInstanceOf(OpenFault)
    const signing = signingKeys(random(32))
    const signature = sign(signing, 'commit', VAULT, utf8('x'))
    expect(verify(signing.publicKey, 'commit', VAULT, utf8('x'), signature)).toBe(true)
    for (const [what, vault, message] of [['head', VAULT, 'x'], ['commit', random(16), 'x'], ['commit', VAULT, 'y']] as const) expect(verify(signing.publicKey, what, vault, utf8(message), signature)).toBe(false)
  })

  it('never make the same nonce twice: equal content seals to other bytes every time', async () => {
    const key = random(32)
    expect(await sealUnder(nodeEngine, key, utf8('u'), utf8('same'))).not.toEqual(await sealUnder(nodeEngine, key, utf8('u'), utf8('same')))
    expect((await sealed(utf8('same'))).hash).not.toEqual((await sealed(utf8('same'))).hash)
  })
})

describe('padding', () => {
  it('is a power of two to 4 KiB, then Padmé', () => {
    expect([0, 1, 64, 65, 128, 129, 4095, 4096].map(paddedLength)).toEqual([64, 64, 64, 128, 128, 256, 4096, 4096])
    // By hand from the paper's algorithm: 1,000,000 has E = 19, S = 5, so its last 14 bits are cleared upwards.
    expect([4097, 5000, 1_000_000].map(paddedLength)).toEqual([4352, 5120, 1_015_808])
    fc.assert(fc.property(fc.integer({ min: 4097, max: 2 ** 32 }), (length) => {
      const padded = paddedLength(length)
      expect(padded).toBeGreaterThanOrEqual(length)
      expect(padded / length).toBeLessThan(1.12)
      expect(paddedLength(padded)).toBe(padded)
    }))
  })
})

describe('a sealed section', () => {
  it('opens to what went in, at every edge of its sizes', async () => {
    const edges = [0, 1, 18, 19, 20, 63, 64, 65, 4096 - 45, 4096 - 44, PIECE - 46, PIECE - 45, PIECE - 44, PIECE, PIECE + 1, 2 * PIECE, 3_000_001]
    for (const length of edges) {
      const content = random(length)
      const made = await sealed(content)
      const opened = await open(made.bytes)
      expect(opened.content.length).toBe(length)
      expect(Buffer.compare(opened.content, content)).toBe(0)
      expect(opened.hash).toEqual(made.hash)
    }
  })

  it('compresses text and opens it again', async () => {
    const content = utf8('seen near the border at night. '.repeat(3000))
    const { padded } = await packSection(nodeEngine, nodeCompressor, content, 'auto')
    expect(padded.length).toBeLessThan(content.length / 10)
    const bytes = new Uint8Array(sealedLength(padded.length))
    await sealSection(await nodeEngine.cipher(KEY), place(), 0, padded, bytes)
    expect((await open(bytes)).content).toEqual(content)
  })

  it('refuses every flipped bit, every cut and every lengthening', async () => {
    const { bytes } = await sealed(random(PIECE + 5000))
    await fc.assert(fc.asyncProperty(fc.nat(bytes.length - 1), fc.nat(7), async (at, bit) => {
      const flipped = bytes.slice()
      flipped[at]! ^= 1 << bit
      await expect(open(flipped)).rejects.toBeInstanceOf(OpenFault)
    }), { seed: 4, numRuns: 30 })
    for (const cut of [1, 16, 5000, bytes.length - (PIECE + 16)]) await expect(open(bytes.slice(0, -cut))).rejects.toSatisfy((error) => error instanceof OpenFault || error instanceof LayoutFault)
    await expect(open(Uint8Array.from([...bytes.subarray(0, 100), 0]))).rejects.toBeInstanceOf(OpenFault)
    // Whole pieces swapped.
    const two = (await sealed(random(2 * PIECE - 45))).bytes
    const swapped = new Uint8Array(two.length)
    swapped.set(two.subarray(PIECE + 16))
    swapped.set(two.subarray(0, PIECE + 16), PIECE + 16)
    await expect(open(swapped)).rejects.toBeInstanceOf(OpenFault)
  })

  it('opens in no other place: section, use, vault, group, epoch, block, owner, sequence', async () => {
    const { bytes } = await sealed(utf8('here'))
    await expect(open(bytes, 1)).rejects.toBeInstanceOf(OpenFault)
    const elsewhere: Partial<BlockPlace>[] = [
      { use: 'segment' }, { vault: random(16) }, { group: { ...GROUP, tag: random(16) } }, { group: { ...GROUP, epoch: 2 } }, { group: { ...GROUP, handle: random(16) } },
      { block: random(16) }, { owner: random(16) }, { sequence: 8 },
    ]
    for (const over of elsewhere) await expect(open(bytes, 0, place(over))).rejects.toBeInstanceOf(OpenFault)
    expect((await open(bytes)).content).toEqual(utf8('here'))
  })

  it('is written straight into views, whatever their cut, and refuses views that do not fit', async () => {
    const content = random(PIECE + 10_000)
    const { bytes } = await sealed(content)
    const cipher = await nodeEngine.cipher(KEY)
    for (const cuts of [[1], [PIECE - 45], [PIECE - 44, 3], [100, PIECE]]) {
      const views: Uint8Array[] = []
      let left = content.length
      for (const cut of cuts) {
        views.push(new Uint8Array(cut))
        left -= cut
      }
      views.push(new Uint8Array(new SharedArrayBuffer(left)))
      await openSection(nodeEngine, nodeCompressor, cipher, place(), 0, bytes, { into: views })
      expect(Buffer.compare(Buffer.concat(views), content)).toBe(0)
    }
    await expect(openSection(nodeEngine, nodeCompressor, cipher, place(), 0, bytes, { into: [new Uint8Array(5)] })).rejects.toBeInstanceOf(LayoutFault)
  })
})

describe('stored numbers and texts', () => {
  it('come back as they were, and a cut is a fault, never a wrong value', () => {
    fc.assert(fc.property(fc.array(fc.oneof(fc.nat(255), fc.integer({ min: 0, max: 2 ** 48 - 1 }), fc.string({ unit: 'grapheme', maxLength: 40 })), { maxLength: 40 }), fc.nat(1000), (values, cut) => {
      const writer = new ByteWriter()
      for (const value of values) typeof value === 'string' ? writer.text(value) : writer.u48(value)
      const bytes = writer.finish()
      const read = (from: Uint8Array) => {
        const reader = new ByteReader(from)
        const found = values.map((value) => (typeof value === 'string' ? reader.text() : reader.u48()))
        reader.done()
        return found
      }
      expect(read(bytes)).toEqual(values)
      if (bytes.length > 0) expect(() => read(bytes.subarray(0, cut % bytes.length))).toThrow(LayoutFault)
    }))
  })
})

describe('the clock', () => {
  it('gives every stamp once, in order, whatever the wall clock does', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: -5000, max: 5000 }), { minLength: 1, maxLength: 50 }), (steps) => {
      let now = Date.UTC(2026, 5, 1)
      let last = { time: now, count: 0 }
      for (const step of steps) {
        now += step
        const next = nextHlc(last, now)
        expect(compareHlc(next, last)).toBeGreaterThan(0)
        last = next
      }
    }))
  })
  it('SECURITY 9: shows a stamp ten years ahead as implausible and does not follow it', () => {
    const now = Date.UTC(2026, 5, 1)
    const wild = { time: now + 10 * 365 * 86_400_000, count: 0 }
    expect(isPlausible(wild, now)).toBe(false)
    expect(seenHlc({ time: now, count: 0 }, wild, now)).toEqual({ time: now, count: 0 })
    expect(nextHlc(wild, now)).toEqual({ time: now, count: 0 })
    expect(isPlausible({ time: now + MOST_AHEAD, count: 0 }, now)).toBe(true)
    expect(randomBytes(4).length).toBe(4)
  })
})
