import { createContext, useContext } from 'react'
import type { Station } from '../../shared/station/station.ts'

/** The station this window works on: a worker's in the program, another implementation's in tests. */
export const StationContext = createContext<Station | null>(null)

export function useStation(): Station {
  const station = useContext(StationContext)
  if (!station) throw new Error('no station above this component')
  return station
}
