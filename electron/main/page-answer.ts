import type { PageFile, PageFiles } from '../host/page-files.ts'
import { pathOf } from './origin.ts'

/** The file that a request for our page is answered with; null where there is none, or the request is no plain GET of ours. */
export async function answerPage(files: PageFiles, address: string, method: string): Promise<PageFile | null> {
  const path = pathOf(address)
  return path === null || method !== 'GET' ? null : files.read(path)
}
