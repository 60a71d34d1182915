import { journal } from '../vault/journal.ts'
export const row = journal
