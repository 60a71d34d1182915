import { defineKind } from '../field.ts'

/**
 * A file that was brought in. Its record is written by the commit that ends the import, so rows whose import
 * has no record never happened. `takenBack` hides every row that nobody has changed since; it lies in
 * geography because whoever sees rows must know it.
 */
export const importKind = defineKind({
  name: 'import',
  prefix: 'IM',
  version: 1,
  title: 'file',
  fields: {
    file: { type: 'text', compartment: 'casework', required: true, searched: true, sensitivity: 'free-text', table: { order: 1, width: 240 } },
    at: { type: 'instant', compartment: 'casework', table: { order: 2, width: 120 } },
    kept: { type: 'number', compartment: 'geography', table: { order: 3, width: 80 } },
    read: { type: 'number', compartment: 'casework' },
    refused: { type: 'number', compartment: 'casework' },
    duplicate: { type: 'number', compartment: 'casework' },
    doubted: { type: 'number', compartment: 'casework' },
    mapping: { type: 'object', compartment: 'casework' },
    refusals: { type: 'object', compartment: 'casework' },
    held: { type: 'object', compartment: 'casework' },
    takenBack: { type: 'flag', compartment: 'geography', merge: 'strongest' },
  },
})
