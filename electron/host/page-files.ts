import { readdir, readFile } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { PAGE_HEADERS, contentType } from './page-headers.ts'
import { PREVIEW_HEADERS, PREVIEW_PAGE, PREVIEW_PATH } from './preview-page.ts'

export interface PageFile { readonly bytes: Uint8Array; readonly headers: Readonly<Record<string, string>> }

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

  /** The file and what is sent with it, or null where the page has no such file. `/` is the page itself. */
  async read(path: string): Promise<PageFile | null> {
    if (path === PREVIEW_PATH) return { bytes: PREVIEW_PAGE, headers: { ...PREVIEW_HEADERS, 'Content-Type': contentType('.html') } }
    const name = path === '/' ? '/index.html' : path
    const file = this.paths.get(name)
    return file === undefined ? null : { bytes: await readFile(file), headers: { ...PAGE_HEADERS, 'Content-Type': contentType(name) } }
  }
}
