import { foldText } from './fold.ts'

/**
 * A vehicle's plate in the one form in which plates are compared: letters of any script and digits, upper case,
 * Arabic-Indic digits as ASCII, no spaces, dashes or dots. Letters are not moved between scripts: nobody could
 * say which Latin letter a plate's Arabic one stands for.
 */
export function normalisePlate(plate: string): string {
  return foldText(plate).toUpperCase().replace(/[^\p{L}\p{N}]+/gu, '')
}
