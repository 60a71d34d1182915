import { beforeAll, describe, expect, it } from 'vitest'
import { groupsOfRoles } from '../../shared/model/roles.ts'
import { concatBytes, equalBytes, fromHex } from '../../shared/vault/bytes.ts'
import { sodiumReady } from '../../shared/vault/engine.ts'
import { FreshRecovery } from '../../shared/vault/fresh-recovery.ts'
import { decodeGrant, RECOVERY_ID } from '../../shared/vault/grants.ts'
import { buildKeyFile, encodeRecord, parseKeyFile, RECORD } from '../../shared/vault/keyfile.ts'
import { randomBytes, signingKeys } from '../../shared/vault/primitives.ts'
import { rehearsalRecord } from '../../shared/vault/rehearsal.ts'
import { leaveNotices } from '../../shared/vault/roster-change.ts'
import { createVault, readTypedRecovery, recoverVault, rehearseRecovery, memoryStore, type NewAccount, type OpenVault, type RecoverySheets, type RecoveryWord } from '../../shared/vault/vault.ts'
import { Crash, MemoryPlatform } from './support/memory-platform.ts'
import { nodeEngine } from './support/node.ts'
import { OpenedRing } from './support/opened-ring.ts'
import { allTexts, codes, founded, note, PARTS, QUICK, reopened, WHO } from './support/vaults.ts'

const BASIM = { account: 'Basim', passphrase: 'five other words of his' }
const CARLA = { account: 'Carla', passphrase: 'and these are hers' }
const as = (roles: Parameters<typeof groupsOfRoles>[0], who = BASIM): NewAccount => ({ name: who.account, passphrase: who.passphrase, administrator: roles.includes('administrator'), groups: groupsOfRoles(roles).map((group) => ({ group })) })
const failure = (work: Promise<unknown>) => work.then(() => 'no failure', (error: unknown) => (error as { code?: string }).code)
const rehearsed = (platform: MemoryPlatform, id: string, words: readonly string[]) => rehearseRecovery(platform, id, words, nodeEngine)
const recover = (platform: MemoryPlatform, vault: string, words: readonly string[], account = 'Amina') => recoverVault(platform, { vault, words, account, passphrase: 'new', stretching: QUICK, engine: nodeEngine })
const typedBack = ({ words }: RecoverySheets): RecoveryWord[] => [3, 11, 20].map((position) => ({ position, word: words[position]! }))
const typedShares = ({ shares }: RecoverySheets, ...numbers: readonly (1 | 2 | 3)[]): RecoveryWord[] => numbers.flatMap((share) => [0, 13, 27].map((position) => ({ position, share, word: shares[share - 1]![position]! })))

beforeAll(() => sodiumReady)

describe('the sheets of a recovery key', () => {
  it('are there until it was rehearsed, as a whole and as shares of which two are the same key', async () => {
    const { vault, recoveryKey } = await founded()
    const { words, shares } = vault.freshRecovery()!
    expect(words).toEqual(recoveryKey)
    expect(readTypedRecovery({ shares: [shares[2]!.join(' '), shares[0]!.join(' ')] })).toEqual({ words: recoveryKey })
    // The same however often they are looked at: two sheets of one key always fit.
    expect(vault.freshRecovery()!.shares).toEqual(shares)
    expect(await vault.confirmRecovery(typedBack(vault.freshRecovery()!))).toBe(true)
    expect(vault.freshRecovery()).toBeNull()
  })

  it('are rehearsed as shares by words of two of them, and not by one', async () => {
    const { vault } = await founded()
    const sheets = vault.freshRecovery()!
    expect(await vault.confirmRecovery(typedShares(sheets, 2))).toBe(false)
    expect(await vault.confirmRecovery([...typedShares(sheets, 2), ...typedShares(sheets, 3).map((typed) => ({ ...typed, share: 1 as const }))])).toBe(false)
    expect(await vault.confirmRecovery(typedShares(sheets, 2, 3))).toBe(true)
    expect(vault.describe().recoveryConfirmed).toBe(true)
  })
})

describe('a rehearsal', () => {
  it('is dated, and the quarter counts from it; before there is one, from the founding', async () => {
    let now = Date.UTC(2026, 0, 5)
    const clock = () => now
    const { platform, vault, id, recoveryKey } = await founded({ clock })
    expect(vault.recovery()).toMatchObject({ confirmed: false, rehearsed: null, since: now, renewal: null })
    now = Date.UTC(2026, 3, 7)
    await vault.rehearseRecovery(recoveryKey)
    await vault.seal()
    const again = await reopened(platform, id, { clock })
    expect(again.recovery()).toMatchObject({ confirmed: true, rehearsed: now, since: now })
    expect(codes(again)).toEqual([])
  })

  it('that a wrong clock dated to come puts nothing off', async () => {
    let now = Date.UTC(2036, 0, 5)
    const { platform, vault, id, recoveryKey } = await founded({ clock: () => Date.UTC(2026, 0, 5) })
    await vault.seal()
    const ahead = await reopened(platform, id, { clock: () => now })
    await ahead.rehearseRecovery(recoveryKey)
    await ahead.seal()
    now = Date.UTC(2026, 5, 1)
    expect((await reopened(platform, id, { clock: () => now })).recovery().since).toBe(Date.UTC(2026, 0, 5))
  })

  it('by an account that may not sign the roster counts as well, since the recovery key itself signs it', async () => {
    const { platform, vault, id, recoveryKey } = await founded()
    await vault.addAccount(as(['planner']))
    await vault.seal()
    const planner = await reopened(platform, id, BASIM)
    await planner.rehearseRecovery(recoveryKey)
    expect(planner.describe().recoveryConfirmed).toBe(true)
    await planner.seal()
    expect((await reopened(platform, id)).recovery()).toMatchObject({ confirmed: true })
  })

  it('that another key signed says nothing of this one', async () => {
    const { platform, vault, id } = await founded()
    await vault.seal()
    const state = await (await OpenedRing.of(platform, id)).state(platform)
    const files = platform.only()
    const record = await rehearsalRecord(nodeEngine, fromHex(id), state.keyring.current('station')!, signingKeys(randomBytes(32)), Date.now())
    files.slots.set('keys/current', concatBytes(files.slots.get('keys/current')!, await encodeRecord(nodeEngine, record)))
    platform.restart()
    expect((await reopened(platform, id)).recovery()).toMatchObject({ confirmed: false, rehearsed: null })
  })

  it('fails where the key lacks a group that the account opens, and is not counted', async () => {
    const { platform, vault, id, recoveryKey } = await founded()
    await vault.seal()
    // One grant of the recovery key's is gone from the file, as if it had never been made.
    const state = await (await OpenedRing.of(platform, id)).state(platform)
    const parsed = await parseKeyFile(nodeEngine, fromHex(id), new Uint8Array(platform.only().slots.get('keys/current')!))
    if (typeof parsed === 'string') throw new Error(parsed)
    const casework = state.keyring.current('casework')!
    const without = parsed.records.filter(({ type, payload }) => {
      if (type !== RECORD.grant) return true
      const { handle, recipient } = decodeGrant(payload)
      return !(equalBytes(recipient, RECOVERY_ID) && equalBytes(handle, casework.handle))
    })
    expect(without).toHaveLength(parsed.records.length - 1)
    platform.only().slots.set('keys/current', (await buildKeyFile(nodeEngine, fromHex(id), parsed.generation, without)).bytes)
    platform.restart()
    const short = await reopened(platform, id)
    expect(await failure(short.rehearseRecovery(recoveryKey))).toBe('recovery-short')
    expect(short.describe().recoveryConfirmed).toBe(false)
  })
})

describe('a new recovery key', () => {
  it('replaces the old one once it was rehearsed, and not before: there is a way back at every moment', async () => {
    const { platform, vault, id, recoveryKey } = await founded()
    const renewed = await vault.renewRecovery()
    expect(vault.recovery()).toMatchObject({ renewal: { keyNumber: renewed.keyNumber, rehearsed: false, waiting: [] } })
    expect((await rehearsed(platform, id, recoveryKey)).groups).toContain('casework')
    expect(await failure(rehearsed(platform, id, renewed.words))).toBe('recovery-waiting')
    expect(await vault.confirmRecovery(typedBack(renewed))).toBe(true)
    expect(vault.recovery()).toMatchObject({ keyNumber: renewed.keyNumber, confirmed: true, renewal: null })
    expect([...(await rehearsed(platform, id, renewed.words)).groups].sort()).toEqual([...vault.describe().groups].sort())
    expect(await failure(rehearsed(platform, id, recoveryKey))).toBe('recovery-replaced')
    await vault.seal()
    expect(await failure(recover(platform, id, recoveryKey))).toBe('recovery-replaced')
    expect(codes(await reopened(platform, id))).toEqual([])
  })

  it('is made by an administrator alone', async () => {
    const { platform, vault, id } = await founded()
    await vault.addAccount(as(['analyst']))
    await vault.seal()
    expect(await failure((await reopened(platform, id, BASIM)).renewRecovery())).toBe('not-administrator')
  })

  /** Amina gives the station's keeping to Basim, who holds no casework, and opens what she opened. */
  async function keptByBasim() {
    const made = await founded()
    await note(made.vault, 'of a case')
    await made.vault.addAccount(as(['administrator']))
    await made.vault.seal()
    const basim = await reopened(made.platform, made.id, BASIM)
    expect(basim.describe().groups).not.toContain('casework')
    return { ...made, basim }
  }

  it('of an administrator who holds no casework waits for a holder to open the vault, by name, and opens everything then', async () => {
    const { platform, id, recoveryKey, basim } = await keptByBasim()
    const amina = basim.accounts().find(({ name }) => name === WHO.account)!.id
    const renewed = await basim.renewRecovery()
    expect(await basim.confirmRecovery(typedBack(renewed))).toBe(true)
    const { renewal } = basim.recovery()
    expect(renewal).toMatchObject({ rehearsed: true })
    expect(renewal!.waiting).toContainEqual({ group: 'casework', accounts: [amina] })
    expect(renewal!.waiting.map(({ group }) => group)).not.toContain('audit')
    await basim.seal()
    // Until then the old key opens everything, and the new one is told to wait.
    expect((await rehearsed(platform, id, recoveryKey)).groups).toContain('casework')
    expect(await failure(rehearsed(platform, id, renewed.words))).toBe('recovery-waiting')
    const holder = await reopened(platform, id)
    expect(codes(holder)).toEqual(['recovery-granted'])
    await holder.seal()
    // Amina is an administrator too, so that her opening put it in force.
    expect((await rehearsed(platform, id, renewed.words)).groups).toEqual(expect.arrayContaining(['casework', 'identities', 'rewards']))
    expect(await failure(rehearsed(platform, id, recoveryKey))).toBe('recovery-replaced')
    await recover(platform, id, renewed.words, 'Dana')
    const dana = await reopened(platform, id, { account: 'Dana', passphrase: 'new' })
    expect(await allTexts(dana)).toEqual(['of a case'])
    await dana.seal()
    const told = await reopened(platform, id)
    expect(codes(told).filter((code) => code === 'recovery-granted')).toEqual([])
  })

  it('comes into force at an administrator’s opening, where the last holder may not sign', async () => {
    const { platform, id, recoveryKey, basim } = await keptByBasim()
    await basim.addAccount(as(['protection-officer'], CARLA))
    await basim.seal()
    // Amina grants Carla what is wanted, and goes.
    const amina = await reopened(platform, id)
    for (const { account, group } of amina.waiting().grants) await amina.grantWanted(account, group)
    await amina.seal()
    const again = await reopened(platform, id, BASIM)
    const renewed = await again.renewRecovery()
    await again.confirmRecovery(typedBack(renewed))
    await again.seal()
    const carla = await reopened(platform, id, CARLA)
    expect(carla.recovery().renewal!.waiting.map(({ group }) => group)).not.toContain('registry/trafficked')
    await carla.seal()
    expect((await rehearsed(platform, id, recoveryKey)).groups).toContain('casework')
    await (await reopened(platform, id)).seal()
    expect(await failure(rehearsed(platform, id, recoveryKey))).toBe('recovery-replaced')
    expect((await rehearsed(platform, id, renewed.words)).groups).toEqual(expect.arrayContaining(['casework', 'registry/trafficked']))
  })

  it('that an account which may not sign asks for is granted nothing', async () => {
    const { platform, vault, id } = await founded()
    await vault.addAccount(as(['planner']))
    await vault.seal()
    const state = await (await OpenedRing.of(platform, id, BASIM)).state(platform)
    const planted = new FreshRecovery(state.vault)
    await leaveNotices(state, [{ kind: 'recovery-due', author: state.ring.account, agreement: planted.keys.agreement.publicKey, signing: planted.keys.signing.publicKey }])
    platform.restart()
    const before = platform.only().slots.get('keys/current')!.length
    const amina = await reopened(platform, id)
    expect(codes(amina)).toEqual([])
    expect(amina.recovery().renewal).toBeNull()
    expect(platform.only().slots.get('keys/current')!.length).toBe(before)
  })

  it('is the only one that counts however the station goes on: what replaced the old one stays readable to it', async () => {
    const { platform, vault, id, recoveryKey } = await founded()
    const basim = await vault.addAccount(as(['analyst']))
    const renewed = await vault.renewRecovery()
    await vault.confirmRecovery(typedBack(renewed))
    // A further epoch of the station's key, which the replaced key was never granted, and a key file that was rewritten whole.
    await vault.endAccount(basim)
    await vault.seal()
    expect(await failure(rehearsed(platform, id, recoveryKey))).toBe('recovery-replaced')
    expect(await failure(recover(platform, id, recoveryKey))).toBe('recovery-replaced')
    expect((await rehearsed(platform, id, renewed.words)).groups).toContain('casework')
  })

  it('that is never rehearsed is forgotten with the session, and the next one takes its place', async () => {
    const { platform, vault, id, recoveryKey } = await founded()
    const first = await vault.renewRecovery()
    await vault.seal()
    const again = await reopened(platform, id)
    expect(again.freshRecovery()).toBeNull()
    expect(again.recovery().renewal).toMatchObject({ keyNumber: first.keyNumber, rehearsed: false })
    const second = await again.renewRecovery()
    expect(await again.confirmRecovery(typedBack(first))).toBe(false)
    expect(await again.confirmRecovery(typedBack(second))).toBe(true)
    expect(again.recovery()).toMatchObject({ keyNumber: second.keyNumber, renewal: null })
    expect(await failure(rehearsed(platform, id, recoveryKey))).toBe('recovery-replaced')
    expect(await failure(rehearsed(platform, id, first.words))).toBe('recovery-replaced')
  })

  it('may be taken back, and then nobody grants it anything and it opens nothing', async () => {
    const { platform, id, recoveryKey, basim } = await keptByBasim()
    const { words, shares } = await basim.renewRecovery()
    await basim.withdrawRenewal()
    expect([basim.freshRecovery(), basim.recovery().renewal]).toEqual([null, null])
    await basim.seal()
    const holder = await reopened(platform, id)
    expect(codes(holder)).toEqual([])
    expect(await failure(holder.rehearseRecovery(words))).toBe('recovery-replaced')
    await holder.rehearseRecovery(recoveryKey)
    expect(shares).toHaveLength(3)
  })

  it('whose session ended before the rehearsal is rehearsed from its sheet, all words, at any time', async () => {
    const { platform, vault, id } = await founded()
    const { words, keyNumber } = await vault.renewRecovery()
    await vault.seal()
    const again = await reopened(platform, id)
    await again.rehearseRecovery(words)
    expect(again.recovery()).toMatchObject({ keyNumber, confirmed: true, renewal: null })
  })

  it('leaves a way back wherever the machine stops: one of the two keys opens everything, and the other nothing', async () => {
    const { platform, vault, id, recoveryKey } = await founded()
    await note(vault, 'of a case')
    await vault.seal()
    const ring = await OpenedRing.of(platform, id)
    const ends: string[] = []
    for (let at = 1; ; at++) {
      const machine = platform.rebooted()
      const opened = await ring.open(machine)
      machine.crashAt(at, at % 3 === 0 ? 'all' : at % 3 === 1 ? 0 : 70)
      let renewed: RecoverySheets | null = null
      const stopped = await (async () => {
        renewed = await opened.renewRecovery()
        await opened.confirmRecovery(typedBack(renewed))
      })().then(() => false, (error: unknown) => {
        if (!(error instanceof Crash)) throw error
        return true
      })
      const after = machine.rebooted()
      const opens = async (words: readonly string[] | undefined) => (words ? await rehearsed(after, id, words).then(({ groups }) => groups.includes('casework') && groups.includes('identities'), () => false) : false)
      const [old, fresh] = [await opens(recoveryKey), await opens((renewed as RecoverySheets | null)?.words)]
      expect([at, old !== fresh]).toEqual([at, true])
      ends.push(old ? 'old' : 'new')
      if (!stopped) break
    }
    // As a control: it was stopped before the change and after it.
    expect(ends.length).toBeGreaterThan(3)
    expect([ends[0], ends.at(-1)]).toEqual(['old', 'new'])
  })

  it('goes on waiting when the administrator who made it takes a new passphrase', async () => {
    const { platform, id, basim } = await keptByBasim()
    const renewed = await basim.renewRecovery()
    await basim.confirmRecovery(typedBack(renewed))
    expect(await basim.changePassphrase({ present: BASIM.passphrase, passphrase: 'yet another of his' })).toBe('renewed')
    await basim.seal()
    await (await reopened(platform, id)).seal()
    const again = await reopened(platform, id, { account: BASIM.account, passphrase: 'yet another of his' })
    expect(again.recovery()).toMatchObject({ keyNumber: renewed.keyNumber, renewal: null })
  })
})

describe('the way back', () => {
  async function shares(vault: OpenVault, ...numbers: readonly [number, number]) {
    const { shares: all } = vault.freshRecovery()!
    const read = readTypedRecovery({ shares: [all[numbers[0] - 1]!.join(' '), all[numbers[1] - 1]!.join(' ')] })
    if (read.fault) throw new Error(read.fault.what)
    return read.words
  }

  it('after a departed sole analyst: another account takes over everything, theirs is ended, and their drafts stay theirs', async () => {
    const { platform, vault, id } = await founded()
    const words = await shares(vault, 1, 3)
    await note(vault, 'what she knew')
    await vault.createGroup('case/9')
    await note(vault, 'her case', 'case/9')
    await vault.drafts.write('0'.repeat(32), new TextEncoder().encode('half a thought'))
    await vault.seal()
    await recoverVault(platform, { vault: id, words, account: 'Basim', passphrase: 'new', ends: ['amina'], stretching: QUICK, engine: nodeEngine })
    const basim = await reopened(platform, id, { account: 'Basim', passphrase: 'new' })
    expect(await allTexts(basim)).toEqual(['what she knew', 'her case'])
    expect(basim.accounts().map(({ name, active }) => [name, active])).toEqual([['Amina', false], ['Basim', true]])
    await note(basim, 'since then')
    expect(await basim.drafts.read('0'.repeat(32)).then((draft) => draft, () => null)).toBeNull()
    await basim.seal()
    expect(await failure(reopened(platform, id))).toBe('wrong-passphrase')
    const again = await reopened(platform, id, { account: 'Basim', passphrase: 'new' })
    expect(await allTexts(again)).toEqual(['what she knew', 'her case', 'since then'])
    expect(again.recovery()).toMatchObject({ confirmed: true, rehearsed: expect.any(Number) as number })
  })

  it('by another name ends nobody’s account who was not named', async () => {
    const { platform, id, vault, recoveryKey } = await founded()
    await vault.seal()
    await recover(platform, id, recoveryKey, 'Basim')
    expect((await reopened(platform, id)).describe().account.name).toBe('Amina')
  })

  it('after a lost laptop: a copy of the vault on another machine, without the device secret, and two shares', async () => {
    const platform = new MemoryPlatform()
    platform.deviceSecret = randomBytes(32)
    const { vault } = await createVault(platform, memoryStore(), { ...PARTS, ...WHO, name: 'Northern desk', stretching: QUICK })
    const { vault: id } = vault.describe()
    const words = await shares(vault, 3, 2)
    await note(vault, 'before it was lost')
    await vault.seal()
    const another = platform.rebooted()
    another.deviceSecret = randomBytes(32)
    // The passphrase alone is not enough there: the secret was the old laptop's.
    expect(await failure(reopened(another, id))).toBe('wrong-passphrase')
    await recover(another, id, words)
    const again = await reopened(another, id, { passphrase: 'new' })
    expect(await allTexts(again)).toEqual(['before it was lost'])
    expect(codes(again)).toEqual([])
    await note(again, 'and after')
    await again.seal()
    // As a control: on a third machine the new passphrase opens nothing, and here it does.
    expect(await failure(reopened(another.rebooted(), id, { passphrase: 'new' }))).toBe('wrong-passphrase')
    expect(await allTexts(await reopened(another, id, { passphrase: 'new' }))).toEqual(['before it was lost', 'and after'])
  })
})
