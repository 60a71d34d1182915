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

/** The compartments that a field may name. What lies in `aggregate` says with each record which country's it is (`Patch.group`). */
export type Compartment = 'identities' | 'casework' | 'geography' | 'directory' | 'audit' | 'own' | 'aggregate'

/** Whether a group is one of many of its sort, made when it is needed and held by whom it concerns. */
export const isParametric = (group: string): group is GroupId => group.includes('/') && !group.startsWith('registry/')
