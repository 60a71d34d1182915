import { defineKind } from '../field.ts'

/** That a person was answered what is held about them: which records the answer told of, and the file's SHA-256. */
export const answer = defineKind({
  name: 'answer',
  prefix: 'AN',
  version: 1,
  title: 'basis',
  fields: {
    basis: { type: 'text', compartment: 'casework', required: true, table: { order: 1, width: 240 } },
    at: { type: 'instant', compartment: 'casework', table: { order: 2, width: 120 } },
    about: { type: 'records', compartment: 'casework', importNames: [] },
    hash: { type: 'identifier', compartment: 'casework' },
  },
})
