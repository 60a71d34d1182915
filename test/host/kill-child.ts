// Opens a vault and commits and imports until it is killed, writing what it begins and what was acknowledged to a record
// outside the vault. Arguments: data folder, vault, record, number of this run.
import { openSync, writeSync } from 'node:fs'
import { nodePlatform } from '../../electron/host/node-platform.ts'
import { memoryStore, openVault } from '../../shared/vault/vault.ts'
import { PARTS, WHO, text } from '../vault/support/vaults.ts'

const [dataFolder = '', id = '', recordPath = '', run = ''] = process.argv.slice(2)
const record = openSync(recordPath, 'a')
const note = (line: string): void => { writeSync(record, `${line}\n`) }

const vault = await openVault(nodePlatform(dataFolder, { printPdf: null }), memoryStore(), { ...PARTS, ...WHO, vault: id })
process.stdout.write('open\n')
for (let i = 0; ; i++) {
  if (i % 3 < 2) {
    const name = `commit ${run}.${i}`
    note(`begin ${name} 1`)
    await vault.commit({ act: 'write-note', parts: [{ group: 'casework', section: 'text', bytes: text(`${name} ${'x'.repeat(i * 997 % 20_000)}`) }] })
    note(`kept ${name}`)
  } else {
    const name = `import ${run}.${i}`
    const chunks = 2 + i % 7
    note(`begin ${name} ${chunks + 1}`)
    const bulk = vault.beginImport('import-tips')
    for (let chunk = 0; chunk < chunks; chunk++) await bulk.append([{ group: 'casework', section: 'text', bytes: text(`${name} ${'y'.repeat(40_000)}${chunk}`) }])
    await bulk.end([{ group: 'casework', section: 'text', bytes: text(`${name} end`) }])
    note(`kept ${name}`)
  }
}
