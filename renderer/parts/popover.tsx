import { useEffect, useRef, type ReactNode } from 'react'

/** A small panel under its button: Escape or a press beside it closes it, and the focus goes back. */
export function Popover({ name, onClose, children }: { readonly name: string; readonly onClose: () => void; readonly children: ReactNode }) {
  const element = useRef<HTMLDivElement>(null)
  const close = useRef(onClose)
  close.current = onClose
  useEffect(() => {
    const panel = element.current!
    const before = document.activeElement
    panel.querySelector<HTMLElement>('input, select, button')?.focus()
    const onPress = (event: PointerEvent) => {
      if (event.target instanceof Node && !panel.parentElement!.contains(event.target)) close.current()
    }
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return
      event.preventDefault()
      event.stopPropagation()
      close.current()
    }
    document.addEventListener('pointerdown', onPress)
    panel.addEventListener('keydown', onKey)
    return () => {
      document.removeEventListener('pointerdown', onPress)
      panel.removeEventListener('keydown', onKey)
      if (before instanceof HTMLElement && before.isConnected) before.focus()
    }
  }, [])
  return (
    <div ref={element} className="popover" role="dialog" aria-label={name}>
      {children}
    </div>
  )
}
