import { defineKind } from '../field.ts'

/** A deployment that was worked out and kept: what was asked and what came of it. Made from geography alone. */
export const scenario = defineKind({
  name: 'scenario',
  prefix: 'SC',
  version: 1,
  title: 'name',
  fields: {
    name: { type: 'text', compartment: 'geography', required: true, searched: true, table: { order: 1, width: 240 }, form: { order: 1, section: 'about' } },
    notes: { type: 'text', compartment: 'geography', searched: true, form: { order: 2, section: 'about', lines: 3 } },
    request: { type: 'object', compartment: 'geography' },
    result: { type: 'object', compartment: 'geography' },
    reports: { type: 'number', compartment: 'geography' },
    saved: { type: 'instant', compartment: 'geography', table: { order: 2, width: 120 } },
  },
})
