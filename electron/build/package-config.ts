import type { Configuration } from 'electron-builder'

/**
 * How the program is packed. The fuses shut Electron's own back doors: no running as plain Node, no
 * options by environment or command line, only the packed and checked files, no privileges for file:.
 */
export const packageConfig: Configuration = {
  appId: 'org.vigil.station',
  productName: 'Vigil',
  electronVersion: '45.4.1',
  directories: { app: 'dist/electron', output: 'dist/packages' },
  files: ['**/*'],
  asar: true,
  npmRebuild: false,
  publish: null,
  electronLanguages: ['en', 'ar', 'fr', 'es', 'ru', 'zh_CN'],
  electronFuses: {
    runAsNode: false,
    enableCookieEncryption: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    loadBrowserProcessSpecificV8Snapshot: false,
    grantFileProtocolExtraPrivileges: false,
    resetAdHocDarwinSignature: true,
  },
  linux: { target: ['AppImage', 'deb'], category: 'Office', executableName: 'vigil', maintainer: 'Vigil' },
  mac: { target: ['dmg'], category: 'public.app-category.productivity', hardenedRuntime: true, gatekeeperAssess: false },
  win: { target: ['nsis'] },
  nsis: { oneClick: false, perMachine: false, allowToChangeInstallationDirectory: true, deleteAppDataOnUninstall: false },
}
