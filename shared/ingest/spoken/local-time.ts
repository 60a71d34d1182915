/** A calendar of one time zone: days are numbered since 1 January 1970 there, minutes count from a day's midnight. */
export interface LocalCalendar {
  /** The day and minute of an instant (seconds since epoch). */
  locate(epoch: number): { readonly day: number; readonly minute: number }
  /** The instant of a minute of a day; a minute skipped by a clock change is the first after it. Minutes may pass midnight. */
  instant(day: number, minute: number): number
}

const DAY = 86_400

/** @throws RangeError where the zone is unknown */
export function localCalendar(timeZone: string): LocalCalendar {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone, calendar: 'gregory', numberingSystem: 'latn', hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' })
  /** Seconds to add to UTC. */
  const offsetAt = (epoch: number): number => {
    const parts: Record<string, number> = {}
    for (const { type, value } of format.formatToParts(new Date(epoch * 1000))) parts[type] = Number(value)
    return Date.UTC(parts['year']!, parts['month']! - 1, parts['day'], parts['hour'], parts['minute'], parts['second']) / 1000 - Math.floor(epoch)
  }
  return {
    locate(epoch) {
      const local = Math.floor(epoch) + offsetAt(epoch)
      return { day: Math.floor(local / DAY), minute: Math.floor((local - Math.floor(local / DAY) * DAY) / 60) }
    },
    instant(day, minute) {
      const local = day * DAY + minute * 60
      // Twice: the first guess may lie on the other side of a clock change.
      const guess = local - offsetAt(local)
      return local - offsetAt(guess)
    },
  }
}

export const dayNumber = (year: number, month: number, day: number) => Math.floor(Date.UTC(year, month - 1, day) / 1000 / DAY)
export function dayParts(day: number): { readonly year: number; readonly month: number; readonly day: number; readonly weekday: number } {
  const date = new Date(day * DAY * 1000)
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate(), weekday: date.getUTCDay() }
}
