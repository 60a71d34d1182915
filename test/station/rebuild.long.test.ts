import { it } from 'vitest'
import { sameStateHoweverFolded } from './support/random-acts.ts'

it('random acts, many of them, lead to the same state with folds between them as from the journal alone', () => sameStateHoweverFolded(60, Date.now() % 1_000_000), 1_800_000)
