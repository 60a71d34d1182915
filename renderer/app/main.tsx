import { windowStation } from '../workers/station-client.ts'
import { start } from './start.tsx'

const root = document.getElementById('root')
if (!root) throw new Error('the page has no root')
void start(root, windowStation())
