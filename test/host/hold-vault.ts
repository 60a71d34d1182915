// Takes a vault and holds it until it is killed. Arguments: data folder, vault.
import { nodePlatform } from '../../electron/host/node-platform.ts'

const [dataFolder = '', vault = ''] = process.argv.slice(2)
const { answer } = await nodePlatform(dataFolder).call('takeVault', { vault })
console.log(answer.taken)
setInterval(() => undefined, 60_000)
