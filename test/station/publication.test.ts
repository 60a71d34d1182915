import { expect, it } from 'vitest'
import { bringIn, codeOf, dataFolder, founded, WHO } from './support/stations.ts'

const NIGER = { account: 'Her Excellency', passphrase: 'words of hers' }
const CHAD = { account: 'His Excellency', passphrase: 'words of his' }
const CSV = ['latitude,longitude,what,contact name,date', ...Array.from({ length: 30 }, (_, row) => `22.7${row},14.2${row},"boys were taken ${row}",Nour Haddad ${row},2026-03-${String(1 + (row % 28)).padStart(2, '0')}`)].join('\n')

it('a briefing that is released to a country is read by its ambassador as it was written, and by no other’s', async () => {
  const { station, vault } = await founded(dataFolder())
  await bringIn(station, CSV)
  for (const [who, country] of [[NIGER, 'NER'], [CHAD, 'TCD']] as const) await station.addAccount({ name: who.account, passphrase: who.passphrase, roles: ['ambassador'], countries: [country] })
  const briefing = { title: 'South of the wells', keyPoints: ['what an ambassador reads'], narrative: '', tlp: 'TLP:AMBER', language: 'en', assessment: { filter: {}, area: ['LBY'] }, deployment: null, format: 'html', reviewer: 'Kestrel' } as const
  await station.releaseBriefing({ ...briefing, countries: ['NER'] })
  // To a country that nobody here stands for there is no key: nothing is released, and the ledger has no entry that says otherwise.
  expect(await codeOf(station.releaseBriefing({ ...briefing, title: 'never', countries: ['SDN'] }))).toBe('no-key')
  expect((await station.recordsOfKind('release')).map(({ fields }) => fields['title'])).toEqual(['South of the wells'])
  await station.seal()

  await station.open({ vault, ...NIGER })
  const [page, ...more] = await station.recordsOfKind('publication')
  expect(more).toEqual([])
  expect(page!.fields).toMatchObject({ title: 'South of the wells', tlp: 'TLP:AMBER', country: 'NER', from: 'Northern desk' })
  const { html } = page!.fields['page'] as { html: string }
  expect(html).toContain('what an ambassador reads')
  for (const secret of ['Nour Haddad', 'boys were taken', '22.7']) expect(html).not.toContain(secret)
  expect(await station.recordsOfKind('release')).toEqual([])
  await station.seal()

  await station.open({ vault, ...CHAD })
  expect(await station.recordsOfKind('publication')).toEqual([])
  await station.seal()
  await station.open({ vault, ...WHO })
  expect(await station.recordsOfKind('publication')).toHaveLength(1)
}, 180_000)
