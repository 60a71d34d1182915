import { useEffect, useRef, type ReactNode } from 'react'
import { runAct } from '../acts/keys.ts'
import type { Act } from '../acts/act.ts'
import { useSay } from '../session/language.ts'
import { useStation } from '../session/station.ts'
import { Icon, type IconName } from './icon.tsx'
import { Key } from './signs.tsx'

interface ButtonProps {
  readonly children: ReactNode
  readonly onClick?: (() => void) | undefined
  readonly kind?: 'plain' | 'primary' | 'quiet' | 'danger'
  readonly small?: boolean
  readonly icon?: IconName
  readonly shortcut?: string | undefined
  readonly disabled?: boolean
  readonly submit?: boolean
  readonly focused?: boolean
  /** Its name where its words alone would be those of another button beside it; begins with them. */
  readonly named?: string
}

/** A button with words; its key stands beside them. */
export function Button({ children, onClick, kind = 'plain', small = false, icon, shortcut, disabled = false, submit = false, focused = false, named }: ButtonProps) {
  const element = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (focused) element.current?.focus()
  }, [focused])
  return (
    <button ref={element} type={submit ? 'submit' : 'button'} className={`button ${kind}${small ? ' small' : ''}`} disabled={disabled} aria-label={named} onClick={onClick}>
      {icon && <Icon name={icon} />}
      <span>{children}</span>
      {shortcut && <Key of={shortcut} />}
    </button>
  )
}

/** A button that is an icon alone: only in the rail, map tools and heads of panels, always named. */
export function IconButton({ name, icon, onClick, shortcut }: { readonly name: string; readonly icon: IconName; readonly onClick: () => void; readonly shortcut?: string }) {
  return (
    <button type="button" className="icon-button" aria-label={name} title={shortcut ? `${name} (${shortcut.replaceAll('+', ' ')})` : name} onClick={onClick}>
      <Icon name={icon} />
    </button>
  )
}

/** The button of an act: its words, its icon where wanted, its first key. */
export function ActButton({ act, kind = 'plain', small = false, withIcon = false }: { readonly act: Act; readonly kind?: ButtonProps['kind']; readonly small?: boolean; readonly withIcon?: boolean }) {
  const say = useSay()
  const station = useStation()
  return (
    <Button kind={kind ?? 'plain'} small={small} {...(withIcon && { icon: act.icon })} shortcut={act.keys[0]} onClick={() => void runAct(act, station)}>
      {say(act.title)}
    </Button>
  )
}
