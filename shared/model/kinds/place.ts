import { defineKind } from '../field.ts'

/** A named place that people pass through or gather at, kept because it comes up again. */
export const place = defineKind({
  name: 'place',
  prefix: 'PL',
  version: 1,
  title: 'name',
  place: 'place',
  fields: {
    name: { type: 'text', compartment: 'casework', required: true, searched: true, table: { order: 1, width: 200 }, form: { order: 1, section: 'about' } },
    place: { type: 'place', compartment: 'casework', sensitivity: 'exact-place', searched: true, table: { order: 2, width: 200 }, form: { order: 2, section: 'about' } },
    use: { type: 'code', vocabulary: 'placeUse', compartment: 'casework', table: { order: 3, width: 120 }, form: { order: 3, section: 'about' } },
    notes: { type: 'text', compartment: 'casework', searched: true, sensitivity: 'free-text', form: { order: 4, section: 'about', lines: 4 } },
  },
})
