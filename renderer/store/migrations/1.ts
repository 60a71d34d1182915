import type Dexie from 'dexie'

/** Version 1: sealed segments by key, and small sealed records (manifests) by name. Values only, no index on them. */
export function migration1(database: Dexie): void {
  database.version(1).stores({ segments: '', records: '' })
}
