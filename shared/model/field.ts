import type { z } from 'zod'
import type { Compartment } from './compartment.ts'
import type { VocabularyName } from './vocabularies/vocabulary.ts'

/**
 * The types a field can have. Each says how its value is held in a patch (JSON), how two devices'
 * changes meet (`merge`), and, where it is hot, which columns it fills (`columns.ts`). Form order, table,
 * columns, schema, import names, search and sensitivity all follow from the declaration and nothing else.
 *
 * | type      | value in a patch                                            |
 * | text      | string                                                      |
 * | name      | string, a person's or organisation's                        |
 * | phone     | string, E.164 where it parses                               |
 * | identifier| string: plate, document, claim code, partner's id; with an  |
 * |           | i32 column an integer (a register's index), with a u64      |
 * |           | column 1 to 16 lower-case hexadecimal digits (an H3 cell)   |
 * | code      | code of its vocabulary                                      |
 * | codes     | codes of its vocabulary, a set                              |
 * | number    | finite number                                               |
 * | flag      | boolean                                                     |
 * | instant   | seconds since epoch                                         |
 * | span      | { words, from, to }: seconds since epoch, from <= to        |
 * | place     | PlaceValue (place.ts)                                       |
 * | record    | id of another record                                        |
 * | records   | ids of other records, a set                                 |
 * | object    | JSON that a schema named by the kind checks                 |
 */
export type FieldType =
  | 'text' | 'name' | 'phone' | 'identifier' | 'code' | 'codes' | 'number' | 'flag'
  | 'instant' | 'span' | 'place' | 'record' | 'records' | 'object'

/**
 * How concurrent changes meet. `both`: both values are kept until a person chooses. `set`: observed-remove.
 * `strongest`: the value that comes first in the field's vocabulary wins (danger, a withdrawn consent); of
 * flags, true.
 */
export type Merge = 'both' | 'set' | 'strongest'

/** In-memory and sealed column of a hot field; a place and a span fill several (`columns.ts`). */
export type ColumnType = 'u8' | 'u16' | 'i32' | 'u64' | 'id16'

/** What the release check looks for when a value of this field turns up in a document. */
export type Sensitivity = 'name' | 'contact' | 'identifier' | 'exact-place' | 'free-text'

export interface FieldDeclaration {
  readonly type: FieldType
  readonly compartment: Compartment
  readonly vocabulary?: VocabularyName
  readonly required?: boolean
  /** Kept in typed-array columns: filters, map and charts read it without opening the record. */
  readonly column?: ColumnType | 'place' | 'span'
  /** Its words are found by the search box. */
  readonly searched?: boolean
  readonly merge?: Merge
  readonly sensitivity?: Sensitivity
  /** Computed by the program from other fields when a commit is made; never typed, never imported. */
  readonly derived?: boolean
  /** Column order and default width (px) in tables; absent: not shown by default. */
  readonly table?: { readonly order: number; readonly width: number }
  /** Where it stands in the form; absent: not edited by hand. */
  readonly form?: { readonly order: number; readonly section: string; readonly lines?: number }
  /** Text whose value is a code that the platform can name: shown and typed by its name (`languages.ts`). */
  readonly named?: 'language'
  /** Header names that import mapping recognises, lower case, words joined by single spaces. */
  readonly importNames?: readonly string[]
  /** What an `object` must look like; absent: any JSON of up to a megabyte. */
  readonly schema?: z.ZodType
  /** Names in standards for exchange. */
  readonly standard?: { readonly htcds?: string; readonly ftm?: string }
}

export interface KindDeclaration {
  readonly name: string
  /** Two-letter prefix of its short reference ("TP-4K7Q-F3MX"). */
  readonly prefix: string
  /** Bumped when a stored value's meaning changes; a fold step is written for each bump. */
  readonly version: number
  readonly fields: Readonly<Record<string, FieldDeclaration>>
  /** Field whose value names the record in lists; a person is named by `pseudonym`. */
  readonly title: string
  /** Field that holds its place on the map, if it has one. */
  readonly place?: string
}

/** Declares a kind and keeps its literal types, so that columns and patches are typed from it. */
export function defineKind<const K extends KindDeclaration>(kind: K): K {
  return kind
}

/** Whether a field says who somebody is: it is shown only once a person opened it, with a reason and on record. */
export const isSealedField = (field: Pick<FieldDeclaration, 'compartment'>): boolean => field.compartment === 'identities'

/** What stands outside the station for a value of a sealed field: equal values have equal tokens, while the vault is open. */
export interface SealedValue { readonly sealed: string }
export const isSealedValue = (value: unknown): value is SealedValue => typeof value === 'object' && value !== null && 'sealed' in value && typeof value.sealed === 'string'

/** How concurrent changes of a field meet, by its declaration or else by its type. */
export function mergeOf(field: FieldDeclaration): Merge {
  return field.merge ?? (field.type === 'codes' || field.type === 'records' ? 'set' : 'both')
}
