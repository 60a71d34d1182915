/** The sample files that ship, by what the first screen calls them; `resources/samples/README.md` says what they are. */
export const SAMPLES = {
  real: { path: 'samples/missing-migrants-2024.json', name: 'missing-migrants-2024.json' },
  invented: { path: 'samples/invented-tips.csv', name: 'invented-tips.csv' },
} as const

/** Where a sample's figures come from, for a briefing's list of sources. */
export const SAMPLE_SOURCES = {
  real: { name: 'IOM Missing Migrants Project, 2024', attribution: 'CC BY-IGO, International Organization for Migration, missingmigrants.iom.int; deaths and disappearances on migration routes, standing in for tips' },
  invented: { name: 'Vigil sample', attribution: 'invented by a seeded generator; nothing in it is about a real person' },
} as const
