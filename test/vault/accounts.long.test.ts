import { beforeAll, expect, it } from 'vitest'
import { sodiumReady } from '../../shared/vault/engine.ts'
import { KEY_ACTS, stoppedAtEveryWrite } from './support/stopped-key-acts.ts'

beforeAll(() => sodiumReady)

it.each(KEY_ACTS)('stopped at any byte of any write, %s leaves a vault that opens with all that it held', async (_, act) => {
  expect(await stoppedAtEveryWrite(act, [0, 1, 20, 200, -1, 'all'])).toBeGreaterThan(10)
}, 900_000)
