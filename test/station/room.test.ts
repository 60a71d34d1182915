import { expect, it } from 'vitest'
import { newRecordId } from '../../shared/model/ids.ts'
import { LOW_ROOM, NO_ROOM, roomOf, watchRoom } from '../../shared/station/room.ts'
import { nodePlatform } from '../../electron/host/node-platform.ts'
import type { WindowSession } from '../../electron/host/host.ts'
import { codeOf, dataFolder, started, WHO } from './support/stations.ts'

it('SECURITY 7: free space is told before it runs out, and where there is none nothing is begun that would fail half-way', async () => {
  expect([null, LOW_ROOM, LOW_ROOM - 1, NO_ROOM, NO_ROOM - 1, 0].map(roomOf)).toEqual(['enough', 'enough', 'low', 'low', 'none', 'none'])
  const folder = dataFolder()
  const platform = nodePlatform(folder, { printPdf: null })
  let free = NO_ROOM - 1
  const call = (async (name: 'describe', request: Record<string, never>, bytes?: Uint8Array) => {
    const reply = await platform.call(name, request, bytes)
    return name === 'describe' ? { ...reply, answer: { ...reply.answer, freeBytes: free } } : reply
  }) as WindowSession['call']
  const { station } = started(folder, {}, { call, close: () => platform.close(), onNotice: (listener) => platform.onNotice(listener) })
  await station.found({ name: 'Northern desk', ...WHO }).catch(() => undefined)
  const told: unknown[] = []
  const ending = new AbortController()
  const watching = watchRoom({ call, onNotice: () => () => undefined }, ending.signal, (room) => told.push(room), 5)
  await expect.poll(() => told).toEqual(['none'])
  free = LOW_ROOM - 1
  await expect.poll(() => told).toEqual(['none', 'low'])
  free = LOW_ROOM
  await expect.poll(() => told).toEqual(['none', 'low', 'enough'])
  ending.abort()
  await watching
  await station.seal()

  free = LOW_ROOM
  const { vault } = await station.found({ name: 'Northern desk', ...WHO })
  await station.seal()
  free = NO_ROOM - 1
  await station.open({ vault, ...WHO })
  await expect.poll(async () => (await station.status()).room).toBe('none')
  expect(await codeOf(station.commit({ act: 'file-call', patches: [{ record: newRecordId(), kind: 'tip', field: 'what', value: 'x' }] }))).toBe('disk-full')
  await station.seal()
}, 60_000)
