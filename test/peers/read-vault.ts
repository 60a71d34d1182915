import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { readVault } from './vault-reader.ts'

/**
 * `node test/peers/read-vault.ts FOLDER ACCOUNT < PASSPHRASE`: a line of JSON for what the vault is, one for every commit with its
 * parts, one for every draft, and one for everything that was found damaged.
 */
const [folder = '', account = ''] = process.argv.slice(2)
const read = readVault(folder, { account, passphrase: readFileSync(0, 'utf8').replace(/\r?\n$/, '') })
const print = (line: object) => console.log(JSON.stringify(line))
print({ vault: read.vault, name: read.name, account: read.account.name, groups: read.groups.map(({ name, epoch }) => `${name}/${epoch}`), accounts: read.roster.accounts.map(({ name, active }) => ({ name, active })), head: read.head && { generation: read.head.generation, ...read.head.journal } })
for (const { parts, ...commit } of read.commits) print({ ...commit, parts: parts.map(({ group, section, content, why }) => ({ group, section, ...(content ? { bytes: content.length, sha256: createHash('sha256').update(content).digest('hex') } : { why }) })) })
for (const { id, content } of read.drafts) print({ draft: id, text: content.toString('utf8') })
for (const damaged of read.damage) print({ damaged })
process.exitCode = read.damage.length > 0 ? 1 : 0
