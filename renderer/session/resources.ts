/**
 * Files that ship with the program, by their path under `resources/`: fetched from the program's own origin
 * and nowhere else, each once.
 */
const urls = import.meta.glob<string>('../../resources/{borders,basemap,gazetteer,population,samples}/*', { query: '?url', import: 'default', eager: true })

export async function readResource(path: string): Promise<Uint8Array> {
  const url = urls[`../../resources/${path}`]
  if (!url) throw new Error(`no resource ${path}`)
  const answer = await fetch(url)
  if (!answer.ok) throw new Error(`resource ${path}: ${answer.status}`)
  return new Uint8Array(await answer.arrayBuffer())
}
