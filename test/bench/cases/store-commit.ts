import { join } from 'node:path'
import { openBenchWindow } from '../bench-window.ts'
import { buildBenchPage } from '../build-page.ts'
import type { BenchCase, BenchTools, Measured } from '../case.ts'
import { startSqlcipher } from '../peers/sqlcipher.ts'

const COMMITS = 200
const HELD = 10_000
/** Journal and head. */
const MOST_SYNCS = 2

/**
 * One tip more, acknowledged: fsyncs are counted by the shell, since their time is the disk's. The peer's commit is of
 * a row in WAL mode with synchronous=FULL, which is one fsync.
 */
async function measure(tools: BenchTools): Promise<Measured> {
  const folder = tools.folder()
  const peer = await startSqlcipher(tools.folder(), HELD)
  await peer?.ask({ do: 'insert' })
  const window = await openBenchWindow(join(folder, 'data'), buildBenchPage(join(folder, 'page')))
  await window.open()
  await window.evaluate((size) => bench.store.generate(size), HELD)
  await window.evaluate(() => bench.store.found(), null)
  await window.evaluate(() => bench.store.import(), null)
  const { milliseconds, syncs, ahead } = await window.evaluate((times) => bench.store.commit(times), COMMITS)
  const theirs = peer ? (await peer.ask({ do: 'commit', times: COMMITS })).milliseconds : null
  const peakRssMb = window.peakRssMb()
  await window.close()
  peer?.end()
  const most = Math.max(...syncs)
  if (most > MOST_SYNCS) throw new Error(`a commit took ${most} fsyncs`)
  return {
    n: COMMITS, milliseconds, peakRssMb, ...(peer && theirs && { peer: { name: peer.name, milliseconds: theirs } }),
    note: `at most ${most} fsyncs a commit (bound ${MOST_SYNCS}); ${ahead} more for keys, between commits; the peer's is one`,
  }
}

export default [{ name: 'store.commit', measure }] satisfies BenchCase[]
