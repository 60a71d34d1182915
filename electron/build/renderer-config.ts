import react from '@vitejs/plugin-react'
import { join } from 'node:path'
import type { InlineConfig, Plugin } from 'vite'

/** How the page is built: for one browser family, nothing inlined (the page's policy forbids data: fonts and scripts), no source maps. */
export function rendererConfig(root: string, outDir: string): InlineConfig {
  return {
    configFile: false,
    root: join(root, 'renderer'),
    base: './',
    publicDir: false,
    // A person who starts the program is told what failed, not what a library might do better.
    logLevel: 'error',
    plugins: [react(), parsersWithoutEval()],
    worker: { format: 'es', plugins: () => [parsersWithoutEval()] },
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

/** zod compiles its parsers where it may. The page's policy forbids that, and asking for it would be one more refusal in the log. */
function parsersWithoutEval(): Plugin {
  return {
    name: 'parsers-without-eval',
    transform: (code, id) => (/[\\/]zod[\\/]v4[\\/]core[\\/]core\.js$/.test(id) ? `${code}\nglobalConfig.jitless = true\n` : null),
  }
}
