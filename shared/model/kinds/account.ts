import { defineKind } from '../field.ts'

/** Who works at this station. What they may open is in the signed roster (keys), not here. */
export const account = defineKind({
  name: 'account',
  prefix: 'AC',
  version: 1,
  title: 'name',
  fields: {
    name: { type: 'name', compartment: 'directory', required: true, table: { order: 1, width: 160 }, form: { order: 1, section: 'about' } },
    role: { type: 'code', vocabulary: 'role', compartment: 'directory', table: { order: 2, width: 120 } },
  },
})
