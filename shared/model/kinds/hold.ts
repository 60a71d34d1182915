import { defineKind } from '../field.ts'

/** A record that is kept beyond its time: until when, and why. */
export const hold = defineKind({
  name: 'hold',
  prefix: 'HO',
  version: 1,
  title: 'why',
  fields: {
    record: { type: 'record', compartment: 'casework' },
    until: { type: 'instant', compartment: 'casework', table: { order: 1, width: 120 } },
    why: { type: 'text', compartment: 'casework', required: true, sensitivity: 'free-text', table: { order: 2, width: 240 } },
  },
})
