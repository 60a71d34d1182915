import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { nodePlatform } from '../../electron/host/node-platform.ts'
import { createVault, memoryStore, openVault } from '../../shared/vault/vault.ts'
import { PARTS, QUICK, WHO, allCommits, codes, openText } from '../vault/support/vaults.ts'

export interface KillReport {
  readonly kills: number
  /** Acts that were acknowledged, over all runs. */
  readonly kept: number
  /** Acts that a kill cut off, and how many of them are there all the same, whole. */
  readonly cut: number
  readonly cutButThere: number
  /** What must not be: one sentence each. */
  readonly faults: readonly string[]
}

/**
 * Kills a program (`kill -9`) in the middle of commits and imports, `kills` times on one vault, and after each
 * looks: everything acknowledged is there, everything else is there whole or not at all, nothing is damaged.
 */
export async function killAgainAndAgain(kills: number, random: () => number): Promise<KillReport> {
  const folder = mkdtempSync(join(tmpdir(), 'vigil-kills-'))
  const dataFolder = join(folder, 'data')
  const record = join(folder, 'record')
  const faults: string[] = []
  try {
    const first = nodePlatform(dataFolder, { printPdf: null })
    const { vault } = await createVault(first, memoryStore(), { ...PARTS, ...WHO, name: 'Northern desk', stretching: QUICK })
    const { vault: id } = vault.describe()
    await vault.seal()
    await first.close()
    for (let run = 0; run < kills; run++) {
      await killOnce(dataFolder, id, record, run, random)
      const looked = await look(dataFolder, id, record)
      faults.push(...looked.map((fault) => `kill ${run}: ${fault}`))
    }
    const acts = readRecord(record)
    const there = await actsInVault(dataFolder, id)
    const cut = [...acts.values()].filter(({ kept }) => !kept)
    return { kills, kept: acts.size - cut.length, cut: cut.length, cutButThere: cut.filter(({ name }) => there.has(name)).length, faults }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Most kills fall into work; some into the opening of the vault. */
async function killOnce(dataFolder: string, id: string, record: string, run: number, random: () => number): Promise<void> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'kill-child.ts'), dataFolder, id, record, String(run)], { stdio: ['ignore', 'pipe', 'inherit'] })
  const gone = new Promise<NodeJS.Signals | null>((exit) => child.once('exit', (_code, signal) => exit(signal)))
  if (random() < 0.85) await Promise.race([new Promise((open) => child.stdout.once('data', open)), gone])
  await new Promise((wait) => setTimeout(wait, random() * 250))
  child.kill('SIGKILL')
  if (await gone !== 'SIGKILL') throw new Error('the program ended before it was killed')
}

interface Act { readonly name: string; readonly parts: number; kept: boolean }

function readRecord(record: string): Map<string, Act> {
  const acts = new Map<string, Act>()
  for (const line of existsSync(record) ? readFileSync(record, 'utf8').split('\n') : []) {
    const [verb, kind, number, parts] = line.split(' ')
    const name = `${kind} ${number}`
    if (verb === 'begin') acts.set(name, { name, parts: Number(parts), kept: false })
    const act = acts.get(name)
    if (verb === 'kept' && act) act.kept = true
  }
  return acts
}

async function opened(dataFolder: string, id: string) {
  const platform = nodePlatform(dataFolder, { printPdf: null })
  const vault = await openVault(platform, memoryStore(), { ...PARTS, ...WHO, vault: id })
  return { vault, close: async () => { await vault.seal(); await platform.close() } }
}

/** Acts by name, with how many of their parts are there. */
async function actsInVault(dataFolder: string, id: string, more?: (vault: Awaited<ReturnType<typeof opened>>['vault']) => Promise<void>): Promise<Map<string, number>> {
  const { vault, close } = await opened(dataFolder, id)
  const there = new Map<string, number>()
  for (const commit of await allCommits(vault)) {
    for (const part of commit.parts) {
      const [kind, number] = (await openText(part)).split(' ')
      const name = `${kind} ${number}`
      there.set(name, (there.get(name) ?? 0) + 1)
    }
  }
  await more?.(vault)
  await close()
  return there
}

async function look(dataFolder: string, id: string, record: string): Promise<string[]> {
  const acts = readRecord(record)
  const faults: string[] = []
  const there = await actsInVault(dataFolder, id, async (vault) => {
    if (!(await vault.verify())) faults.push('the journal does not verify')
    if (!vault.describe().journalWhole || !vault.describe().writable) faults.push(`the vault is not whole: ${codes(vault).join(', ')}`)
  })
  for (const { name, parts, kept } of acts.values()) {
    const found = there.get(name) ?? 0
    if (kept && found !== parts) faults.push(`${name} was acknowledged and ${found} of ${parts} parts are there`)
    if (!kept && found !== 0 && found !== parts) faults.push(`${name} is half there: ${found} of ${parts} parts`)
  }
  for (const name of there.keys()) if (!acts.has(name)) faults.push(`${name} is there and was never begun`)
  return faults
}

/** A fixed sequence from a seed, so that a run can be told again (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}
