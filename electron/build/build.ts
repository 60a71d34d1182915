import { resolve } from 'node:path'
import { buildRenderer } from './renderer-build.ts'
import { buildShell } from './shell-build.ts'

const root = resolve(import.meta.dirname, '../..')
const page = await buildRenderer(root)
console.log(`The page: ${page}`)
console.log(`Electron's part: ${await buildShell(root, page)}`)
