import { resolve } from 'node:path'
import type { TestProject } from 'vitest/node'
import { buildRenderer } from '../../../electron/build/renderer-build.ts'

declare module 'vitest' {
  interface ProvidedContext { rendererFolder: string }
}

/** Builds the page once for all end-to-end tests, as `npm start` does. */
export default async function setup(project: TestProject): Promise<void> {
  project.provide('rendererFolder', await buildRenderer(resolve(import.meta.dirname, '../../..')))
}
