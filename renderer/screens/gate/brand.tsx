import { Mark } from '../../parts/signs.tsx'

/** The mark, the name, and what stands beside it. */
export function Brand({ says }: { readonly says: string }) {
  return (
    <div className="brand">
      <Mark />
      <b>Vigil</b>
      <bdi>{says}</bdi>
    </div>
  )
}
