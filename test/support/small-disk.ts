import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A disk of its own that can be filled up: memory mounted as a file system, where this machine allows it. */
export class SmallDisk {
  readonly path = mkdtempSync(join(tmpdir(), 'vigil-small-disk-'))
  readonly #filler = join(this.path, 'filler')

  constructor(kilobytes: number) {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', this.path], { stdio: 'ignore' })
  }
  /** Takes all room but this much. */
  leave(bytes: number): void {
    this.free()
    const { bavail, bsize } = statfsSync(this.path)
    writeFileSync(this.#filler, new Uint8Array(Math.max(0, Number(bavail) * Number(bsize) - bytes)))
  }
  free(): void {
    rmSync(this.#filler, { force: true })
  }
  end(): void {
    execFileSync('umount', ['-l', this.path], { stdio: 'ignore' })
    rmSync(this.path, { recursive: true, force: true })
  }
}

/** False where a disk can't be mounted: it takes root, on Linux. */
export const smallDisks: boolean = (() => {
  try {
    new SmallDisk(64).end()
    return true
  } catch {
    return false
  }
})()
