import { defineKind } from '../field.ts'

/** Someone in a case. Who they are is sealed apart from what is known: lists show the pseudonym. */
export const person = defineKind({
  name: 'person',
  prefix: 'PE',
  version: 1,
  title: 'pseudonym',
  fields: {
    pseudonym: { type: 'text', compartment: 'casework', required: true, searched: true, table: { order: 1, width: 160 }, form: { order: 1, section: 'about' } },
    role: { type: 'code', vocabulary: 'personRole', compartment: 'casework', table: { order: 2, width: 100 }, form: { order: 2, section: 'about' } },
    name: { type: 'name', compartment: 'identities', sensitivity: 'name', form: { order: 3, section: 'identity' }, standard: { ftm: 'name' } },
    otherNames: { type: 'name', compartment: 'identities', sensitivity: 'name', form: { order: 4, section: 'identity' }, standard: { ftm: 'alias' } },
    birthYear: { type: 'number', compartment: 'identities', form: { order: 5, section: 'identity' } },
    document: { type: 'identifier', compartment: 'identities', sensitivity: 'identifier', form: { order: 6, section: 'identity' } },
    phone: { type: 'phone', compartment: 'identities', sensitivity: 'contact', form: { order: 7, section: 'identity' } },
    notes: { type: 'text', compartment: 'casework', searched: true, sensitivity: 'free-text', form: { order: 8, section: 'about', lines: 4 } },
    cases: { type: 'records', compartment: 'casework', importNames: [] },
  },
})
