import { z } from 'zod'
import { create } from 'zustand'

/**
 * What a person prefers of the window, kept on this machine outside the vault because the lock screen needs
 * it: no opened value is here, and none may be added.
 */
const preferences = z.object({
  theme: z.enum(['system', 'light', 'dark', 'contrast', 'contrast-dark']).catch('system'),
  language: z.enum(['en', 'ar']).catch('en'),
  /** Minutes without a key or pointer after which the vault seals itself. */
  idleMinutes: z.number().int().min(1).max(60).catch(10),
  /** Whether single letters act: who dictates, or whose hand slips, switches them off. */
  letterKeys: z.boolean().catch(true),
})
export type Preferences = z.infer<typeof preferences>
export type ThemeChoice = Preferences['theme']
export type Theme = Exclude<ThemeChoice, 'system'>

const PLACE = 'vigil.preferences'

function read(): Preferences {
  try {
    return preferences.parse(JSON.parse(localStorage.getItem(PLACE) ?? '{}'))
  } catch {
    return preferences.parse({})
  }
}

interface PreferenceStore extends Preferences {
  set(change: Partial<Preferences>): void
}

export const usePreferences = create<PreferenceStore>((set, get) => ({
  ...read(),
  set(change) {
    set(change)
    const { theme, language, idleMinutes, letterKeys } = get()
    try {
      localStorage.setItem(PLACE, JSON.stringify({ theme, language, idleMinutes, letterKeys }))
    } catch {
      // A profile that keeps nothing: the choice lasts as long as the window.
    }
  },
}))
