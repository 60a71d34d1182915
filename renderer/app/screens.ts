import { lazy } from 'react'
import { INTAKE_GROUPS } from '../../shared/model/roles.ts'
import type { InspectorDeclaration, ScreenDeclaration } from '../parts/screen.ts'
import { AuditScreen } from '../screens/audit/audit.tsx'
import { ImportScreen } from '../screens/import/import.tsx'
import { IntakeScreen } from '../screens/intake/intake.tsx'
import { HotspotInspector } from '../screens/map/hotspot-inspector.tsx'
import { SegmentInspector } from '../screens/map/segment-inspector.tsx'
import { MergeScreen } from '../screens/merge/merge.tsx'
import { ReleasedScreen } from '../screens/released/released.tsx'
import { SettingsScreen } from '../screens/settings/settings.tsx'
import { TipInspector } from '../screens/tips/inspector.tsx'
import { TipsScreen } from '../screens/tips/tips.tsx'

// The map library is large: it comes when a screen with a map is first opened, so that the lock screen opens at once.
const MapScreen = lazy(() => import('../screens/map/map.tsx').then(({ MapScreen }) => ({ default: MapScreen })))
const DeploymentScreen = lazy(() => import('../screens/deployment/deployment.tsx').then(({ DeploymentScreen }) => ({ default: DeploymentScreen })))
const BriefingsScreen = lazy(() => import('../screens/briefings/briefings.tsx').then(({ BriefingsScreen }) => ({ default: BriefingsScreen })))

/** Every screen of the window, in the order of the rail. One that isn't built isn't here; one that an account's keys don't open is not shown to it. */
export const SCREENS: readonly ScreenDeclaration[] = [
  { id: 'intake', title: { key: 'app.screen.intake' }, icon: 'phone', letter: null, rail: 'call', bar: 'own', inspector: false, needs: INTAKE_GROUPS, component: IntakeScreen },
  { id: 'tips', title: { key: 'app.screen.tips' }, icon: 'inbox', letter: 'I', rail: 'work', bar: 'filters', barActs: ['import'], inspector: true, needs: ['casework', 'geography'], component: TipsScreen },
  { id: 'map', title: { key: 'app.screen.map' }, icon: 'map-2', letter: 'M', rail: 'work', bar: 'filters', barActs: ['present'], inspector: true, needs: ['geography'], component: MapScreen },
  { id: 'deployment', title: { key: 'app.screen.deployment' }, icon: 'shield', letter: 'D', rail: 'work', bar: 'filters', inspector: false, needs: ['geography'], component: DeploymentScreen },
  { id: 'briefings', title: { key: 'app.screen.briefings' }, icon: 'file-text', letter: 'B', rail: 'work', bar: 'filters', inspector: false, needs: ['casework', 'identities', 'geography'], component: BriefingsScreen },
  { id: 'released', title: { key: 'app.screen.released' }, icon: 'mail-opened', letter: 'R', rail: 'work', bar: 'own', inspector: false, needs: ['aggregate/'], component: ReleasedScreen },
  { id: 'import', title: { key: 'app.screen.import' }, icon: 'file-import', letter: null, rail: null, bar: 'own', inspector: false, needs: INTAKE_GROUPS, component: ImportScreen },
  { id: 'merge', title: { key: 'conflicts.merge.title' }, icon: 'arrows-join-2', letter: null, rail: null, bar: 'own', inspector: false, needs: INTAKE_GROUPS, component: MergeScreen },
  { id: 'audit', title: { key: 'audit.title' }, icon: 'eye', letter: 'U', rail: 'foot', bar: 'own', inspector: false, needs: ['audit'], component: AuditScreen },
  { id: 'settings', title: { key: 'app.screen.settings' }, icon: 'settings', letter: 'S', rail: 'foot', bar: 'own', inspector: false, component: SettingsScreen },
]

/** What the inspector can show, by kind of the selected thing. */
export const INSPECTORS: readonly InspectorDeclaration[] = [
  { kind: 'tip', component: TipInspector },
  { kind: 'segment', component: SegmentInspector },
  { kind: 'hotspot', component: HotspotInspector },
]
