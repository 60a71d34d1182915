import { create } from 'zustand'
import { forgetsOnSeal } from './forget.ts'
import { useView } from './view.ts'

/** Which section of the settings is shown. */
export const useSettingsSection = create<{ readonly section: string; readonly show: (section: string) => void }>((set) => ({ section: 'window', show: (section) => set({ section }) }))
forgetsOnSeal('settings-section', () => useSettingsSection.setState({ section: 'window' }))

/** Goes to a section of the settings, from wherever something is told that is done there. */
export function showSettings(section: string): void {
  useSettingsSection.getState().show(section)
  useView.getState().go('settings')
}
