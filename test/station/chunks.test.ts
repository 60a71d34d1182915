import { expect, it } from 'vitest'
import type { Station } from '../../shared/station/station.ts'
import { allRows, bringIn, dataFolder, founded, started, WHO } from './support/stations.ts'

const ROWS = 450
/** Ninety signs at random, none of which ends a cell: nothing compresses them below four fifths. */
const noise = (length: number) => Array.from(crypto.getRandomValues(new Uint8Array(length)), (byte) => String.fromCharCode(0x23 + (byte % 90))).join('')
const texts = Array.from({ length: ROWS }, (_, row) => `${row} ${noise(9000)}`)
const FILE = ['id,date,latitude,longitude,what', ...texts.map((text, row) => `N${row},2026-01-03,22.7${row},14.2${row},"${text}"`)].join('\n')

const told = async (station: Station) =>
  (await allRows(station, ['what', 'importRow'])).map(({ fields }): [number, string] => [Number(fields['importRow']), fields['what']!]).sort(([a], [b]) => a - b).map(([, text]) => text)

it('rows whose texts do not compress are sealed in smaller chunks: all come in, each with its text, now and when the vault is opened again', async () => {
  const folder = dataFolder()
  const { station, vault } = await founded(folder)
  const report = await bringIn(station, FILE)
  expect(report.counts).toMatchObject({ read: ROWS, kept: ROWS, refused: 0 })
  expect(await told(station)).toEqual(texts)
  await station.seal()
  const { station: again } = started(folder)
  expect((await again.open({ vault, ...WHO })).tips).toBe(ROWS)
  expect(await told(again)).toEqual(texts)
  await again.seal()
})
