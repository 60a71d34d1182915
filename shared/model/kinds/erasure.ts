import { defineKind } from '../field.ts'

/** That something was erased: when and on what basis, never what. By whom, its commit says. */
export const erasure = defineKind({
  name: 'erasure',
  prefix: 'ER',
  version: 1,
  title: 'basis',
  fields: {
    basis: { type: 'text', compartment: 'casework', required: true, table: { order: 1, width: 240 } },
    at: { type: 'instant', compartment: 'casework', table: { order: 2, width: 120 } },
    records: { type: 'number', compartment: 'casework', table: { order: 3, width: 80 } },
  },
})
