import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/min'
import { alpha2OfCountry } from '../countries.ts'
import { foldText } from './fold.ts'

export interface NormalisedPhone {
  /** E.164 ("+22790123456") where it parses as a possible number, else the digits as they were given. */
  readonly number: string
  readonly parsed: boolean
}

/**
 * A phone number in the form in which numbers are stored and compared.
 * @param country alpha-3 of the country whose national form it may be in; without it only international numbers
 * (+ or 00) parse
 */
export function normalisePhone(typed: string, country?: string): NormalisedPhone {
  const ascii = foldText(typed).trim().replace(/^00(?=[1-9])/, '+')
  const alpha2 = country === undefined ? undefined : alpha2OfCountry(country)
  const parsed = parsePhoneNumberFromString(ascii, alpha2 === undefined ? undefined : (alpha2 as CountryCode))
  if (parsed?.isPossible()) return { number: parsed.number, parsed: true }
  return { number: ascii.replace(/[^\d+]/g, '') || typed.trim(), parsed: false }
}
