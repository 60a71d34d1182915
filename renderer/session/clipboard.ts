/** What was copied out of the vault stays on the clipboard this long. */
const CLEARED_AFTER_MILLISECONDS = 60_000

/**
 * Empties the clipboard a minute after something was copied or cut here, and when the vault seals, unless the window was
 * left meanwhile: then what lies there may be another program's, and no page may look. Answers the way to stop.
 */
export function clearCopied(root: Pick<Window, 'addEventListener' | 'removeEventListener'> = window, write: (text: string) => Promise<void> = (text) => navigator.clipboard.writeText(text), after = CLEARED_AFTER_MILLISECONDS): { readonly stop: () => void; readonly clear: () => void } {
  let ours = false
  let timer: ReturnType<typeof setTimeout> | undefined
  const clear = () => {
    clearTimeout(timer)
    if (!ours) return
    ours = false
    // Refused where the window has no focus by now: then it is not ours to empty.
    void write('').catch(() => undefined)
  }
  const copied = () => {
    ours = true
    clearTimeout(timer)
    timer = setTimeout(clear, after)
  }
  const left = () => {
    ours = false
    clearTimeout(timer)
  }
  root.addEventListener('copy', copied)
  root.addEventListener('cut', copied)
  root.addEventListener('blur', left)
  return {
    clear,
    stop() {
      clearTimeout(timer)
      root.removeEventListener('copy', copied)
      root.removeEventListener('cut', copied)
      root.removeEventListener('blur', left)
    },
  }
}
