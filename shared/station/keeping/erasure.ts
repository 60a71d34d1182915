import { MOST_NAMED } from '../access-event.ts'
import { sealPage } from '../../exchange/sealed-page.ts'
import { KINDS } from '../../model/kinds/kinds.ts'
import type { KindDeclaration } from '../../model/field.ts'
import type { ChangeSet, RecordId } from '../../model/change.ts'
import { newRecordId } from '../../model/ids.ts'
import { TellableError, type Message } from '../../model/message.ts'
import { quotesIn } from '../../model/payload/erase-patches.ts'
import { INTAKE_GROUPS } from '../../model/roles.ts'
import { answerMarkup } from '../erasing/answer.ts'
import { membersOfCase, samePerson, titleOf, type ErasureChoice } from '../erasing/same-person.ts'
import { erasedOf, type ErasureTarget } from '../erasing/subject.ts'
import { unreached } from '../erasing/unreached.ts'
import type { OpenStation } from '../opened.ts'
import type { Task } from '../station.ts'
import type { KeepingContext } from './keeping.ts'

export type { ErasureChoice } from '../erasing/same-person.ts'
export type { ErasureTarget } from '../erasing/subject.ts'

/** What an erasure would take, before a person decides. */
export interface ErasurePreview {
  readonly record: RecordId
  readonly kind: string
  readonly reference: string
  readonly title: string
  /** What may belong to it, for a person to choose. */
  readonly choices: readonly ErasureChoice[]
  /** Own drafts that say the same. */
  readonly drafts: readonly string[]
  /** What it can't reach, each with what can be done. */
  readonly stays: readonly Message[]
}
export interface ErasureRequest {
  /** Records whole, and fields of others. */
  readonly targets: readonly ErasureTarget[]
  readonly drafts: readonly string[]
  /** The ground on which it is done, in words; it stays in the journal. */
  readonly basis: string
}
export interface ErasureReport {
  readonly records: number
  readonly fields: number
  readonly stays: readonly Message[]
  /** How long it was looked for, while work went on, and how long nothing else could be written. */
  readonly milliseconds: { readonly found: number; readonly blocked: number }
}

/** An answer to a person who asks what is held about them. */
export interface AnswerRequest {
  readonly record: RecordId
  /** Other records that are about them, as a person chose. */
  readonly also: readonly RecordId[]
  readonly basis: string
  readonly language: string
}
/** `passphrase`: told by another way than the file goes; kept nowhere. */
export interface SubjectAnswer { readonly name: string; readonly bytes: Uint8Array; readonly passphrase: string }


export interface ErasureCalls {
  /** Null where the record is not there. */
  previewErasure(record: RecordId, task?: Task): Promise<ErasurePreview | null>
  /**
   * Erases for good, from the journal, from what is open and from this account's drafts; enters that it was done.
   * @throws TellableError `erasure-keys`, `erasure-basis`, `erasure-while-importing`
   */
  erase(request: ErasureRequest, task?: Task): Promise<ErasureReport>
  /**
   * Everything that is held about one person as one sealed page, entered in the journal before it is handed over; other people go by pseudonyms.
   * @throws TellableError `erasure-keys`, `erasure-basis`, `answer-gone`
   */
  answerPerson(request: AnswerRequest): Promise<SubjectAnswer>
}

export function erasureCalls({ ports, held }: KeepingContext): ErasureCalls {
  return {
    async previewErasure(id, task = {}) {
      const station = held()
      requireKeys(station)
      const { catalogue } = station
      const record = await catalogue.record(id)
      if (!record) return null
      const kind = (KINDS as Readonly<Record<string, KindDeclaration>>)[record.kind]!
      const choices = [...(record.kind === 'case' ? await membersOfCase(catalogue, record) : []), ...(await samePerson(catalogue, record, task))]
      const { quotes } = await erasedOf(catalogue, [{ record: record.id }])
      return {
        record: record.id, kind: record.kind, reference: record.reference, title: titleOf(kind, record.fields).slice(0, 200), choices,
        drafts: await draftsThatQuote(station, quotes), stays: unreached(station, { since: record.history[0]?.at ?? 0, closed: new Set(), damaged: 0 }),
      }
    },

    async erase({ targets, drafts, basis }, task = {}) {
      const station = held()
      requireKeys(station)
      if (basis.trim() === '') throw new TellableError('erasure-basis', { key: 'erasure.fault.basis' })
      const { catalogue } = station
      const firsts = await Promise.all(targets.map(async ({ record }) => (await catalogue.record(record))?.history[0]?.at ?? Infinity))
      const erased = await erasedOf(catalogue, targets)
      const records = new Set(targets.filter(({ field }) => field === undefined).map(({ record }) => record)).size
      const entry = (): ChangeSet => {
        const record = newRecordId()
        const values = { basis: basis.trim(), at: Math.floor(ports.now() / 1000), records }
        return { act: 'enter-erasure', patches: Object.entries(values).map(([field, value]) => ({ record, kind: 'erasure', field, value })) }
      }
      const since = Math.min(...firsts)
      const named = await Promise.all(targets.map(async ({ record, field }) => ({ id: record, kind: (await catalogue.record(record))?.kind ?? '', ...(field !== undefined && { fields: [field] }) })))
      await station.access.recorded({ does: 'keep', act: 'erase', records: named.slice(0, MOST_NAMED), ...(named.length > MOST_NAMED && { count: named.length }) })
      const found = await station.erase(erased, entry, task)
      for (const draft of drafts) await station.vault.drafts.drop(draft)
      return { records, fields: targets.length - records, stays: unreached(station, { since: Number.isFinite(since) ? since : 0, ...found }), milliseconds: found.milliseconds }
    },

    async answerPerson({ record, also, basis, language }) {
      const station = held()
      requireKeys(station)
      if (basis.trim() === '') throw new TellableError('erasure-basis', { key: 'erasure.fault.basis' })
      const { catalogue, vault } = station
      const about = [...new Set([record, ...also])]
      const [subject, ...others] = (await Promise.all(about.map((id) => catalogue.record(id)))).filter((one) => one !== null)
      if (subject?.id !== catalogue.standsFor(record)) throw new TellableError('answer-gone', { key: 'erasure.not-found' })
      const translator = await ports.translator(language)
      const at = Math.floor(ports.now() / 1000)
      const say = (key: string) => translator.translate({ key: `erasure.answer.${key}` })
      const markup = answerMarkup(catalogue, subject, [subject, ...others], vault.describe().name, at, translator)
      const { bytes, passphrase } = await sealPage(markup, { title: say('title'), lead: say('sealed'), passphrase: say('passphrase'), open: say('open'), wrong: say('wrong') }, { code: language, direction: translator.direction })
      const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
      const entry = newRecordId()
      const values = { basis: basis.trim(), at, hash: Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('') }
      await station.commit({ act: 'answer-person', patches: [...Object.entries(values).map(([field, value]) => ({ record: entry, kind: 'answer', field, value })), { record: entry, kind: 'answer', field: 'about', add: [subject.id, ...others.map(({ id }) => id)] }] }, [
        station.access.stamped({ does: 'export', act: 'answer-person', records: [subject, ...others].slice(0, MOST_NAMED).map(({ id, kind }) => ({ id, kind })), format: 'html', bytes: bytes.length, hash: values.hash }),
      ])
      return { name: `${subject.reference} ${new Date(at * 1000).toISOString().slice(0, 10)}.html`, bytes, passphrase }
    },
  }
}

/** Rows stay in step only where all of a chunk's sections are sealed anew: whoever erases holds what an intake writes to. */
function requireKeys({ vault }: OpenStation): void {
  const { groups } = vault.describe()
  if (INTAKE_GROUPS.every((group) => groups.includes(group))) return
  throw new TellableError('erasure-keys', { key: 'erasure.fault.keys' }, { kept: { key: 'erasure.fault.keys-kept' }, remedy: { key: 'erasure.fault.keys-remedy' } })
}

async function draftsThatQuote(station: OpenStation, quotes: readonly string[]): Promise<readonly string[]> {
  const quoted = quotesIn(quotes)
  const says = (value: unknown): boolean => (typeof value === 'string' ? quoted(value) : typeof value === 'object' && value !== null && Object.values(value).some(says))
  return (await station.drafts()).filter(({ value }) => says(value)).map(({ draft }) => draft)
}
