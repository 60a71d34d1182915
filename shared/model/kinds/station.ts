import { defineKind } from '../field.ts'

/** This installation's own settings that bind everyone who works at it. One record, made at founding. */
export const station = defineKind({
  name: 'station',
  prefix: 'ST',
  version: 1,
  title: 'name',
  fields: {
    name: { type: 'text', compartment: 'geography', required: true },
    /** Smallest count that a released document may print. */
    threshold: { type: 'number', compartment: 'geography' },
  },
})
