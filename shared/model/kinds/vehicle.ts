import { defineKind } from '../field.ts'

/** A vehicle that links people and tips; its plate as `text/plate.ts` writes it. */
export const vehicle = defineKind({
  name: 'vehicle',
  prefix: 'VE',
  version: 1,
  title: 'plate',
  fields: {
    plate: { type: 'identifier', compartment: 'casework', sensitivity: 'identifier', searched: true, table: { order: 1, width: 120 }, form: { order: 1, section: 'about' } },
    description: { type: 'text', compartment: 'casework', searched: true, sensitivity: 'free-text', table: { order: 2, width: 240 }, form: { order: 2, section: 'about', lines: 2 } },
    links: { type: 'records', compartment: 'casework', importNames: [] },
  },
})
