import { mostBetter, type CandidateBase, type PlacedTeam, type PlanResult } from '../../planning/plan.ts'
import type { BriefingSource } from '../briefing.ts'
import type { Block, Cell, Column, Figure, Words } from '../document.ts'
import { shareStep } from '../share-step.ts'
import { LISTED, plain } from './tables.ts'
import { segmentName, type BriefingContext } from './context.ts'
import { listedSegments } from './key-points.ts'

const head = (key: string, align: 'start' | 'end' = 'end'): Column => ({ head: { message: `briefing.column.${key}` }, align })

/** Numbers of teams that one table's row has room for. */
const MOST_TEAMS = 12

/** "T1": how a team is named on the map and in the table, in the window as in print. */
const teamMark = (index: number): Words => ({ message: 'briefing.team-mark', values: { number: plain(index + 1) } })

/**
 * What the plan reaches, where its teams stand, which of the listed segments (in table `segmentsAt`) it leaves out of reach, what
 * another number of teams would reach, the runner-up, and what it is set against.
 */
export function planSection(source: BriefingSource, context: BriefingContext, threshold: number, firstNumber: number, segmentsAt: number | null): Block[] {
  const { plan, deployment } = source
  if (!plan || plan.plan.teams.length === 0) return []
  const of = source.segments.segments.reduce((sum, segment) => sum + segment.reports, 0)
  const share = (value: number): Figure => ({ figure: 'share', value, of })
  const base = (team: PlacedTeam): Words => baseWords(team.base, source, context)
  // A place in the middle of a border is on the land of either side.
  const land = ({ base: { segment, country } }: PlacedTeam): Cell => {
    const border = source.segments.segments.find(({ id }) => id === segment)
    return { said: (border ? context.segment(border.index).countries : [country]).map(context.countryName).join(' – ') }
  }
  const km = plain(Math.round((deployment?.range ?? 0) / 1000))
  const missed = missedWords(source, context, threshold, plan, segmentsAt)
  const way: Words = (deployment?.detour ?? 1) === 1 ? { message: 'briefing.plan.straight' } : { message: 'briefing.plan.detour', values: { detour: plain(deployment?.detour ?? 1) } }
  // With so few reports every share would give a count back: where the teams stand is said, not what they reach.
  if (shareStep(of, threshold) === null)
    return [
      { block: 'heading', words: { message: 'briefing.heading.plan' } },
      { block: 'paragraph', words: { message: 'briefing.plan.too-few', values: { count: plan.plan.teams.length, km, way } } },
      {
        block: 'table',
        caption: { message: 'briefing.table.places', values: { number: plain(firstNumber) } },
        columns: [head('team', 'start'), head('base', 'start'), head('country', 'start')],
        rows: plan.plan.teams.map((team, i): Cell[] => [teamMark(i), base(team), land(team)]),
        notes: [],
      },
      ...missed,
    ]
  const blocks: Block[] = [
    { block: 'heading', words: { message: 'briefing.heading.plan' } },
    {
      block: 'paragraph',
      words: {
        message: plan.proved ? 'briefing.plan.proved' : 'briefing.plan.gap',
        values: { count: plan.plan.teams.length, km, way, share: share(plan.plan.covered.share), low: share(plan.plan.covered.low), high: share(plan.plan.covered.high), gap: plain(mostBetter(plan.gap), 1) },
      },
    },
    {
      block: 'table',
      caption: { message: 'briefing.table.teams', values: { number: plain(firstNumber) } },
      columns: [head('team', 'start'), head('base', 'start'), head('country', 'start'), head('adds'), head('loss')],
      rows: plan.plan.teams.map((team, i): Cell[] => [
        teamMark(i),
        base(team),
        land(team),
        share(team.adds),
        share(team.loss),
      ]),
      notes: [{ message: 'briefing.note.shares' }],
    },
  ]
  if (plan.byTeams.length > 1)
    blocks.push({
      block: 'table',
      caption: { message: 'briefing.table.by-teams', values: { number: plain(firstNumber + 1) } },
      columns: [head('teams', 'start'), ...plan.byTeams.slice(0, MOST_TEAMS).map((each): Column => ({ head: { message: 'briefing.plain', values: { value: plain(each.teams) } }, align: 'end' }))],
      rows: [[{ message: 'briefing.column.reaches' }, ...plan.byTeams.slice(0, MOST_TEAMS).map((each): Cell => (each.gap > 0.0005 ? { message: 'briefing.at-least', values: { share: share(each.covered) } } : share(each.covered)))]],
      notes: [],
    })
  blocks.push(...missed)
  blocks.push({ block: 'paragraph', words: runnerUpWords(plan, share) })
  blocks.push({ block: 'paragraph', words: { message: 'briefing.plan.against', values: { best: share(plan.plan.covered.share), greedy: share(plan.greedy.covered.share), hottest: share(plan.hottest.covered.share) } } })
  return blocks
}

/** Which of the listed segments no team reaches, by their numbers and names: a reader of the ranking looks for them in the plan. */
function missedWords(source: BriefingSource, context: BriefingContext, threshold: number, { plan }: PlanResult, segmentsAt: number | null): Block[] {
  if (segmentsAt === null) return []
  const listed = listedSegments(source, threshold, LISTED)
  const reached = new Set(plan.coveredDemand)
  const table = plain(segmentsAt)
  const missed = listed.flatMap((segment, at) => (reached.has(segment.id) ? [] : [{ number: plain(at + 1), segment: segmentName(context.segment(segment.index), context) }]))
  if (missed.length === 0) return [{ block: 'paragraph', words: { message: 'briefing.plan.none-missed', values: { count: listed.length, table } } }]
  const names = missed.map((values): Words => ({ message: 'briefing.plan.numbered', values })).reduce((before, next): Words => ({ message: 'briefing.plan.then', values: { before, next } }))
  return [{ block: 'paragraph', words: { message: missed.length === listed.length ? 'briefing.plan.all-missed' : 'briefing.plan.missed', values: { count: missed.length, of: plain(listed.length), table, segments: names } } }]
}

/** A settlement by its name, a place on a border by what is near, one placed by hand by what it was called. */
function baseWords({ from, name, at, segment, settlement }: CandidateBase, source: BriefingSource, context: BriefingContext): Words {
  if (from === 'drawn') {
    const border = source.segments.segments.find(({ id }) => id === segment)
    if (border) return segmentName(context.segment(border.index), context)
    if (settlement) return { said: context.nearest(at) ?? name }
    return name ? { typed: name } : { message: 'briefing.base.drawn' }
  }
  const place = context.nearest(at)
  if (from === 'settlement' && (place || name)) return { said: place ?? name }
  const side = segment?.startsWith('coast') ? 'coast' : 'border'
  return place ? { message: `briefing.base.${side}-near`, values: { place: { said: place } } } : { message: `briefing.base.${side}` }
}

function runnerUpWords({ runnerUp }: PlanResult, share: (value: number) => Figure): Words {
  if (!runnerUp) return { message: 'briefing.plan.no-runner-up' }
  return {
    message: runnerUp.distinguishable ? 'briefing.plan.runner-up' : 'briefing.plan.runner-up-alike',
    values: { share: share(runnerUp.covered.share), low: share(runnerUp.covered.low), high: share(runnerUp.covered.high), km: plain(Math.round(runnerUp.apart / 1000)) },
  }
}
