import { randomBytes } from 'node:crypto'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { NONCE_HEADER, proofOfSecret, provesSecret } from './proof.ts'
import { AGAIN_PATH } from './server.ts'

/**
 * How a second start finds the first: a file in the data folder, readable by its owner alone, with the
 * port and a secret. Whether the first still runs is asked of it, not concluded from the file.
 */
const runningFile = z.object({ port: z.number().int().min(1).max(65_535), secret: z.string().min(32) })
export type Running = z.infer<typeof runningFile>

const pathIn = (dataFolder: string): string => join(dataFolder, 'running')

export async function announce(dataFolder: string, running: Running): Promise<() => Promise<void>> {
  await rm(pathIn(dataFolder), { force: true })
  await writeFile(pathIn(dataFolder), JSON.stringify(running), { mode: 0o600 })
  return async () => {
    const now = await read(dataFolder)
    if (now?.secret === running.secret) await rm(pathIn(dataFolder), { force: true })
  }
}

/** An address for one more window of the program that already runs on this data folder; null where none does. */
export async function askForWindow(dataFolder: string): Promise<string | null> {
  const running = await read(dataFolder)
  if (!running) return null
  const { port, secret } = running
  const nonce = randomBytes(32).toString('base64url')
  try {
    const headers = { [NONCE_HEADER]: nonce, Authorization: proofOfSecret(secret, 'ask', nonce) }
    const response = await fetch(`http://127.0.0.1:${port}${AGAIN_PATH}`, { method: 'POST', headers, redirect: 'error', signal: AbortSignal.timeout(2_000) })
    const [address = '', proof = ''] = response.ok ? (await response.text()).split('\n') : []
    return provesSecret(secret, 'answer', `${nonce} ${address}`, proof) && address.startsWith(`http://127.0.0.1:${port}/`) ? address : null
  } catch {
    return null
  }
}

async function read(dataFolder: string): Promise<Running | null> {
  try {
    return runningFile.parse(JSON.parse(await readFile(pathIn(dataFolder), 'utf8')))
  } catch {
    return null
  }
}
