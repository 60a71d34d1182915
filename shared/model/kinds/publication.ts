import { defineKind } from '../field.ts'

/**
 * What was released to a country: the checked page as it was written, sealed for `aggregate/<country>`, which its ambassador
 * holds and the analysts who release to it. A record for each country, so that none is told of another's.
 */
export const publication = defineKind({
  name: 'publication',
  prefix: 'PB',
  version: 1,
  title: 'title',
  fields: {
    title: { type: 'text', compartment: 'aggregate', required: true, table: { order: 1, width: 240 } },
    tlp: { type: 'code', vocabulary: 'tlp', compartment: 'aggregate', merge: 'strongest', table: { order: 2, width: 100 } },
    released: { type: 'instant', compartment: 'aggregate', table: { order: 3, width: 120 } },
    from: { type: 'text', compartment: 'aggregate', table: { order: 4, width: 160 } },
    /** ISO 3166-1 alpha-3. */
    country: { type: 'text', compartment: 'aggregate', table: { order: 5, width: 120 } },
    /** Self-contained HTML without its fonts, which the window has. */
    page: { type: 'object', compartment: 'aggregate' },
  },
})
