// Takes a vault and writes a backup without an end into a chosen folder until it is killed. Arguments: data folder, vault, place.
import { nodePlatform } from '../../electron/host/node-platform.ts'

const [dataFolder = '', vault = '', place = ''] = process.argv.slice(2)
const platform = nodePlatform(dataFolder, { printPdf: null })
await platform.call('takeVault', { vault })
const { backup } = (await platform.call('beginBackup', { vault, place, name: 'half' })).answer
const begin = Buffer.concat([Buffer.from('VIGILBAK'), Buffer.alloc(6), Buffer.from(vault, 'hex')])
let offset = (await platform.call('appendBackup', { backup, offset: 0 }, begin)).answer.length
process.stdout.write('writing\n')
for (;;) offset = (await platform.call('appendBackup', { backup, offset }, new Uint8Array(10_000))).answer.length
