import { describe } from 'vitest'
import { hasData } from './support/stations.ts'
import { POINTS, takingOut } from './support/taking-out.ts'

describe.skipIf(!hasData(POINTS))(`${POINTS}, over the area that the station chooses (skipped where it is absent)`, () => takingOut())
