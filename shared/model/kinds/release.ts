import { defineKind } from '../field.ts'

/**
 * One document that left the station: the ledger against which later releases are checked. `counts` holds
 * the table cells as they were printed, `hash` the file's SHA-256.
 */
export const release = defineKind({
  name: 'release',
  prefix: 'RL',
  version: 1,
  title: 'title',
  fields: {
    title: { type: 'text', compartment: 'casework', required: true, searched: true, table: { order: 1, width: 240 } },
    format: { type: 'code', vocabulary: 'releaseFormat', compartment: 'casework', table: { order: 2, width: 60 } },
    tlp: { type: 'code', vocabulary: 'tlp', compartment: 'casework', merge: 'strongest', table: { order: 3, width: 100 } },
    released: { type: 'instant', compartment: 'casework', table: { order: 4, width: 120 } },
    reviewer: { type: 'name', compartment: 'casework', table: { order: 5, width: 120 } },
    threshold: { type: 'number', compartment: 'casework' },
    hash: { type: 'identifier', compartment: 'casework' },
    request: { type: 'object', compartment: 'casework' },
    findings: { type: 'object', compartment: 'casework' },
    counts: { type: 'object', compartment: 'casework' },
  },
})
