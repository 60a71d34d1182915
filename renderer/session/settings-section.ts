import { create } from 'zustand'
import { forgetsOnSeal } from './forget.ts'

/** Which section of the settings is shown; elsewhere a button may lead to one (`show`). */
export const useSettingsSection = create<{ readonly section: string; readonly show: (section: string) => void }>((set) => ({ section: 'window', show: (section) => set({ section }) }))
forgetsOnSeal('settings-section', () => useSettingsSection.setState({ section: 'window' }))
