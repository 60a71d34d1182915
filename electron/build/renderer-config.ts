import react from '@vitejs/plugin-react'
import { join } from 'node:path'
import type { InlineConfig } from 'vite'

/** How the page is built: for one browser family, nothing inlined (the page's policy forbids data: fonts and scripts), no source maps. */
export function rendererConfig(root: string, outDir: string): InlineConfig {
  return {
    configFile: false,
    root: join(root, 'renderer'),
    base: './',
    publicDir: false,
    // A person who starts the program is told what failed, not what a library might do better.
    logLevel: 'error',
    plugins: [react()],
    worker: { format: 'es' },
    build: {
      outDir,
      emptyOutDir: true,
      target: 'chrome130',
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 3_000,
      reportCompressedSize: false,
    },
  }
}
