import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import jsQR from 'jsqr'
import { describe, expect, it } from 'vitest'
import { TellableError } from '../../shared/model/message.ts'
import { createStation } from '../../shared/station/create-station.ts'
import type { Station } from '../../shared/station/station.ts'
import type { TypedRecovery } from '../../shared/vault/vault.ts'
import { dataFolder, founded, started, translateInto, WHO } from './support/stations.ts'

const DAY = 86_400_000
const say = await translateInto('en')
const sayArabic = await translateInto('ar')

/** What every QR code of a page says, by a reader of another make (npm jsqr), from the drawing as it stands. */
function codesIn(page: string): string[] {
  return [...page.matchAll(/<svg viewBox="0 0 (\d+) \1"[^>]*><path d="([^"]+)"/g)].map(([, side, path]) => {
    const [modules, scale] = [Number(side), 4]
    const pixels = new Uint8ClampedArray((modules * scale) ** 2 * 4).fill(255)
    for (const [, x, y] of path!.matchAll(/M(\d+) (\d+)h1v1h-1z/g)) {
      for (let dy = 0; dy < scale; dy++) for (let dx = 0; dx < scale; dx++) pixels.fill(0, ((Number(y) * scale + dy) * modules * scale + Number(x) * scale + dx) * 4, ((Number(y) * scale + dy) * modules * scale + Number(x) * scale + dx) * 4 + 3)
    }
    return jsQR(pixels, modules * scale, modules * scale)?.data ?? 'unread'
  })
}
const wordsIn = (sheet: string) => [...sheet.matchAll(/<li[^>]*><span class="n">[^<]+<\/span> <b>([a-z]+)<\/b>/g)].map(([, word]) => word!)
const sheetsOf = (page: string) => page.split('<section class="sheet">').slice(1)
const written = async (station: Station, as: 'key' | 'shares', language = 'en', paper: 'A4' | 'Letter' = 'A4') => new TextDecoder().decode((await station.writeSheets({ as, paper, language, format: 'html' })).bytes)
async function refusal(work: Promise<unknown>): Promise<readonly [string, string]> {
  const fault = await work.then(() => null, (error: unknown) => error)
  if (!(fault instanceof TellableError)) throw new Error('was not refused', { cause: fault })
  return [fault.code, [fault.says, fault.kept, fault.remedy].flatMap((line) => (line ? [say(line)] : [])).join(' ')]
}

describe('the sheets of a recovery key', () => {
  it('hold the words in order, the same as a code, the station, the key’s number, and who keeps it', async () => {
    const { station, recoveryKey } = await founded(dataFolder())
    const { keyNumber } = await station.recovery()
    const page = await written(station, 'key')
    const [sheet, ...more] = sheetsOf(page)
    expect(more).toEqual([])
    expect(wordsIn(sheet!)).toEqual(recoveryKey)
    expect(codesIn(page)).toEqual([recoveryKey.join(' ').toUpperCase()])
    for (const words of ['Northern desk', keyNumber, 'Kept by', 'Kept where']) expect(sheet).toContain(words)
    // Self-contained: nothing is asked for, nothing runs.
    expect(page).not.toMatch(/<script|https?:|url\((?!data:)/)
  })

  it('are three for shares, each a page with its own number, words and code; any two typed from paper open the vault', async () => {
    const folder = dataFolder()
    const { station, vault, platform } = await founded(folder)
    for (const paper of ['A4', 'Letter'] as const) expect(await written(station, 'shares', 'en', paper)).toContain(`size: ${paper === 'A4' ? 'A4' : 'letter'} portrait`)
    const page = await written(station, 'shares')
    const sheets = sheetsOf(page)
    expect(sheets).toHaveLength(3)
    expect(sheets.map((sheet, at) => sheet.includes(`Share ${at + 1} of 3`))).toEqual([true, true, true])
    const codes = codesIn(page)
    expect(codes.map((code) => code.toLowerCase().split(' '))).toEqual(sheets.map(wordsIn))
    await station.seal()
    await platform.close()
    const again = started(folder)
    // Scanned or typed: what the code says is read like words.
    expect(await again.station.rehearseRecovery({ vault, shares: [codes[2]!, wordsIn(sheets[0]!).map((word) => word.slice(0, 4)).join(' ')] })).toEqual({ accounts: [WHO.account] })
  })

  it('are in the language of the person and keep their words English, from left to right', async () => {
    const { station, recoveryKey } = await founded(dataFolder())
    const page = await written(station, 'key', 'ar')
    expect(page).toContain('<html lang="ar" dir="rtl">')
    expect(page).toContain('<ol class="words" dir="ltr" lang="en">')
    expect(page).toContain(sayArabic({ key: 'recovery.sheet.kept-by' }))
    expect(wordsIn(page)).toEqual(recoveryKey)
  })

  it('are written while the key is fresh and never again, and leave nothing in the data folder', async () => {
    const folder = dataFolder()
    const { station, recoveryKey } = await founded(folder)
    await written(station, 'key')
    await written(station, 'shares')
    const { shares } = (await station.freshRecovery())!
    await station.confirmRecovery({ shares: shares.map((words, at) => words.map((word, place) => (at !== 1 && place < 3 ? word : ''))) })
    expect((await station.status()).recoveryConfirmed).toBe(true)
    expect(await station.freshRecovery()).toBeNull()
    expect((await refusal(written(station, 'key')))[1]).toMatch(/shown only when it is made.*Make a new recovery key/)
    await station.seal()
    const lines = [recoveryKey.slice(0, 3), shares[0]!.slice(0, 3)].flatMap((words) => [words.join(' '), words.join(' ').toUpperCase(), `${words[0]}</b>`])
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => statSync(join(folder, name)).isFile())
    expect(files.length).toBeGreaterThan(3)
    for (const name of files) for (const line of lines) expect(readFileSync(join(folder, name)).includes(line)).toBe(false)
  })
})

describe('what is typed of a recovery key', () => {
  it('is told what is wrong with it by word, sheet and key, and what to do', async () => {
    const folder = dataFolder()
    const { station, vault, recoveryKey } = await founded(folder)
    const { shares } = (await station.freshRecovery())!
    const [one, two] = shares.map((words) => [...words]) as [string[], string[], string[]]
    const other = await founded(dataFolder())
    const strange = (await other.station.freshRecovery())!.shares
    await other.station.seal()
    const tried = (typed: TypedRecovery) => refusal(station.rehearseRecovery({ vault, ...typed }))
    const swapped = (words: readonly string[]) => {
      const at = words.findIndex((word, place) => place > 3 && word !== words[place + 1])
      return [words.with(at, words[at + 1]!).with(at + 1, words[at]!).join(' '), at + 1] as const
    }
    expect(await tried({ words: recoveryKey.with(8, recoveryKey[8] === 'zoo' ? 'zone' : 'zoo').join(' ') })).toEqual(['recovery-words', expect.stringMatching(/^Word 9 is not what stands on the sheet.*Nothing was changed/)])
    const [wholeSwapped, place] = swapped(recoveryKey)
    expect((await tried({ words: wholeSwapped }))[1]).toMatch(`Words ${place} and ${place + 1} have changed places`)
    expect((await tried({ words: one.join(' ') }))[1]).toMatch(/is a share, and not the whole key/)
    expect(await tried({ shares: [one.join(' '), two.with(8, two[8] === 'zoo' ? 'zone' : 'zoo').join(' ')] })).toEqual(['recovery-share-2', expect.stringMatching(/^Sheet 2: word 9 does not fit the others/)])
    expect(await tried({ shares: [one.slice(1).join(' '), two.join(' ')] })).toEqual(['recovery-share-1', expect.stringMatching(/^Sheet 1: that is 27 of 28 words/)])
    expect((await tried({ shares: [two.join(' '), two.join(' ')] }))[1]).toMatch(/^Both are share 2/)
    expect((await tried({ shares: [one.join(' '), strange[1]!.join(' ')] }))[1]).toMatch(/^These shares are of two keys, numbers \d{3} \d{3} and \d{3} \d{3}/)
    expect((await tried({ shares: [strange[0]!.join(' '), strange[1]!.join(' ')] }))[1]).toMatch(/but to another vault/)
    // A key that was replaced is called so, and not wrong.
    const renewed = await station.renewRecovery()
    await station.confirmRecovery(renewed.words.map((word, at) => (at < 3 ? word : '')))
    expect(await tried({ shares: [one.join(' '), two.join(' ')] })).toEqual(['recovery-replaced', expect.stringMatching(/was replaced by a newer one/)])
  })
})

describe('the reminder of a rehearsal', () => {
  it('comes to an administrator a quarter after the last one, at opening and in the status, and goes with a rehearsal', async () => {
    const folder = dataFolder()
    let now = Date.UTC(2026, 0, 5)
    const { station, vault, ports, recoveryKey } = await founded(folder, {}, { now: () => now })
    await station.confirmRecovery(recoveryKey.map((word, at) => (at < 3 ? word : '')))
    await station.addAccount({ name: 'Heron', passphrase: 'five words that are hers', roles: ['analyst'], countries: [] })
    now += 90 * DAY
    expect((await station.status()).recoveryDue).toBe(false)
    await station.seal()
    now += 2 * DAY
    const again = createStation(ports)
    const { notes } = await again.open({ vault, ...WHO })
    expect(notes.map(say)).toContain('The recovery key was last rehearsed 92 days ago. Try it in the settings, under Recovery.')
    expect(await again.status()).toMatchObject({ recoveryDue: true, recoveryConfirmed: true })
    expect(await again.recovery()).toMatchObject({ overdue: true, mayRenew: true, rehearsed: Date.UTC(2026, 0, 5) })
    await again.rehearse({ words: recoveryKey.join(' ') })
    expect(await again.status()).toMatchObject({ recoveryDue: false })
    expect(await again.recovery()).toMatchObject({ overdue: false, rehearsed: now })
    now += 92 * DAY
    await again.seal()
    const analyst = await again.open({ vault, account: 'Heron', passphrase: 'five words that are hers' })
    // Who does not keep the station is not told.
    expect(analyst.notes.map(({ key }) => key)).not.toContain('recovery.note-due')
    expect(await again.status()).toMatchObject({ recoveryDue: false })
    await again.seal()
  })
})
