import { useEffect } from 'react'

const FOCUSABLE = 'button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled), a[href], [tabindex]'
/** Milliseconds for what took its place to be drawn. */
const PATIENCE = 600

/** Where the focus was: enough to find what stands there now. */
interface Stood {
  readonly element: HTMLElement
  /** Its ancestors, nearest first, while they were there. */
  readonly within: readonly Element[]
  readonly like: string
}

const likeOf = (element: Element): string => `${element.tagName}|${element.getAttribute('aria-label') ?? element.textContent}`

/**
 * Keeps the focus out of nowhere: where the element that had it is taken away or disabled (a panel drawn anew, a
 * closed one, a button that waits), the same one in its place gets it, else what is nearest, else the list or screen. A focus
 * that was given up (blur) is let go.
 */
export function useKeepFocus(): void {
  useEffect(() => {
    let stood: Stood | null = null
    let lostAt = 0
    const note = ({ target }: FocusEvent) => {
      lostAt = 0
      if (!(target instanceof HTMLElement) || target === document.body) return
      const within: Element[] = []
      for (let at = target.parentElement; at && at !== document.body; at = at.parentElement) within.push(at)
      stood = { element: target, within, like: likeOf(target) }
    }
    const restore = () => {
      if (!stood || (document.activeElement !== document.body && document.activeElement !== null)) return
      const { element, within, like } = stood
      const waits = element.isConnected
      if (waits && !element.matches(':disabled')) {
        // Enabled again, or given up on purpose: only the first is ours.
        if (lostAt > 0) element.focus()
        else stood = null
        return
      }
      lostAt ||= performance.now()
      const near = within.find((each) => each.isConnected)
      if (!near || near.closest('[inert]')) return
      const same = waits ? undefined : [...near.querySelectorAll<HTMLElement>(FOCUSABLE)].find((each) => likeOf(each) === like)
      if (same) return same.focus()
      if (performance.now() - lostAt < PATIENCE || (waits && element.closest('form[aria-busy]'))) return void setTimeout(restore, PATIENCE / 4)
      const whole = near.matches('.frame, #root, main') || !near.closest('.frame')
      const next = whole ? document.querySelector<HTMLElement>('.tip-list, .map-table-lines, main') : near.querySelector<HTMLElement>(FOCUSABLE)
      ;(next ?? document.querySelector<HTMLElement>('main'))?.focus()
    }
    let asked: ReturnType<typeof setTimeout> | undefined
    // The browser takes the focus from what is disabled or gone with its next frame, not at once.
    const watch = new MutationObserver(() => {
      restore()
      clearTimeout(asked)
      asked = setTimeout(restore, 60)
    })
    watch.observe(document.getElementById('root') ?? document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ['disabled'] })
    document.addEventListener('focusin', note)
    return () => {
      watch.disconnect()
      clearTimeout(asked)
      document.removeEventListener('focusin', note)
    }
  }, [])
}
