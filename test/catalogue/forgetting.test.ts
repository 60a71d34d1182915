import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

it('leaves no opened word in the heap once it is sealed, where it stood before', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', '--no-warnings', 'test/catalogue/forgetting.child.ts'], { maxBuffer: 1 << 20 })
  const { used, before, after, tips } = JSON.parse(stdout) as { used: number; before: string; after: string; tips: number }
  expect(used).toBe(4)
  // The control: what the history keeps as strings is seen by this search (an edit's value, a case's title).
  expect(before.slice(2, 4)).toBe('11')
  expect(after).toBe('00000')
  expect(tips).toBe(0)
})
