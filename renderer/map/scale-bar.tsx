import { useEffect, useState } from 'react'
import { useFormats } from '../session/language.ts'
import type { StationMap } from './station-map.ts'

const STEPS = [1, 2, 5]
const LONGEST = 120

/** A round length on the ground and the pixels it takes at the middle of the view. */
export function scaleLength(metresPerPixel: number): { metres: number; pixels: number } {
  const most = metresPerPixel * LONGEST
  const power = 10 ** Math.floor(Math.log10(most))
  const metres = (STEPS.filter((step) => step * power <= most).at(-1) ?? 1) * power
  return { metres, pixels: metres / metresPerPixel }
}

/** Scale at the middle of the view, and whose ground it is. */
export function ScaleBar({ map, notes }: { readonly map: StationMap | null; readonly notes: readonly string[] }) {
  const { number } = useFormats()
  const [metresPerPixel, setMetresPerPixel] = useState(0)
  useEffect(() => map?.onMove((view) => setMetresPerPixel(view.metresPerPixel)), [map])
  if (!(metresPerPixel > 0)) return null
  const { metres, pixels } = scaleLength(metresPerPixel)
  const width = Math.round(pixels)
  return (
    <div className="map-foot">
      <p className="scale">
        <svg width={width + 2} height="10" aria-hidden="true">
          <path d={`M1,2V8H${width + 1}V2`} />
        </svg>
        <bdi>{metres >= 1000 ? number(metres / 1000, { style: 'unit', unit: 'kilometer' }) : number(metres, { style: 'unit', unit: 'meter' })}</bdi>
      </p>
      <p className="map-notes">{notes.join(' ')}</p>
    </div>
  )
}
