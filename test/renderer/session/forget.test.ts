import { beforeEach, describe, expect, it } from 'vitest'
import { forgetOpened } from '../../../renderer/session/forget.ts'
import { useImporting } from '../../../renderer/session/importing.ts'
import { asJob, tell, tellFault, useNotices } from '../../../renderer/session/notices.ts'
import { usePassing } from '../../../renderer/session/selection.ts'
import { enter, followStation, sealVault, useVault } from '../../../renderer/session/vault.ts'
import { useView } from '../../../renderer/session/view.ts'
import { TellableError } from '../../../shared/model/message.ts'
import { inventedStation } from '../support/invented-station.ts'

const SECRET = 'zz-canary-agadez'
const everything = () => JSON.stringify([useView.getState(), useNotices.getState(), usePassing.getState(), useVault.getState(), useImporting.getState()], (_, value: unknown) => (value instanceof Set ? [...(value as Set<unknown>)] : ArrayBuffer.isView(value) ? [...new Uint8Array(value.buffer)] : value))

describe('sealing', () => {
  beforeEach(() => {
    useVault.setState({ phase: 'open' })
    useView.setState({ filter: { words: SECRET }, selected: { kind: 'tip', id: SECRET }, picks: new Set([SECRET as never]) })
    tell({ key: SECRET })
    tellFault(new TellableError('x', { key: SECRET }))
    useImporting.setState({ now: { step: 'reading', file: { name: SECRET, size: 1, slice: () => new Blob() } } })
  })
  it('leaves no opened value in any store of the window', async () => {
    const station = inventedStation({ tips: 5, vault: { name: 'Tunis 02', account: 'K', passphrase: 'p' } })
    await station.open({ vault: '', account: 'K', passphrase: 'p' })
    const [table, selection] = await Promise.all([station.table(), station.select({})])
    usePassing.setState({ table, selection })
    await enter(station)
    expect(everything()).toContain(SECRET)
    await sealVault(station, 'asked')
    expect(everything()).not.toContain(SECRET)
    expect(usePassing.getState()).toEqual({ table: null, selection: null, loading: false })
    expect(useVault.getState()).toMatchObject({ phase: 'gate', status: null, sealedBecause: 'asked' })
  })
  it('that the station does by itself closes the window too', () => {
    let listener: ((event: { type: 'sealed'; reason: 'sleep' }) => void) | undefined
    const station = { ...inventedStation({ tips: 0 }), onEvent: (given: never) => ((listener = given), () => undefined) }
    followStation(station)
    listener?.({ type: 'sealed', reason: 'sleep' })
    expect(useVault.getState()).toMatchObject({ phase: 'gate', sealedBecause: 'sleep' })
    expect(everything()).not.toContain(SECRET)
  })
  it('stops long calls that are under way', async () => {
    const work = asJob({ key: 'x' }, { key: 'y' }, (signal) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error))))
    forgetOpened()
    await expect(work).rejects.toThrow()
    expect(useNotices.getState().jobs).toEqual([])
  })
})

describe('an error', () => {
  it('that nobody foresaw tells its class and never its text', () => {
    useNotices.setState({ faults: [] })
    tellFault(new RangeError(SECRET))
    expect(JSON.stringify(useNotices.getState().faults)).not.toContain(SECRET)
    expect(useNotices.getState().faults[0]?.says.values).toEqual({ kind: 'RangeError' })
  })
  it('of a call that was cancelled is not told', () => {
    useNotices.setState({ faults: [] })
    tellFault(new DOMException('cancelled', 'AbortError'))
    expect(useNotices.getState().faults).toEqual([])
  })
})
