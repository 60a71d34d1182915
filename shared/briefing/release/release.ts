import type { Translator } from '../../language.ts'
import type { Message } from '../../model/message.ts'
import type { LngLat } from '../../model/units.ts'
import type { Cleared, ReleaseFinding } from '../briefing.ts'
import type { Block, BriefingDocument, Draft, SetBlock, SetCell, SetText } from '../document.ts'
import type { MapDrawing } from '../map/drawing.ts'
import { drawMap } from '../map/map-svg.ts'
import { clear } from './cleared.ts'
import { createSetter, type Set as SetWords } from './figures.ts'
import { foldWords, type Finder, type Found } from './find.ts'
import { suspects } from './patterns.ts'
import { segmentCountId } from '../document.ts'
import { suppress, type Suppression } from './suppress.ts'

export interface ReleaseRequest {
  readonly draft: Draft
  /** Smallest count that may be printed; the station's policy, 5 unless set. */
  readonly threshold: number
  /** Made once from all that the vault knows. */
  readonly finder: Finder
  readonly translator: Translator
  readonly countryName: (code: string) => string
  /** True for the whole name of a settlement, region or country: what a tip says of a place is no name of a person. */
  readonly isPlace: (words: string) => boolean
  readonly reviewer: string
}

export interface ReleaseOutcome {
  /** Null while anything stops it. */
  readonly document: Cleared<BriefingDocument> | null
  /** The same with what was found blotted out, marked on every page as not released. */
  readonly preview: Cleared<BriefingDocument>
  readonly findings: readonly ReleaseFinding[]
  readonly stops: number
  readonly toRead: number
  /** Words that may name someone, because a tip has them. */
  readonly told: number
  /** Words that the document says by itself, for searching the written file. */
  readonly ownWords: ReadonlySet<string>
}

/**
 * The one door out. Hides small counts and what would give them back, coarsens places, makes words of the draft
 * and searches all of them, typed or not, for whatever the vault knows. Nothing else can make a
 * `Cleared<BriefingDocument>`, and the writers take nothing else.
 */
export function release(request: ReleaseRequest): ReleaseOutcome {
  const { draft, threshold, translator } = request
  const { translate } = translator
  const counts = printedCounts(draft)
  const suppression = suppress({ counts, relations: draft.relations }, threshold)
  const set = createSetter(translator, suppression.hidden, draft.counts, threshold)
  const findings: ReleaseFinding[] = []
  const text = (words: SetWords): SetText => ({ text: words.text, typed: words.typed })
  let tables = 0

  const blocks = draft.blocks.map((block): SetBlock => {
    switch (block.block) {
      case 'title':
        return { block: 'title', kicker: text(set(block.kicker)), title: text(set(block.title)), date: text(set(block.date)) }
      case 'points':
        return { block: 'points', points: block.points.map(point => text(set(point))) }
      case 'heading':
      case 'paragraph':
        return { block: block.block, words: text(set(block.words)) }
      case 'notes':
        return { block: 'notes', notes: block.notes.map(note => text(set(note))) }
      case 'map':
        return setMap(block, request, set, suppression.hidden, findings)
      case 'table': {
        tables++
        const where = translate({ key: 'briefing.where.table', values: { number: tables } })
        reportSuppression(block, where, suppression, findings)
        const rows = block.rows.map(row => row.map((cell): SetCell => ({ ...set(cell) })))
        return { block: 'table', caption: text(set(block.caption)), columns: block.columns.map(column => ({ head: text(set(column.head)), align: column.align })), rows, totalled: block.totalled ?? false, notes: block.notes.map(note => text(set(note))) }
      }
    }
  })
  const leftOut = [...draft.counts].filter(([id, value]) => !counts.has(id) && value > 0 && value < threshold).length
  if (leftOut > 0) findings.push({ where: translate({ key: 'briefing.where.map', values: { number: 1 } }), what: 'small-count', why: { key: 'briefing.why.left-out', values: { count: leftOut, threshold } }, effect: 'changed' })

  const ownWords = foldWords(saidWords(draft, blocks, request))
  const titled = blocks.find(block => block.block === 'title')
  const title = titled?.block === 'title' ? titled.title : text(set(draft.title))
  const station: SetText = { text: draft.station, typed: true }
  const sample = draft.sample ? text(set(draft.sample)) : null
  const reviewer: SetText = { text: request.reviewer, typed: true }
  const blotted = new Map<SetText, string>()
  let stops = 0
  let toRead = 0
  for (const { where, words } of passages(blocks, title, station, reviewer, translator)) {
    const quote = ({ start, end }: { readonly start: number; readonly end: number }) => words.text.slice(start, end).trim()
    const known = request.finder.find(words.text, ownWords)
    const told = words.typed ? request.finder.findTold(words.text, ownWords, request.isPlace).filter(each => !covers(known, each)) : []
    const found = [...known, ...told]
    for (const each of found) {
      findings.push({ where, what: each.what, why: { key: `briefing.found.${each.rule}` }, effect: each.effect, words: quote(each) })
      if (each.effect === 'stop') stops++
    }
    // The station's own name is its policy's, not a count or a plate.
    const typed = !words.typed ? '' : draft.station ? words.text.replaceAll(draft.station, name => ' '.repeat(name.length)) : words.text
    const seen = suspects(typed, threshold).filter(suspect => !covers(known, suspect))
    for (const each of seen) findings.push({ where, what: 'to-read', why: { key: `briefing.suspect.${each.kind}` }, effect: 'read', words: quote(each) })
    if (seen.length > 0 || found.some(each => each.effect === 'read')) toRead++
    const stopping = found.filter(each => each.effect === 'stop')
    if (stopping.length > 0) blotted.set(words, blot(words.text, stopping))
  }

  const told = new Set(findings.flatMap(({ why, words }) => (why.key === 'briefing.found.told-name' ? [words] : []))).size
  const verdictText = (shown: string): SetText => ({ text: translate(verdictMessage(stops, toRead, shown, told)), typed: false })
  const pageWords = { page: translate({ key: 'briefing.page.page' }), of: translate({ key: 'briefing.page.of' }), notReleased: translate({ key: 'briefing.page.not-released' }), writtenFile: translate({ key: 'briefing.where.written-file' }) }
  const base = { language: translator.language, direction: translator.direction, tlp: draft.tlp, sample, pageWords, asked: [...new Set(findings.filter(finding => finding.effect === 'read').map(finding => finding.why.key))] }
  const shown = (words: SetText): SetText => ({ text: blotted.get(words) ?? words.text, typed: words.typed })
  const preview = clear<BriefingDocument>({ ...base, stage: 'preview', title: shown(title), station: shown(station), verdict: verdictText(shown(reviewer).text), blocks: blocks.map(block => mapTexts(block, shown)) })
  const document = stops > 0 ? null : clear<BriefingDocument>({ ...base, stage: 'released', title, station, verdict: verdictText(reviewer.text), blocks: blocks.map(block => mapTexts(block, words => words)) })
  return { document, preview, findings, stops, toRead, told, ownWords }
}

const covers = (found: readonly Found[], { start, end }: { readonly start: number; readonly end: number }) => found.some(each => each.start < end && each.end > start)

/**
 * What came of the check, worded as what it is: never that nobody can be picked out. `told`: words that may name someone, because a
 * tip has them; whoever released the page let them stand, and the page says so.
 */
export function verdictMessage(stops: number, toRead: number, reviewer: string, told = 0): Message {
  if (stops > 0) return { key: 'briefing.stopped', values: { count: stops } }
  if (told > 0 && reviewer) return { key: 'briefing.verdict-told', values: { count: told, reviewer } }
  return { key: `briefing.${reviewer ? 'verdict' : 'unreviewed'}${toRead === 2 ? '-two' : ''}`, values: { count: toRead, ...(reviewer ? { reviewer } : {}) } }
}

/** Counts that stand somewhere in the draft; a count that is nowhere printed needs no hiding, and protects nothing. */
function printedCounts(draft: Draft): Map<string, number> {
  const printed = new Map<string, number>()
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    if ('figure' in value && (value.figure === 'count' || value.figure === 'made-from') && 'id' in value && typeof value.id === 'string') {
      printed.set(value.id, draft.counts.get(value.id) ?? 0)
      return
    }
    for (const inner of Object.values(value)) visit(inner)
  }
  for (const block of draft.blocks) if (block.block !== 'map') visit(block)
  for (const relation of draft.relations) for (const id of [relation.total, ...relation.parts]) printed.set(id, draft.counts.get(id) ?? 0)
  return printed
}

function reportSuppression(block: Extract<Block, { block: 'table' }>, where: string, { hidden, complements }: Suppression, findings: ReleaseFinding[]): void {
  const here = new Set(block.rows.flat().flatMap(cell => (cell && 'figure' in cell && cell.figure === 'count' ? [cell.id] : [])))
  const small = [...here].filter(id => hidden.has(id) && !complements.has(id)).length
  const second = [...here].filter(id => complements.has(id)).length
  if (small > 0) findings.push({ where, what: 'small-count', why: { key: 'briefing.why.small-count', values: { count: small } }, effect: 'changed' })
  if (second > 0) findings.push({ where, what: 'complement', why: { key: 'briefing.why.complement', values: { count: second } }, effect: 'changed' })
}

/** A tenth of a degree, about 11 km: what a base placed by hand is coarsened to. */
const COARSE = 0.1

function coarsen(drawing: MapDrawing): { drawing: MapDrawing; coarsened: number } {
  const round = (value: number) => Math.round(value / COARSE) * COARSE
  const byHand = drawing.teams.filter(team => team.byHand).length
  const teams = drawing.teams.map(team => (team.byHand ? { ...team, at: [round(team.at[0]), round(team.at[1])] satisfies LngLat } : team))
  return { drawing: { ...drawing, teams }, coarsened: byHand }
}

function setMap(block: Extract<Block, { block: 'map' }>, request: ReleaseRequest, set: ReturnType<typeof createSetter>, hidden: Suppression['hidden'], findings: ReleaseFinding[]): SetBlock {
  const { translator, threshold } = request
  const { translate, formats } = translator
  const where = translate({ key: 'briefing.where.map', values: { number: 1 } })
  const { drawing, coarsened } = coarsen(block.drawing)
  if (coarsened > 0) findings.push({ where, what: 'coarsened', why: { key: 'briefing.why.coarsened', values: { count: coarsened } }, effect: 'changed' })
  const notDrawn: string[] = []
  for (const id of ['regionOnly', 'countryOnly', 'noPlace'] as const) {
    if ((request.draft.counts.get(id) ?? 0) === 0) continue
    const line = set({ message: `briefing.legend.not-drawn.${id}`, values: { tips: { figure: 'count', id } } }).text
    notDrawn.push(line)
    findings.push({ where, what: 'not-drawn', why: { key: `briefing.why.not-drawn.${id}` }, effect: 'changed' })
  }
  const say = (key: string, values?: Record<string, string | number>) => translate({ key: `briefing.legend.${key}`, ...(values ? { values } : {}) })
  const alt = translate({ key: 'briefing.map.alt' })
  // A segment that is withheld to protect another is drawn as one of few reports: its colour would bound it.
  const segments = drawing.segments.map(segment => (hidden.has(segmentCountId(segment)) ? { ...segment, reports: Math.min(segment.reports, 1) } : segment))
  const svg = drawMap({ ...drawing, segments }, {
    alt,
    countryName: request.countryName,
    number: formats.number,
    direction: translator.direction,
    legend: {
      segments: say('segments'), interval: say('interval', { level: 90 }), narrow: say('narrow'), wide: say('wide'), veryWide: say('very-wide'), under: say('under', { threshold }),
      hotspots: say('hotspots'), surer: say('surer'), enlarged: say('enlarged'), teams: say('teams'), team: number => translate({ key: 'briefing.team-mark', values: { number } }), disputed: say('disputed'),
      notDrawn, kilometres: km => say('kilometres', { km }),
    },
  }, threshold)
  return { block: 'map', svg, alt: { text: alt, typed: false }, caption: block.caption.map(words => { const made = set(words); return { text: made.text, typed: made.typed } }) }
}

interface Passage { readonly where: string; readonly words: SetText }

function* passages(blocks: readonly SetBlock[], title: SetText, station: SetText, reviewer: SetText, { translate }: Translator): Generator<Passage> {
  const where = (key: string, number = 0) => translate({ key: `briefing.where.${key}`, values: { number } })
  yield { where: where('title'), words: title }
  yield { where: where('station'), words: station }
  yield { where: where('reviewer'), words: reviewer }
  let [tables, paragraphs] = [0, 0]
  for (const block of blocks) {
    if (block.block === 'title') for (const words of [block.kicker, block.date]) yield { where: where('title'), words }
    else if (block.block === 'points') for (const [i, words] of block.points.entries()) yield { where: where('point', i + 1), words }
    else if (block.block === 'map') for (const words of [block.alt, ...block.caption]) yield { where: where('map', 1), words }
    else if (block.block === 'notes') for (const words of block.notes) yield { where: where('method'), words }
    else if (block.block === 'table') {
      tables++
      for (const words of [block.caption, ...block.columns.map(column => column.head), ...block.rows.flat(), ...block.notes]) yield { where: where('table', tables), words }
    } else yield { where: block.block === 'heading' ? where('heading') : where('paragraph', ++paragraphs), words: block.words }
  }
}

/** What stands in the document without anyone having typed it: countries, settlements, fixed wording. */
function saidWords(draft: Draft, blocks: readonly SetBlock[], { countryName, translator }: ReleaseRequest): string[] {
  const words: string[] = []
  for (const { words: each } of passages(blocks, { text: '', typed: false }, { text: '', typed: false }, { text: '', typed: false }, translator)) if (!each.typed) words.push(each.text)
  for (const block of draft.blocks) if (block.block === 'map') words.push(...block.drawing.ground.countries.map(countryName))
  // Of the settlements that a map may name, those that it does.
  for (const block of blocks) if (block.block === 'map') words.push(...drawnWords(block.svg.text))
  return words
}

/** What a drawing says in letters. */
const drawnWords = (svg: string): string[] => [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, words = '']) => words)

function mapTexts(block: SetBlock, change: (words: SetText) => SetText): SetBlock {
  switch (block.block) {
    case 'title':
      return { block: 'title', kicker: change(block.kicker), title: change(block.title), date: change(block.date) }
    case 'points':
      return { block: 'points', points: block.points.map(change) }
    case 'heading':
    case 'paragraph':
      return { block: block.block, words: change(block.words) }
    case 'notes':
      return { block: 'notes', notes: block.notes.map(change) }
    case 'map':
      return { block: 'map', svg: block.svg, alt: change(block.alt), caption: block.caption.map(change) }
    case 'table':
      return { block: 'table', caption: change(block.caption), columns: block.columns.map(column => ({ head: change(column.head), align: column.align })), rows: block.rows.map(row => row.map(cell => ({ ...change(cell), hidden: cell.hidden }))), totalled: block.totalled, notes: block.notes.map(change) }
  }
}

/** What was found, covered by a bar of one width whatever its length. */
function blot(text: string, found: readonly Found[]): string {
  let out = ''
  let at = 0
  for (const { start, end } of [...found].sort((a, b) => a.start - b.start)) {
    if (start < at) {
      at = Math.max(at, end)
      continue
    }
    out += `${text.slice(at, start)}████`
    at = end
  }
  return out + text.slice(at)
}
