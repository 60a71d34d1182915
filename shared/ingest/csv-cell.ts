/** A plain decimal number: a spreadsheet reads it as a number, never as a formula. */
const PLAIN_NUMBER = /^[+-]?\d+(?:\.\d+)?$/
/** A line (of a cell) whose first visible character makes spreadsheets read a formula, in half or full width. */
const FORMULA_START = /^([\s\u200b-\u200f\u2060\ufeff]*)([=+\-@\uff1d\uff0b\uff0d\uff20])/
const BREAKS_OR_QUOTES = /["\r\n,;|\t]|^\s|\s$/

/**
 * Text that no spreadsheet runs as a formula: an apostrophe goes before `= + - @` (also in full width) at the
 * start of the cell or of any line in it, leading blanks or not, and before a leading tab or carriage return.
 * Plain numbers keep their sign. https://owasp.org/www-community/attacks/CSV_Injection
 */
export function neutralise(text: string): string {
  if (PLAIN_NUMBER.test(text)) return text
  const lines = text.split(/(\r\n|\r|\n)/)
  const safe = lines.map((line, index) => (index % 2 === 0 && (FORMULA_START.test(line) || line.startsWith('\t')) ? `'${line}` : line)).join('')
  return safe.startsWith('\r') ? `'${safe}` : safe
}

/** One cell of a CSV file (RFC 4180), neutralised, quoted where it must be. */
export function csvCell(value: string | number | boolean | null | undefined): string {
  if (value === null || value === undefined) return ''
  const text = neutralise(String(value))
  return BREAKS_OR_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** One line of a CSV file, with its line end. */
export function csvLine(values: readonly (string | number | boolean | null | undefined)[]): string {
  return `${values.map(csvCell).join(',')}\r\n`
}
