import { defineKind } from '../field.ts'
import { retentionRules } from '../retention.ts'

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
    /** How long what is kept: rules by kind (`retention.ts`). */
    retention: { type: 'object', compartment: 'geography', schema: retentionRules },
  },
})
