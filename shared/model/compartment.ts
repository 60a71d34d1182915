/**
 * A compartment is what a field's bytes are sealed for; a group is the set of keys that opens it.
 * Ids are open and parametric (`aggregate/FRA`, `care/<person>`, `case/<id>`, `own/<account>`), so that
 * a later group needs no new format (DESIGN.md, B).
 */
export type GroupId =
  | 'identities'
  | 'casework'
  | 'geography'
  | 'directory'
  | 'shelters'
  | 'programmes'
  | 'rewards'
  | 'audit'
  | 'registry/convicted'
  | 'registry/trafficked'
  | `aggregate/${string}`
  | `care/${string}`
  | `case/${string}`
  | `own/${string}`

/** The compartments that a field may name; the parametric ones are chosen per record by its kind. */
export type Compartment = 'identities' | 'casework' | 'geography' | 'directory' | 'audit' | 'own'
