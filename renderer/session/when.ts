import { useFormats } from './language.ts'

/** Milliseconds since 1970 as a person says it: the hour where it is today, else the day, with its year where that is another. */
export function useWhen(): (at: number) => string {
  const formats = useFormats()
  return (at) => {
    const [then, now] = [new Date(at), new Date()]
    if (then.toDateString() === now.toDateString()) return formats.date(at / 1000, { hour: '2-digit', minute: '2-digit' })
    return formats.date(at / 1000, { day: 'numeric', month: 'short', ...(then.getFullYear() !== now.getFullYear() && { year: 'numeric' }) })
  }
}
