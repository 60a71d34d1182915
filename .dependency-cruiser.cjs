/**
 * Order is architecture: imports run one way, down the flow, and each dangerous library has one door.
 * `test/checks/planted` holds a violation of every rule, which must be found.
 */
const order = [
  ['model', []],
  ['geo', ['model']],
  ['ingest', ['model', 'geo']],
  ['vault', ['model']],
  ['catalogue', ['model', 'geo']],
  ['analysis', ['model', 'geo', 'catalogue']],
  ['planning', ['model', 'geo', 'catalogue', 'analysis']],
  ['briefing', ['model', 'geo', 'catalogue', 'analysis', 'planning']],
  ['exchange', ['model', 'geo', 'ingest', 'vault', 'catalogue', 'analysis', 'planning', 'briefing']],
]

/** Files at the top of shared/: the platform contract, the language of messages. */
const top = 'shared/[^/]+[.]ts$'

const flow = order.map(([folder, may]) => ({
  name: `order-${folder}`,
  comment: `shared/${folder} may import only what comes before it`,
  severity: 'error',
  from: { path: `^shared/${folder}/` },
  to: { path: '^shared/', pathNot: [`^shared/(${[folder, ...may].join('|')})/`, `^${top}`] },
}))

const npm = (...names) => `node_modules/(${names.join('|')})(/|$)`

const door = (name, packages, places, comment) => ({ name: `door-${name}`, comment, severity: 'error', from: { pathNot: places }, to: { path: packages } })

module.exports = {
  forbidden: [
    ...flow,
    { name: 'shared-below-all', comment: 'shared/ knows neither screen nor shell', severity: 'error', from: { path: '^shared/' }, to: { path: '^(renderer|electron|test|resources/scripts)/' } },
    { name: 'shared-top-is-a-contract', comment: 'files at the top of shared/ import only the model', severity: 'error', from: { path: `^${top}` }, to: { path: '^shared/', pathNot: ['^shared/model/', `^${top}`] } },
    { name: 'shared-without-node', comment: 'shared/ runs in a worker too', severity: 'error', from: { path: '^shared/' }, to: { dependencyTypes: ['core'] } },
    { name: 'renderer-not-to-shell', comment: 'renderer and electron meet only in shared/platform', severity: 'error', from: { path: '^renderer/' }, to: { path: '^electron/' } },
    { name: 'shell-not-to-renderer', comment: 'renderer and electron meet only in shared/platform', severity: 'error', from: { path: '^electron/' }, to: { path: '^renderer/' } },
    { name: 'shell-knows-no-domain', comment: 'the shells carry sealed bytes; only the program without a window runs the domain', severity: 'error', from: { path: '^electron/(main|host|preload|loopback)/' }, to: { path: '^shared/', pathNot: '^shared/platform[^/]*[.]ts$' } },
    { name: 'app-is-the-top', comment: 'renderer/app may import everything in the renderer and nothing there imports it', severity: 'error', from: { path: '^renderer/', pathNot: '^renderer/app/' }, to: { path: '^renderer/app/' } },
    { name: 'product-not-to-test', comment: 'the product does not stand on its tests', severity: 'error', from: { path: '^(shared|renderer|electron)/' }, to: { path: '^test/' } },
    { name: 'no-circles', comment: 'a circle has no order', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    { name: 'resolved', comment: 'an import that leads nowhere (two packages are types alone; addresses of assets are for the builder)', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: ['^(geojson|topojson-specification)$', '[?](worker&)?url$'] } },
    { name: 'declared', comment: 'a package that package.json does not name', severity: 'error', from: { path: '^(shared|renderer|electron)/' }, to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] } },
    { name: 'shipped', comment: 'the product uses a package that is there for development only', severity: 'error', from: { path: '^(shared|renderer|electron/(host|loopback|preload|headless))/' }, to: { dependencyTypes: ['npm-dev'], pathNot: 'node_modules/electron/' } },
    door('ciphers', `${npm('libsodium[^/]*', '@noble/.*', 'hash-wasm', 'age-encryption', 'argon2.*')}`, ['^shared/(vault|exchange)/', '^test/', '^node_modules/'], 'ciphers only in shared/vault and shared/exchange'),
    door('dexie', npm('dexie[^/]*'), ['^renderer/store/', '^test/', '^node_modules/'], 'Dexie only in renderer/store'),
    door('map', npm('maplibre-gl', '@deck[.]gl/.*', 'pmtiles'), ['^renderer/map/', '^test/', '^resources/scripts/', '^node_modules/'], 'MapLibre and deck.gl only in renderer/map'),
    door('solver', npm('highs'), ['^shared/planning/', '^renderer/workers/', '^test/', '^node_modules/'], 'HiGHS only in shared/planning and its worker'),
    door('electron', npm('electron'), ['^electron/(main|preload)/', '^node_modules/'], 'electron only in its main and preload: importing it elsewhere tries to download it'),
    door('react', npm('react', 'react-dom'), ['^renderer/', '^test/', '^node_modules/'], 'React only in the renderer'),
    door('socket', npm('ws'), ['^electron/loopback/', '^test/', '^node_modules/'], 'the socket server only in the loopback shell'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|coverage)/' },
    tsPreCompilationDeps: true,
    moduleSystems: ['es6', 'cjs'],
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'], extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json'] },
    builtInModules: { add: ['node:sqlite', 'sqlite'] },
    detectProcessBuiltinModuleCalls: true,
    parser: 'tsc',
  },
}
