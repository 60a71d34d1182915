import type { KindDeclaration } from '../field.ts'
import { account } from './account.ts'
import { answer } from './answer.ts'
import { caseKind } from './case.ts'
import { erasure } from './erasure.ts'
import { hold } from './hold.ts'
import { importKind } from './import.ts'
import { person } from './person.ts'
import { phone } from './phone.ts'
import { place } from './place.ts'
import { publication } from './publication.ts'
import { release } from './release.ts'
import { scenario } from './scenario.ts'
import { station } from './station.ts'
import { tip } from './tip.ts'
import { vehicle } from './vehicle.ts'

/** Every kind of record, by name. Nothing else in the program lists kinds. */
export const KINDS = { tip, place, case: caseKind, person, phone, vehicle, scenario, release, publication, import: importKind, account, station, erasure, hold, answer } as const satisfies Record<string, KindDeclaration>
export type KindName = keyof typeof KINDS

/** The declaration of a kind by a name that came from outside; undefined where there is none. */
export function kindOf(name: string): KindDeclaration | undefined {
  return Object.hasOwn(KINDS, name) ? KINDS[name as KindName] : undefined
}

/** The declaration of a field, by names that came from outside. */
export function fieldOf(kind: KindDeclaration, field: string) {
  return Object.hasOwn(kind.fields, field) ? kind.fields[field] : undefined
}
