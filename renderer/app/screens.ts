import type { InspectorDeclaration, ScreenDeclaration } from '../parts/screen.ts'
import { ImportScreen } from '../screens/import/import.tsx'
import { IntakeScreen } from '../screens/intake/intake.tsx'
import { SettingsScreen } from '../screens/settings/settings.tsx'
import { TipInspector } from '../screens/tips/inspector.tsx'
import { TipsScreen } from '../screens/tips/tips.tsx'

/** Every screen of the window, in the order of the rail. One that isn't built isn't here. */
export const SCREENS: readonly ScreenDeclaration[] = [
  { id: 'intake', title: { key: 'app.screen.intake' }, icon: 'phone', letter: null, rail: 'call', bar: 'own', inspector: false, component: IntakeScreen },
  { id: 'tips', title: { key: 'app.screen.tips' }, icon: 'inbox', letter: 'I', rail: 'work', bar: 'filters', barActs: ['import'], inspector: true, component: TipsScreen },
  { id: 'import', title: { key: 'app.screen.import' }, icon: 'file-import', letter: null, rail: null, bar: 'own', inspector: false, component: ImportScreen },
  { id: 'settings', title: { key: 'app.screen.settings' }, icon: 'settings', letter: 'S', rail: 'foot', bar: 'own', inspector: false, component: SettingsScreen },
]

/** What the inspector can show, by kind of the selected thing. */
export const INSPECTORS: readonly InspectorDeclaration[] = [{ kind: 'tip', component: TipInspector }]
