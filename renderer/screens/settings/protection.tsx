import { useSay } from '../../session/language.ts'

/** What the vault protects against, what it can't, and what a copy of it tells without any key. */
const PARTS = [
  { title: 'protects', lines: ['seized', 'colleague', 'copy', 'file', 'tampered', 'crash'] },
  { title: 'not', lines: ['malware', 'whole-disk', 'passphrase-copy', 'swap', 'gate', 'given'] },
  { title: 'tells', lines: ['name', 'sizes', 'times', 'accounts'] },
] as const

export function Protection() {
  const say = useSay()
  return (
    <>
      {PARTS.map(({ title, lines }) => (
        <section key={title}>
          <h3>{say(`protection.${title}.title`)}</h3>
          <ul className="plain-list">
            {lines.map((line) => (
              <li key={line}>{say(`protection.${title}.${line}`)}</li>
            ))}
          </ul>
        </section>
      ))}
    </>
  )
}
