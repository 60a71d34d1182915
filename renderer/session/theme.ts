import { usePreferences, type Theme, type ThemeChoice } from './preferences.ts'

/** The theme a choice comes to: `system` follows the machine's dark mode and contrast. */
export function resolveTheme(choice: ThemeChoice, dark: boolean, moreContrast: boolean): Theme {
  if (choice !== 'system') return choice
  return moreContrast ? (dark ? 'contrast-dark' : 'contrast') : dark ? 'dark' : 'light'
}

/** Keeps `data-theme` on the root as chosen, switched in place. Answers the way to stop. */
export function followTheme(root: HTMLElement): () => void {
  const dark = matchMedia('(prefers-color-scheme: dark)')
  const contrast = matchMedia('(prefers-contrast: more)')
  const apply = () => {
    root.dataset['theme'] = resolveTheme(usePreferences.getState().theme, dark.matches, contrast.matches)
  }
  apply()
  dark.addEventListener('change', apply)
  contrast.addEventListener('change', apply)
  const stop = usePreferences.subscribe(apply)
  return () => {
    stop()
    dark.removeEventListener('change', apply)
    contrast.removeEventListener('change', apply)
  }
}
