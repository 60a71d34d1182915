import { describe, expect, it } from 'vitest'
import { openSection } from '../../shared/vault/block.ts'
import { BlockKeys, decodeKeyBatch } from '../../shared/vault/blockkeys.ts'
import { fromHex, toHex } from '../../shared/vault/bytes.ts'
import { OpenFault, sodiumReady } from '../../shared/vault/engine.ts'
import { encodeGrant, makeGrant } from '../../shared/vault/grants.ts'
import { JOURNAL_HEADER, JournalReader } from '../../shared/vault/journal.ts'
import { buildKeyFile, encodeRecord, parseKeyFile, RECORD, type KeyFile } from '../../shared/vault/keyfile.ts'
import { Keyring, newGroupKey } from '../../shared/vault/keyring.ts'
import { attemptDelay } from '../../shared/vault/opening.ts'
import { readCommits, readEnvelope } from '../../shared/vault/reading.ts'
import { encodeRingRecord, KeyStretcher, newRing, sealRing, stretchingAllowed } from '../../shared/vault/ring.ts'
import { createGroup, type VaultState } from '../../shared/vault/state.ts'
import { createVault, memoryStore, peekVault, readRecoveryWords, recoverVault, rehearseRecovery } from '../../shared/vault/vault.ts'
import { MemoryPlatform, type MemoryVault } from './support/memory-platform.ts'
import { nodeCompressor, nodeEngine } from './support/node.ts'
import { OpenedRing } from './support/opened-ring.ts'
import { allTexts, codes, founded, note, PARTS, QUICK, reopened, text, WHO } from './support/vaults.ts'

async function keyFile(files: MemoryVault, id: string): Promise<KeyFile> {
  const parsed = await parseKeyFile(nodeEngine, fromHex(id), new Uint8Array(files.slots.get('keys/current')!))
  if (typeof parsed === 'string') throw new Error(parsed)
  return parsed
}
async function append(files: MemoryVault, type: number, payload: Uint8Array): Promise<void> {
  const record = await encodeRecord(nodeEngine, { type, payload: new Uint8Array(payload) })
  for (const copy of ['current', 'previous'] as const) files.slots.set(`keys/${copy}`, Uint8Array.from([...files.slots.get(`keys/${copy}`)!, ...record]))
}

describe('SECURITY 6: the passphrase', () => {
  it('looks wrong where the ring was forged with a passphrase of the forger', async () => {
    const { platform, vault, id } = await founded()
    await vault.seal()
    const files = platform.only()
    const forged = newRing('Amina')
    const stretcher = new KeyStretcher(fromHex(id), { account: 'Amina', passphrase: 'known to the forger', deviceSecrets: new Map() })
    await append(files, RECORD.ring, encodeRingRecord(await sealRing(nodeEngine, fromHex(id), forged, QUICK, 0, stretcher)))
    // The forger's own passphrase opens the forger's ring, which leads to no roster and no group.
    await expect(reopened(platform, id, { passphrase: 'known to the forger' })).rejects.toMatchObject({ code: 'roster-forged' })
    // The true one still opens the true ring.
    expect((await reopened(platform, id)).describe().account.name).toBe('Amina')
  })

  it('looks wrong where the ring was replaced by one that nobody here can open', async () => {
    const { platform, vault, id } = await founded()
    await vault.seal()
    const files = platform.only()
    const stretcher = new KeyStretcher(fromHex(id), { account: 'x', passphrase: 'y', deviceSecrets: new Map() })
    const forged = encodeRingRecord(await sealRing(nodeEngine, fromHex(id), newRing('x'), QUICK, 0, stretcher))
    const parsed = await keyFile(files, id)
    const rebuilt = [files.slots.get('keys/current')!.subarray(0, 38)]
    for (const record of parsed.records) rebuilt.push(await encodeRecord(nodeEngine, record.type === RECORD.ring ? { type: RECORD.ring, payload: forged } : record))
    for (const copy of ['current', 'previous'] as const) files.slots.set(`keys/${copy}`, Uint8Array.from(rebuilt.flatMap((part) => [...part])))
    await expect(reopened(platform, id)).rejects.toMatchObject({ code: 'wrong-passphrase' })
  })

  it('is stretched within limits: a ring that asks for less or more is not tried, alone or beside the true one', async () => {
    expect(stretchingAllowed({ memory: 64 * 1024, passes: 3 })).toBe(true)
    for (const refused of [{ memory: 64 * 1024 - 1, passes: 3 }, { memory: 64 * 1024, passes: 2 }, { memory: 1024 * 1024 + 1, passes: 3 }, { memory: 64 * 1024, passes: 11 }]) expect(stretchingAllowed(refused)).toBe(false)
    const { platform, vault, id } = await founded()
    await vault.seal()
    const files = platform.only()
    const parsed = await keyFile(files, id)
    const start = structuredClone(files.slots)
    for (const [memory, passes] of [[1024, 3], [0, 3], [64 * 1024, 1], [64 * 1024, 0], [4 * 1024 * 1024 - 1, 3], [0xffff_ffff, 3], [64 * 1024, 255]] as const) {
      files.slots = structuredClone(start)
      const ring = new Uint8Array(parsed.records.find(({ type }) => type === RECORD.ring)!.payload)
      new DataView(ring.buffer).setUint32(16, memory, true)
      ring[20] = passes
      // In the place of the true one it is refused before anything is stretched: the machine is not kept busy, and no guess is made cheap.
      const { bytes } = await buildKeyFile(nodeEngine, fromHex(id), parsed.generation, parsed.records.map((record) => (record.type === RECORD.ring ? { type: RECORD.ring, payload: ring } : record)))
      files.slots.set('keys/current', bytes)
      const from = performance.now()
      await expect(reopened(platform, id), `${memory} KiB, ${passes} passes`).rejects.toMatchObject({ code: 'header-refused' })
      expect(performance.now() - from).toBeLessThan(1000)
      platform.only().attempts = { failures: 0, last: 0 }
      // Slipped in beside it, it keeps nobody out.
      files.slots = structuredClone(start)
      await append(files, RECORD.ring, ring)
      await (await reopened(platform, id)).seal()
      platform.only().attempts = { failures: 0, last: 0 }
    }
  })

  it('waits longer after each failure, over restarts, and not at all after a success', async () => {
    expect([0, 1, 2, 3, 4, 5, 9, 30].map((failures) => attemptDelay(failures, 1000, 1000))).toEqual([0, 0, 0, 1000, 2000, 4000, 60_000, 60_000])
    expect(attemptDelay(5, 1000, 4000)).toBe(1000)
    // A clock put back does not shorten the wait, nor lengthen it.
    expect(attemptDelay(5, 1_000_000, 0)).toBe(4000)
    const { platform, vault, id } = await founded()
    await vault.seal()
    for (let i = 0; i < 2; i++) await reopened(platform, id, { passphrase: 'wrong' }).catch(() => undefined)
    expect(platform.only().attempts.failures).toBe(2)
    await reopened(platform, id)
    expect(platform.only().attempts.failures).toBe(0)
  })

  it('needs the secret of the machine where it keeps one', async () => {
    const platform = new MemoryPlatform()
    platform.deviceSecret = new Uint8Array(32).fill(7)
    const { vault, id } = await founded({ platform })
    await vault.seal()
    platform.deviceSecret = new Uint8Array(32).fill(8)
    await expect(reopened(platform, id)).rejects.toMatchObject({ code: 'wrong-passphrase' })
    platform.deviceSecret = null
    await expect(reopened(platform, id)).rejects.toMatchObject({ code: 'wrong-passphrase' })
    platform.deviceSecret = new Uint8Array(32).fill(7)
    expect((await reopened(platform, id)).describe().name).toBe('Northern desk')
  })

  it('goes on under a further secret of the machine: each account at its next opening, after which a copy of the earlier one opens nothing', async () => {
    const platform = new MemoryPlatform()
    platform.deviceSecret = new Uint8Array(32).fill(7)
    const { vault, id } = await founded({ platform })
    await vault.addAccount({ name: 'Basim', passphrase: 'his', administrator: false, groups: [{ group: 'geography' }] })
    await expect(vault.renewDeviceSecret('not it')).rejects.toMatchObject({ code: 'wrong-passphrase' })
    expect([...platform.deviceSecrets.keys()]).toEqual([1])
    await vault.renewDeviceSecret(WHO.passphrase)
    // His ring is under the first one still.
    expect([...platform.deviceSecrets.keys()]).toEqual([1, 2])
    await vault.seal()
    await (await reopened(platform, id)).seal()
    expect([...platform.deviceSecrets.keys()]).toEqual([1, 2])
    const his = { account: 'Basim', passphrase: 'his' }
    const basim = await reopened(platform, id, his)
    await expect(basim.renewDeviceSecret('his')).rejects.toMatchObject({ code: 'not-administrator' })
    await basim.seal()
    expect([...platform.deviceSecrets.keys()]).toEqual([2])
    for (const who of [WHO, his]) await (await reopened(platform, id, who)).seal()
    platform.deviceSecret = new Uint8Array(32).fill(7)
    for (const who of [WHO, his]) await expect(reopened(platform, id, who)).rejects.toMatchObject({ code: 'wrong-passphrase' })
  })
})

describe('before it is opened', () => {
  it('a vault tells its name and whether it is a sample, and nothing else that was typed', async () => {
    const platform = new MemoryPlatform()
    const { vault } = await createVault(platform, memoryStore(), { ...PARTS, name: 'Küste', account: 'Zaynab-canary', passphrase: 'passphrase-canary', sample: true, stretching: QUICK })
    const id = vault.describe().vault
    await vault.createGroup('case/canary-of-a-group')
    await vault.commit({ act: 'act-canary', parts: [{ group: 'case/canary-of-a-group', section: 'section-canary', bytes: text('text-canary') }] })
    await vault.drafts.write('00'.repeat(16), text('draft-canary'))
    await vault.segments.save({ position: vault.position, keep: [], add: [{ group: 'casework', section: 'hot-canary', order: 0, rows: 1, bytes: text('fold-canary') }] })
    await vault.seal()
    expect(await peekVault(platform, id, nodeEngine)).toEqual({ name: 'Küste', sample: true, damaged: false })
    const files = platform.only()
    const everything = [files.journal, ...files.slots.values(), ...files.drafts.values()].map((bytes) => Buffer.from(bytes).toString('latin1')).join('')
    expect(everything).toContain(Buffer.from('Küste').toString('latin1'))
    for (const word of ['anary', 'aynab', 'casework', 'identities', 'own/', 'act']) expect(everything).not.toContain(word)
  })
})

describe('groups are keys', () => {
  /** The same vault opened by a ring that lacks some groups. */
  async function without(state: VaultState, lacking: readonly string[]): Promise<void> {
    const kept = state.keyring.all().filter(({ group }) => !lacking.includes(group))
    const keyring = new Keyring()
    for (const key of kept) keyring.add(key)
    const parsed = await keyFile((state.platform as MemoryPlatform).only(), state.vaultId)
    const batches = parsed.records.filter(({ type }) => type === RECORD.blockKeys).map(({ payload }) => decodeKeyBatch(payload))
    Object.assign(state, { keyring, blockKeys: new BlockKeys(nodeEngine, state.vault, keyring, [state.root], batches) })
  }

  it('a ring without a group opens none of its blocks, by trying every key it holds on every section', async () => {
    const { platform, vault, id } = await founded()
    for (const group of ['identities', 'casework', 'geography', 'rewards']) for (let i = 0; i < 3; i++) await note(vault, `${group} ${i}`, group)
    await vault.seal()
    const ring = await OpenedRing.of(platform, id)
    let opened = 0
    let refused = 0
    for (const [lacking, has] of [['identities', 'casework'], ['rewards', 'geography']] as const) {
      const state = await ring.state(platform)
      await without(state, [lacking])
      const keys = await state.blockKeys.all()
      expect(keys.length).toBeGreaterThan(20)
      for await (const frame of new JournalReader(platform, nodeEngine, state.vault).frames(JOURNAL_HEADER, state.tip.length)) {
        if (!frame.body) throw new Error('damaged')
        const envelope = await readEnvelope(state, frame)
        if (typeof envelope === 'string') throw new Error(envelope)
        const { table, statement } = envelope.meta
        const content = frame.body.subarray(frame.body.length - table[0]!.sections.reduce((a, b) => a + b, 0))
        const sealed = content.subarray(0, table[0]!.sections[0])
        let hits = 0
        for (const key of keys) {
          for (const block of [key.id, table[0]!.key]) {
            const place = { vault: state.vault, use: 'commit' as const, group: key.group, block, owner: statement.id, sequence: statement.sequence }
            try {
              await openSection(nodeEngine, nodeCompressor, await nodeEngine.cipher(key.key), place, 0, sealed)
              hits += 1
            } catch (error) {
              expect(error).toBeInstanceOf(OpenFault)
              refused += 1
            }
          }
        }
        const group = state.keyring.nameOf(statement.parts[0]!.tag)
        if (group === undefined) expect(hits).toBe(0)
        if (group === has) opened += hits
      }
    }
    expect(opened).toBeGreaterThanOrEqual(6)
    expect(refused).toBeGreaterThan(100)
  })

  it('a part of a group that this ring lacks is listed, without its name, and says that it is sealed', async () => {
    const { platform, vault, id } = await founded()
    await vault.commit({ act: 'write', parts: [{ group: 'identities', section: 'name', bytes: text('secret') }, { group: 'casework', section: 'text', bytes: text('open') }] })
    await vault.seal()
    const state = await (await OpenedRing.of(platform, id)).state(platform)
    await without(state, ['identities'])
    for await (const commit of readCommits(state, 0)) {
      expect(commit.parts.map(({ group }) => group)).toEqual([null, 'casework'])
      expect(commit.act).toBe('write')
      await expect(commit.parts[0]!.open()).rejects.toMatchObject({ code: 'part-sealed' })
    }
  })

  it('are made on demand and found again', async () => {
    const { platform, vault, id } = await founded()
    await expect(note(vault, 'no', 'case/12')).rejects.toMatchObject({ code: 'no-key' })
    await vault.createGroup('case/12')
    await note(vault, 'yes', 'case/12')
    await vault.seal()
    const again = await reopened(platform, id)
    expect(again.describe().groups).toContain('case/12')
    expect(await allTexts(again)).toEqual(['yes'])
  })

  it('a "newer" key slipped in by someone with the disk is not used', async () => {
    const { platform, vault, id } = await founded()
    await vault.seal()
    const files = platform.only()
    const ring = await OpenedRing.of(platform, id)
    const before = await ring.state(platform)
    await sodiumReady
    const planted = newGroupKey(fromHex(id), 'identities', 9)
    const attacker = newRing('attacker')
    // Signed by a stranger, and by a stranger in this account's name.
    for (const granter of [{ account: attacker.account, signing: attacker.signing }, { account: before.ring.account, signing: attacker.signing }]) {
      await append(files, RECORD.grant, encodeGrant(await makeGrant(nodeEngine, fromHex(id), planted, { id: before.ring.account, agreement: before.ring.agreement.publicKey }, granter)))
    }
    const state = await ring.state(platform)
    expect(state.keyring.current('identities')!.epoch).toBe(1)
    expect(toHex(state.keyring.current('identities')!.key)).not.toBe(toHex(planted.key))
    // As a control: the same record signed by this account is used.
    await createGroup(state, 'case/control')
    expect((await ring.state(platform)).keyring.current('case/control')!.epoch).toBe(1)
  })
})

describe('the recovery key', () => {
  it('is 24 words that open every group, and no other words do', async () => {
    const { platform, vault, id, recoveryKey } = await founded()
    expect(recoveryKey).toHaveLength(24)
    await vault.createGroup('case/after-founding')
    const { groups } = await rehearseRecovery(platform, id, recoveryKey.map((word) => ` ${word.toUpperCase()} `), nodeEngine)
    expect([...groups].sort()).toEqual([...vault.describe().groups].sort())
    const mistyped = [...recoveryKey]
    mistyped[3] = mistyped[3] === 'abandon' ? 'ability' : 'abandon'
    await expect(rehearseRecovery(platform, id, mistyped, nodeEngine)).rejects.toMatchObject({ code: 'recovery-words' })
    const other = await founded()
    await expect(rehearseRecovery(platform, id, other.recoveryKey, nodeEngine)).rejects.toMatchObject({ code: 'recovery-words' })
  })

  it('is rehearsed with some of its words in the session that made it, with all of them later, and that is remembered', async () => {
    const { platform, vault, id, recoveryKey } = await founded()
    const some = [2, 9, 17].map((position) => ({ position, word: recoveryKey[position]! }))
    expect(await vault.confirmRecovery(some.map(({ position }) => ({ position, word: 'abandon' })))).toBe(false)
    expect(await vault.confirmRecovery(some.slice(0, 2))).toBe(false)
    expect(vault.describe().recoveryConfirmed).toBe(false)
    await vault.seal()
    const again = await reopened(platform, id)
    expect(await again.confirmRecovery(some)).toBe(false)
    await expect(again.rehearseRecovery(recoveryKey.with(3, recoveryKey[4]!))).rejects.toMatchObject({ code: 'recovery-words' })
    expect(again.describe().recoveryConfirmed).toBe(false)
    await again.rehearseRecovery(recoveryKey)
    await again.seal()
    const third = await reopened(platform, id)
    expect(third.describe().recoveryConfirmed).toBe(true)
    expect(codes(third)).toEqual([])
  })

  it('is read as a person types it: numbered, in capitals, on several lines, by the first four letters or more', async () => {
    const { platform, id, recoveryKey } = await founded()
    const ways = [
      recoveryKey.join(' '),
      recoveryKey.map((word, at) => `${at + 1}. ${word.toUpperCase()}`).join('\n'),
      recoveryKey.map((word) => word.slice(0, 4)).join(', '),
      recoveryKey.map((word, at) => `${at + 1})\t${word.slice(0, Math.max(4, word.length - 1))}`).join('  '),
    ]
    for (const typed of ways) {
      const { words, unknown } = readRecoveryWords(typed)
      expect([words, unknown]).toEqual([recoveryKey, []])
      expect((await rehearseRecovery(platform, id, words, nodeEngine)).groups.length).toBeGreaterThan(5)
    }
    expect(readRecoveryWords('abandon zzzz aba act').unknown).toEqual([1, 2])
  })
})

describe('a forgotten passphrase', () => {
  it('is replaced with the recovery key: everything opens, history holds, and the old passphrase opens nothing', async () => {
    const { platform, vault, id, recoveryKey } = await founded()
    await vault.createGroup('case/12')
    await note(vault, 'before', 'case/12')
    await vault.drafts.write('0'.repeat(32), new TextEncoder().encode('a parked call'))
    await vault.seal()
    await expect(recoverVault(platform, { vault: id, words: [...recoveryKey].reverse(), account: 'Amina', passphrase: 'new', stretching: QUICK, engine: nodeEngine })).rejects.toMatchObject({ code: 'recovery-words' })
    await recoverVault(platform, { vault: id, words: recoveryKey, account: 'Amina', passphrase: 'new', stretching: QUICK, engine: nodeEngine })
    await expect(reopened(platform, id)).rejects.toMatchObject({ code: 'wrong-passphrase' })
    const again = await reopened(platform, id, { passphrase: 'new' })
    expect(codes(again)).toEqual([])
    expect(again.describe().account).toMatchObject({ name: 'Amina', administrator: true })
    await note(again, 'after')
    await again.createGroup('case/13')
    expect(await allTexts(again)).toEqual(['before', 'after'])
    // What the person had parked under the lost passphrase is theirs still, and goes on under the new one.
    expect(new TextDecoder().decode((await again.drafts.read('0'.repeat(32)))!)).toBe('a parked call')
    await again.drafts.write('0'.repeat(32), new TextEncoder().encode('taken up again'))
    await again.seal()
    const third = await reopened(platform, id, { passphrase: 'new' })
    expect(await third.verify()).toBe(true)
    expect(new TextDecoder().decode((await third.drafts.read('0'.repeat(32)))!)).toBe('taken up again')
    expect((await rehearseRecovery(platform, id, recoveryKey, nodeEngine)).groups).toContain('case/13')
  })
})

describe('the account that opens', () => {
  it('is refused a second time while the vault is open elsewhere', async () => {
    const { platform, id } = await founded()
    await expect(reopened(platform, id)).rejects.toMatchObject({ code: 'vault-busy' })
    await expect(reopened(platform, 'ff'.repeat(16))).rejects.toMatchObject({ code: 'vault-absent' })
    expect(WHO.account).toBe('Amina')
  })
})
