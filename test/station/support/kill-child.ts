// Opens a station and files calls, saves drafts, edits, takes back and imports until it is killed; what it begins and what was
// acknowledged goes to a record outside the vault. Arguments: data folder, vault, record, number of this run, a word that every text holds.
import { openSync, writeSync } from 'node:fs'
import { nodePorts } from '../../../electron/headless/node-ports.ts'
import { nodePlatform } from '../../../electron/host/node-platform.ts'
import { newRecordId } from '../../../shared/model/ids.ts'
import type { RecordId } from '../../../shared/model/change.ts'
import { createStation } from '../../../shared/station/create-station.ts'

const [folder = '', vault = '', recordPath = '', run = '', word = '', account = '', passphrase = ''] = process.argv.slice(2)
const record = openSync(recordPath, 'a')
const note = (line: string): void => { writeSync(record, `${line}\n`) }
const station = createStation(nodePorts(nodePlatform(folder, { printPdf: null })))
await station.open({ vault, account, passphrase })
process.stdout.write('open\n')

const made = (kind: string, id: RecordId, fields: Readonly<Record<string, unknown>>) => Object.entries(fields).map(([field, value]) => ({ record: id, kind, field, ...(Array.isArray(value) ? { add: value as string[] } : { value }) }))
for (let i = 0; ; i++) {
  const name = `${run}.${i}`
  const draft = 'd'.repeat(32)
  note(`begin draft ${name}`)
  await station.saveDraft(draft, { what: `${word} draft ${name}` })
  note(`kept draft ${name}`)
  if (i % 3 < 2) {
    // Three records of one act: all of them or none.
    const [tip, person, group] = [newRecordId(), newRecordId(), newRecordId()]
    note(`begin call ${name} 1`)
    await station.commit({ act: 'file-call', patches: [
      ...made('tip', tip, { what: `call ${name} ${word} ${'x'.repeat((i * 997) % 5000)}`, links: [person], danger: 'no', place: { at: [14.2 + (i % 9) / 10, 22.7], precision: 'exact', reason: 'given', country: 'LBY' } }),
      ...made('person', person, { pseudonym: `call ${name}`, name: `${word} Haddad`, cases: [group] }), ...made('case', group, { title: `call ${name}`, tips: [tip], people: [person] }),
    ] })
    note(`kept call ${name}`)
    note(`begin edit ${name} 1`)
    await station.commit({ act: 'edit', patches: [{ record: tip, kind: 'tip', field: 'informationSource', value: `edit ${name}` }, { record: person, kind: 'person', field: 'notes', value: `edit ${name}` }] })
    note(`kept edit ${name}`)
  } else {
    const rows = 40 + ((i * 31) % 400)
    const text = ['latitude,longitude,what,route', ...Array.from({ length: rows }, (_, row) => `22.7${row},14.2${row},"import ${name} row ${row} ${word} ${'y'.repeat(row % 50)}",import ${name}`)].join('\n')
    const bytes = new TextEncoder().encode(text)
    const file = { name: `import ${name}.csv`, size: bytes.length, slice: (start: number, end: number) => ({ arrayBuffer: async () => bytes.slice(start, end).buffer as ArrayBuffer }) }
    const { mapping } = await station.previewImport(file)
    note(`begin import ${name} ${rows}`)
    await station.runImport(file, mapping)
    note(`kept import ${name}`)
  }
}
