import { PlatformError, type AnswerOf, type Platform, type PlatformCall, type RequestOf } from '../platform.ts'
import { readBackupSection, type BackupHeader, type BackupSection, type BackupSource } from './backup-file.ts'
import { toHex } from './bytes.ts'

/** A file in a place that a person chose. */
export interface BackupPlace { readonly place: string; readonly name: string }

/** A backup's bytes as the shell reads them. */
export function backupSource(platform: Platform, { place, name }: BackupPlace): BackupSource {
  return {
    length: async () => (await platform.call('backupLength', { place, name })).answer.length,
    read: async (offset, length) => new Uint8Array((await platform.call('readBackup', { place, name, offset, length })).bytes),
  }
}

/** A backup as if it were a vault's folder, for reading alone: whoever opens it can change nothing. */
export function backupAsPlatform(source: BackupSource, header: BackupHeader, headerLength: number): Platform {
  const whole = async (section: BackupSection | undefined) => (section ? readBackupSection(source, header, headerLength, section, 0, section.length) : null)
  const of = (kind: BackupSection['kind']) => header.sections.find((section) => section.kind === kind)
  const journal = of('journal')!
  const vault = toHex(header.vault)
  const answers: { readonly [C in PlatformCall]?: (request: RequestOf<C>) => Promise<{ answer: AnswerOf<C>; bytes?: Uint8Array | null }> } = {
    journalLength: async () => ({ answer: { length: journal.length } }),
    readJournal: async ({ offset, length }) => ({ answer: {}, bytes: await readBackupSection(source, header, headerLength, journal, offset, length) }),
    readSlot: async ({ slot, copy }) => {
      const bytes = copy === 'current' && slot !== 'backups' ? await whole(of(slot)) : null
      return { answer: { present: bytes !== null }, bytes }
    },
    listDrafts: async () => ({ answer: { drafts: header.sections.flatMap(({ draft }) => draft ?? []) } }),
    readDraft: async ({ draft }) => {
      const bytes = await whole(header.sections.find((section) => section.draft === draft))
      return { answer: { present: bytes !== null }, bytes }
    },
  }
  return {
    async call<C extends PlatformCall>(name: C, request: RequestOf<C>) {
      const answer = answers[name] as ((request: RequestOf<C>) => Promise<{ answer: AnswerOf<C>; bytes?: Uint8Array | null }>) | undefined
      if (!answer || (request as { vault?: string }).vault !== vault) throw new PlatformError('bad-request')
      const { answer: answered, bytes } = await answer(request)
      return { answer: answered, bytes: bytes ?? new Uint8Array(0) }
    },
    onNotice: () => () => undefined,
  }
}
