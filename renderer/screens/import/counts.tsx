import type { ImportCounts } from '../../../shared/ingest/contract.ts'
import { useFormats, useSay } from '../../session/language.ts'

const NAMES = ['read', 'kept', 'refused', 'duplicate', 'doubted'] as const

/** Rows read, kept, refused, held back as duplicates, and doubted. */
export function Counts({ counts }: { readonly counts: Pick<ImportCounts, (typeof NAMES)[number]> }) {
  const say = useSay()
  const formats = useFormats()
  return (
    <dl className="import-counts">
      {NAMES.map((name) => (
        <div key={name}>
          <dt>{say(`import.count.${name}`)}</dt>
          <dd>{formats.number(counts[name])}</dd>
        </div>
      ))}
    </dl>
  )
}
