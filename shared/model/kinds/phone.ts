import { defineKind } from '../field.ts'

/** A number that links people and tips. */
export const phone = defineKind({
  name: 'phone',
  prefix: 'PH',
  version: 1,
  title: 'number',
  fields: {
    number: { type: 'phone', compartment: 'identities', required: true, sensitivity: 'contact', table: { order: 1, width: 160 }, form: { order: 1, section: 'about' } },
    notes: { type: 'text', compartment: 'casework', searched: true, sensitivity: 'free-text', form: { order: 2, section: 'about', lines: 3 } },
    links: { type: 'records', compartment: 'casework', importNames: [] },
  },
})
