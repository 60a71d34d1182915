import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { drawBelow, loadMeter, WORDS_DRAWN, type Meter } from '../../../renderer/parts/passphrase/strength.ts'
import { partsToAsk } from '../../../renderer/parts/recovery/typed-back.tsx'

let meter: Meter
beforeAll(async () => {
  meter = await loadMeter()
})

describe('the meter of passphrases', () => {
  it('refuses what everyone tries first', () => {
    for (const typed of ['123456', 'password1', 'qwertyuiop', 'Tr0ub4dor&3', 'tunis2026']) expect(meter.judge(typed, null).strength, typed).toBe('refused')
  })
  it('refuses famous phrases, to which zxcvbn gives its best mark', () => {
    for (const typed of ['correct horse battery staple', 'CorrectHorseBatteryStaple', 'to be or not to be, that is the question', 'بِسْمِ اللّٰهِ الرَّحْمٰنِ الرَّحِيمِ']) expect(meter.judge(typed, null).strength, typed).toBe('refused')
  })
  it('refuses what is made of the names on the lock screen', () => {
    expect(meter.judge('Agadez border desk amina', null).strength).not.toBe('refused')
    expect(meter.judge('Agadez border desk amina', null, ['Agadez border desk', 'amina']).strength).toBe('refused')
  })

  it('never calls what a person made up better than fair', () => {
    expect(meter.judge('nullify relatable squishy zone blanching subatomic', null).strength).toBe('fair')
  })
  it('counts drawn words by how they were drawn: six of 7,776 are 77 bits', () => {
    const drawn = meter.drawWords()
    expect(drawn.split(' ')).toHaveLength(WORDS_DRAWN)
    expect(meter.judge(drawn, drawn)).toEqual({ strength: 'strong', bits: 77, drawn: true })
  })
  it('does not call it drawn once a letter is changed', () => {
    const drawn = meter.drawWords()
    expect(meter.judge(`${drawn}x`, drawn).drawn).toBe(false)
  })
})

describe('drawing', () => {
  it('is even: it passes over the numbers that would favour the first', () => {
    const given = [0xffff_ffff, 0xffff_fffe, 12_345]
    expect(drawBelow(7776, () => given.shift()!)).toBe(12_345 % 7776)
  })
  it('stays below its bound', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 10_000 }), fc.integer({ min: 0, max: 0x7fff_ffff }), (below, value) => drawBelow(below, () => value) < below))
  })
  it('asks for three different parts of the recovery key, in order', () => {
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 24 }), (count) => {
        const asked = partsToAsk(count)
        expect(asked).toHaveLength(3)
        expect(new Set(asked).size).toBe(3)
        expect([...asked].sort((one, other) => one - other)).toEqual(asked)
        expect(asked.every((part) => part >= 0 && part < count)).toBe(true)
      }),
    )
  })
})
