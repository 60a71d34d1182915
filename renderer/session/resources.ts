/**
 * Files that ship with the program, by their path under `resources/`: fetched from the program's own origin
 * and nowhere else, each once.
 */
const urls = import.meta.glob<string>('../../resources/{borders,basemap,gazetteer,population,samples}/*', { query: '?url', import: 'default', eager: true })

export function readResource(path: string): Promise<Uint8Array> {
  const url = urls[`../../resources/${path}`]
  if (!url) throw new Error(`no resource ${path}`)
  return readShipped(url)
}

/** A file that the bundler named: the program's own origin, nothing else. */
export async function readShipped(url: string): Promise<Uint8Array> {
  const answer = await fetch(url)
  if (!answer.ok) throw new Error(`shipped file: ${answer.status}`)
  return new Uint8Array(await answer.arrayBuffer())
}
