import { defineKind } from '../field.ts'

/** A set of tips and people that belong together. (`case` is a word of the language, hence the name.) */
export const caseKind = defineKind({
  name: 'case',
  prefix: 'CA',
  version: 1,
  title: 'title',
  fields: {
    title: { type: 'text', compartment: 'casework', required: true, searched: true, sensitivity: 'free-text', table: { order: 1, width: 240 }, form: { order: 1, section: 'about' } },
    status: { type: 'code', vocabulary: 'caseStatus', compartment: 'casework', table: { order: 2, width: 80 }, form: { order: 2, section: 'about' } },
    opened: { type: 'instant', compartment: 'casework', table: { order: 3, width: 120 } },
    summary: { type: 'text', compartment: 'casework', searched: true, sensitivity: 'free-text', form: { order: 3, section: 'about', lines: 6 } },
    tlp: { type: 'code', vocabulary: 'tlp', compartment: 'casework', merge: 'strongest', form: { order: 4, section: 'about' } },
    tips: { type: 'records', compartment: 'casework', importNames: [] },
    people: { type: 'records', compartment: 'casework', importNames: [] },
  },
})
