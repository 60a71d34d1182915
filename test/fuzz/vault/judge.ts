import { marksOf } from './marks.ts'
import type { Spoilt } from './spoil.ts'
import type { Outcome, Written } from './written.ts'

const SLOWEST_MS = 20_000

/** What is wrong with what came of a case, a sentence each: nothing, where the program did what it owes. */
export function judge(written: Written, spoilt: Spoilt, outcome: Outcome): string[] {
  const wrong = [...outcome.faults]
  if (outcome.milliseconds > SLOWEST_MS) wrong.push(`took ${Math.round(outcome.milliseconds)} ms`)
  for (const group of outcome.groups) if (!written.groups.has(group)) wrong.push(`opened a group that nobody made: ${group}`)
  const beforeErasure = ['keys', 'root'].every((file) => spoilt.targets.some((target) => target.startsWith(file)))
  for (const [id, texts] of outcome.commits) {
    const true_ = written.commits.get(id)
    if (!true_ || texts.length !== true_.length || texts.some((value, at) => value !== null && value !== true_[at] && !(beforeErasure && value === written.erased.get(id)?.[at]))) wrong.push(`opened a commit that was not written: ${texts.join()}`)
  }
  for (const [draft, value] of outcome.drafts) if (value !== null && !written.drafts.get(draft)?.includes(value)) wrong.push(`opened a draft that was not written: ${value}`)
  for (const [segment, value] of outcome.segments) if (!written.segments.get(segment)?.includes(value)) wrong.push(`opened a segment that was not written: ${segment}`)

  const lost = [...written.commits].filter(([id, texts]) => outcome.commits.get(id)?.join('\n') !== texts.join('\n')).map(([id]) => id)
  const due = lost.filter((id) => mustOpen(written, spoilt, id))
  if (due.length > 0) wrong.push(`${due.length} commits that are whole do not open: ${due.map((id) => written.commits.get(id)!.join().slice(0, 30)).join()}${outcome.opened ? '' : `; the vault said ${[...outcome.said].join()}`}`)
  if (outcome.said.size === 0 && changes(written, spoilt) && !unnoticeable(written, spoilt)) wrong.push('said nothing')
  if (outcome.said.size === 0 && lost.length > 0) wrong.push(`said nothing and lost ${lost.length} commits`)
  return wrong
}

const touched = ({ stored }: Written, spoilt: Spoilt): string[] => [...stored.keys()].filter((name) => {
  const now = spoilt.stored.get(name)
  return !now || Buffer.compare(now, stored.get(name)!) !== 0
})
const changes = (written: Written, spoilt: Spoilt) => touched(written, spoilt).length > 0

/** Whether everything that a commit needs is still there byte for byte, so that it must open whatever else was hit. */
function mustOpen(written: Written, { stored }: Spoilt, id: string): boolean {
  const [journal, keys] = [Buffer.from(stored.get('journal') ?? []), Buffer.from(stored.get('keys') ?? [])]
  const rootWhole = ['root', 'root.previous'].some((name) => stored.has(name) && Buffer.compare(stored.get(name)!, written.stored.get('root')!) === 0)
  const need = written.needs.get(id)!
  let at = 0
  // The entries of an import one after another.
  for (const frame of need.frames) {
    const found = journal.indexOf(Buffer.from(frame), at)
    if (found < 0) return false
    at = found + frame.length
  }
  return rootWhole && [...written.others, ...need.keys].every((record) => keys.includes(Buffer.from(record)))
}

/** Whether one key file is of nothing but whole records of another. */
function allRecordsOf(now: Uint8Array, keys: Uint8Array): boolean {
  const marks = marksOf(now, 'keys')
  return marks.at(-1) === now.length && marks.slice(0, -1).every((from, at) => Buffer.from(keys).includes(Buffer.from(now.subarray(from, marks[at + 1]))))
}

/** What nobody can tell from the stored bytes: each with its reason. Nothing may be lost by any of it. */
function unnoticeable(written: Written, spoilt: Spoilt): boolean {
  return touched(written, spoilt).every((name) => {
    const now = spoilt.stored.get(name)
    const was = written.before.some((then) => now && then.get(name) && Buffer.compare(then.get(name)!, now) === 0)
    // A copy of before is there for when the current one is damaged; it may be any earlier one (of the key file: its beginning), or none.
    const keys = written.stored.get('keys')!
    const beginning = now !== undefined && marksOf(keys, 'keys').includes(now.length) && Buffer.compare(now, keys.subarray(0, now.length)) === 0
    if (name.endsWith('.previous')) return !now?.length || was || (name === 'keys.previous' && beginning)
    // What was appended after the last head (keys for later, a witness) nobody misses: a program that was killed has not written it. Nor does a true record say more for standing there twice.
    if (name === 'keys') return now !== undefined && now.length >= written.keysAtHead && Buffer.compare(now.subarray(0, written.keysAtHead), keys.subarray(0, written.keysAtHead)) === 0 && allRecordsOf(now, keys)
    // No head counts drafts: they are overwritten at every key.
    if (name.startsWith('drafts/')) return !now || was
    // A fold of before is a whole fold: the journal tells the rest.
    if (name.startsWith('records/') || name.startsWith('segments/')) return was
    return false
  })
}
