import type { Message } from '../../model/message.ts'
import type { BriefingSource } from '../briefing.ts'
import type { Words } from '../document.ts'

/** What an analysis says with an exact number of reports in it, and the same without: beside suppressed counts such a number would give them back. */
const WITHOUT_COUNT: Readonly<Record<string, string>> = {
  'analysis.counted.patrol': 'briefing.said.patrol',
  'analysis.hotspots.too-few-reports': 'briefing.said.too-few-reports',
  'analysis.segments.no-league-table': 'briefing.said.no-league-table',
}

/** What a plan says with exact shares in it: the plan's section says the same in steps (`shareStep`), or nothing where there are too few reports. */
const SHARES_IN_IT: ReadonlySet<string> = new Set(['planning.against', 'planning.runner-up.worse', 'planning.beyond', 'planning.weighed'])

/** A message of the analysis as a document may say it. */
export function said({ key, values }: Message): Words {
  const without = WITHOUT_COUNT[key]
  if (without === undefined) return { message: key, values: values ?? {} }
  const needed = values?.['needed']
  return { message: without, values: needed === undefined ? {} : { needed } }
}

/** What is said of a plan, without what would tell a share more finely than its section does. */
export function saidOfPlan({ plan, segments }: BriefingSource): Words[] {
  if (!plan) return []
  const of = segments.segments.reduce((sum, segment) => sum + segment.reports, 0)
  return plan.says.flatMap((message): Words[] => {
    if (!SHARES_IN_IT.has(message.key)) return [said(message)]
    const percent = message.values?.['share']
    if (typeof percent !== 'number') return []
    return [{ message: `briefing.said.${message.key.slice('planning.'.length)}`, values: { share: { figure: 'share', value: percent / 100, of } } }]
  })
}
