import { journal } from '../../shared/vault/journal.ts'
export const opened = journal
