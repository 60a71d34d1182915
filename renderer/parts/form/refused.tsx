import { useEffect, useRef } from 'react'
import { Icon } from '../icon.tsx'

/** What a field says of itself while it is refused: that it is, and where the reason stands (`Refused` with the same id). */
export const refusedBy = (id: string, refused: boolean): { readonly 'aria-invalid'?: true; readonly 'aria-describedby'?: string } => (refused ? { 'aria-invalid': true, 'aria-describedby': id } : {})

/**
 * Why a field was not taken and what to do, beside it. Said at once, because the focus may be in the field already
 * or have left it, and read again whenever the field is come back to.
 */
export function Refused({ id, says }: { readonly id: string; readonly says: string | null }) {
  const element = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // At the end of a panel that scrolls, the field may be in sight and its reason not.
    if (says !== null) void element.current?.scrollIntoView({ block: 'nearest' })
  }, [says])
  return (
    <div ref={element} className="refused" role="status">
      {says !== null && (
        <p id={id}>
          <Icon name="alert-triangle" /> {says}
        </p>
      )}
    </div>
  )
}
