import { Analyst } from '../../shared/station/analyst.ts'
import { loadGround } from '../../shared/station/ground.ts'
import { readResource } from '../session/resources.ts'
import { ANALYST_TASKS } from './analyst-client.ts'
import { answerCalls, type FromServer, type Line, type ToServer } from './call.ts'
import { loadSolver } from './solver.ts'

/** Hotspots, rates and plans, off the station's thread: it sees geography columns and no key. */
const analyst = loadGround(readResource).then((ground) => new Analyst(ground, loadSolver))

answerCalls(
  {
    assess: async (...args: Parameters<Analyst['assess']>) => (await analyst).assess(...args),
    plan: async (...args: Parameters<Analyst['plan']>) => (await analyst).plan(...args),
  },
  globalThis as unknown as Line<FromServer, ToServer>,
  ANALYST_TASKS,
)
