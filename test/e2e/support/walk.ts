import { test } from 'vitest'
import type { OpenedWindow } from './window.ts'

/**
 * Steps of one walk through the window, each a test: a step that fails leaves a picture and says what stood on
 * the screen, and the steps after it are skipped, because they would begin from nowhere.
 */
export function walk(opened: () => OpenedWindow | undefined): (name: string, run: () => Promise<void>, milliseconds?: number) => void {
  let broken = false
  return (name, run, milliseconds = 300_000) => {
    test(name, async (context) => {
      if (broken) context.skip('an earlier step failed')
      try {
        await run()
      } catch (error) {
        broken = true
        const window = opened()
        if (window && !window.page.isClosed()) {
          const shot = await window.shot(`failed-${name.replace(/[^a-z]+/gi, '-').slice(0, 60)}`).catch(() => 'none')
          const shown = await window.page.evaluate(() => document.body.innerText).catch(() => '')
          console.error(`“${name}” failed. Picture: ${shot}\nFaults so far: ${window.faults.join('; ') || 'none'}\nOn the screen:\n${shown.slice(0, 800)}`)
        }
        throw error
      }
    }, milliseconds)
  }
}
