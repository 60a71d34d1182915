import strokes from '../../resources/icons/tabler.json'

export type IconName = keyof typeof strokes

/** A Tabler icon at the size of its text; always beside words or inside something that has a name. */
export function Icon({ name, className }: { readonly name: IconName; readonly className?: string }) {
  return (
    <svg className={className ? `icon ${className}` : 'icon'} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      {strokes[name].map((stroke) => (
        <path key={stroke} d={stroke} />
      ))}
    </svg>
  )
}
