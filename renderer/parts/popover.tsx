import { useEffect, useRef, type ReactNode } from 'react'

interface PopoverProps {
  readonly name: string
  /** Its buttons are items (`role=menuitem`, out of the order of Tab), which arrows, Home, End and first letters go through. */
  readonly menu?: boolean
  readonly onClose: () => void
  readonly children: ReactNode
}

/** A small panel under its button: Escape or a press beside it closes it, and the focus goes back; so does leaving it by Tab, and the focus goes on. */
export function Popover({ name, menu = false, onClose, children }: PopoverProps) {
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
      if (event.key === 'Escape') close.current()
      else if (!menu || !moveThrough(panel, event)) return
      event.preventDefault()
      event.stopPropagation()
    }
    const around = panel.parentElement!
    const onLeave = ({ relatedTarget }: FocusEvent) => {
      if (relatedTarget instanceof Node && !around.contains(relatedTarget)) close.current()
    }
    document.addEventListener('pointerdown', onPress)
    around.addEventListener('focusout', onLeave)
    panel.addEventListener('keydown', onKey)
    return () => {
      document.removeEventListener('pointerdown', onPress)
      panel.removeEventListener('keydown', onKey)
      around.removeEventListener('focusout', onLeave)
      // Whoever has gone on is not called back.
      const left = document.activeElement !== document.body && !panel.contains(document.activeElement)
      if (!left && before instanceof HTMLElement && before.isConnected) before.focus()
    }
  }, [menu])
  return (
    <div ref={element} className="popover" role={menu ? 'menu' : 'dialog'} aria-label={name}>
      {children}
    </div>
  )
}

/** Moves the focus through a menu's items as a key says; false where the key means nothing to it. */
function moveThrough(menu: HTMLElement, event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return false
  const items = [...menu.querySelectorAll<HTMLElement>('[role=menuitem]')]
  const at = items.findIndex((item) => item === document.activeElement)
  const moves: Readonly<Record<string, number>> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }
  const to = moves[event.key]
  const begins = (item: HTMLElement) => item.textContent.toLocaleLowerCase().startsWith(event.key.toLocaleLowerCase())
  const next = to !== undefined ? items.at(to % items.length) : /^\p{L}$/u.test(event.key) ? [...items.slice(at + 1), ...items.slice(0, at + 1)].find(begins) : undefined
  next?.focus()
  // A letter is the menu's even where no item begins with it: it must not be an act beneath.
  return next !== undefined || /^\p{L}$/u.test(event.key)
}
