import { INTAKE_GROUPS } from '../../shared/model/roles.ts'
import { usePreferences } from '../session/preferences.ts'
import { sealVault } from '../session/vault.ts'
import { holds, type Act } from './act.ts'

const open: Act['possible'] = ({ vault }) => vault.phase === 'open'
const takesIn: Act['possible'] = (context) => holds(context, ...INTAKE_GROUPS)

/** Acts of the window itself. */
export const WINDOW_ACTS: readonly Act[] = [
  { name: 'search', title: { key: 'acts.search' }, icon: 'search', keys: ['Ctrl+K'], group: 'anywhere', possible: open, run: ({ view }) => view.show(view.overlay === 'palette' ? null : 'palette') },
  { name: 'record-call', title: { key: 'acts.record-call' }, icon: 'phone', keys: ['F2'], group: 'anywhere', possible: takesIn, run: ({ view }) => view.go('intake') },
  { name: 'import', title: { key: 'acts.import' }, icon: 'file-import', keys: ['I'], group: 'anywhere', possible: takesIn, run: ({ view }) => view.go('import') },
  { name: 'filter', title: { key: 'acts.filter' }, icon: 'filter', keys: ['F'], group: 'anywhere', possible: open, run: ({ view }) => view.openFilter('new') },
  { name: 'clear-filters', title: { key: 'acts.clear-filters' }, icon: 'x', keys: ['Shift+F'], group: 'anywhere', possible: (context) => open(context) && Object.keys(context.view.filter).length > 0, run: ({ view }) => view.clearFilter() },
  { name: 'seal-vault', title: { key: 'acts.seal-vault' }, icon: 'lock', keys: ['Ctrl+L'], group: 'anywhere', possible: open, run: ({ station }) => sealVault(station, 'asked') },
  { name: 'accept-loss', title: { key: 'acts.accept-loss' }, icon: 'alert-triangle', keys: [], group: 'anywhere', possible: ({ vault }) => vault.status?.writable === false, run: ({ station }) => station.acceptLoss() },
  { name: 'show-keys', title: { key: 'acts.show-keys' }, icon: 'keyboard', keys: ['?'], group: 'anywhere', possible: open, run: ({ view }) => view.show(view.overlay === 'keys' ? null : 'keys') },
  {
    name: 'close',
    title: { key: 'acts.close' },
    icon: 'x',
    keys: ['Escape'],
    group: 'anywhere',
    possible: ({ view }) => view.overlay !== null || view.filterOpen !== null || view.selected !== null,
    run: ({ view }) => (view.overlay ? view.show(null) : view.filterOpen ? view.openFilter(null) : view.select(null)),
  },
  {
    name: 'switch-language',
    title: { key: 'acts.switch-language' },
    icon: 'language',
    keys: ['F6'],
    group: 'anywhere',
    possible: () => true,
    run: () => usePreferences.getState().set({ language: usePreferences.getState().language === 'ar' ? 'en' : 'ar' }),
  },
  {
    name: 'switch-theme',
    title: { key: 'acts.switch-theme' },
    icon: 'moon',
    keys: [],
    group: 'anywhere',
    possible: () => true,
    run: () => usePreferences.getState().set({ theme: document.documentElement.dataset['theme']?.includes('dark') ? 'light' : 'dark' }),
  },
]
