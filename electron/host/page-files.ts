import { readdir, readFile } from 'node:fs/promises'
import { join, sep } from 'node:path'

/**
 * The built page's files by the path they are asked for ("/assets/main.js"). Listed once: a path that is
 * not in the list is not looked for on the disk, so no request can climb out of the folder.
 */
export class PageFiles {
  private readonly paths: ReadonlyMap<string, string>

  private constructor(paths: ReadonlyMap<string, string>) {
    this.paths = paths
  }

  static async list(folder: string): Promise<PageFiles> {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true })
    const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
    return new PageFiles(new Map(files.map((file) => [file.slice(folder.length).split(sep).join('/'), file])))
  }

  /** The file's name and bytes, or null where the page has no such file. `/` is the page itself. */
  async read(path: string): Promise<{ name: string; bytes: Uint8Array } | null> {
    const name = path === '/' ? '/index.html' : path
    const file = this.paths.get(name)
    return file === undefined ? null : { name, bytes: await readFile(file) }
  }
}
