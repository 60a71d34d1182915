import { geoCircle, geoGraticule10, geoOrthographic, geoPath } from 'd3-geo'
import { useEffect, useState } from 'react'
import { feature, mesh } from 'topojson-client'
import type { GeometryCollection, Topology } from 'topojson-specification'

interface Drawing {
  readonly graticule: string
  readonly land: string
  readonly borders: string
  readonly night: string
}

type Atlas = Topology<{ countries: GeometryCollection; land: GeometryCollection }>

const SIZE = 832
const CENTRE = SIZE / 2

/** Longitude and latitude at which the sun stands overhead, to about a degree: enough for a shadow on a drawing. */
export function subsolarPoint(at: Date): readonly [number, number] {
  const dayOfYear = (Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()) - Date.UTC(at.getUTCFullYear(), 0, 0)) / 86_400_000
  const declination = -23.44 * Math.cos(((dayOfYear + 10) / 365.24) * 2 * Math.PI)
  const hours = at.getUTCHours() + at.getUTCMinutes() / 60
  return [(((12 - hours) * 15 + 540) % 360) - 180, declination]
}

function draw(atlas: Atlas, at: Date): Drawing {
  const projection = geoOrthographic().translate([CENTRE, CENTRE]).scale(400).rotate([-12, -14]).clipAngle(90).precision(0.5)
  const path = geoPath(projection).digits(1)
  const [longitude, latitude] = subsolarPoint(at)
  const land = feature(atlas, atlas.objects.land)
  const borders = mesh(atlas, atlas.objects.countries, (one, other) => one !== other)
  const night = geoCircle().center([longitude + 180, -latitude]).radius(90)()
  return { graticule: path(geoGraticule10()) ?? '', land: path(land) ?? '', borders: path(borders) ?? '', night: path(night) ?? '' }
}

/** The earth as the sun lights it now, behind the gate. Drawn once, offline, and still. */
export function Globe() {
  const [drawing, setDrawing] = useState<Drawing | null>(null)
  useEffect(() => {
    let gone = false
    void import('world-atlas/countries-110m.json').then(({ default: atlas }) => {
      // world-atlas ships TopoJSON without types; its objects are as its README names them.
      if (!gone) setDrawing(draw(atlas as unknown as Atlas, new Date()))
    })
    return () => {
      gone = true
    }
  }, [])
  return (
    <svg className="globe" viewBox={`0 0 ${SIZE} ${SIZE}`} aria-hidden="true" focusable="false">
      <circle className="globe-sea" cx={CENTRE} cy={CENTRE} r={400} />
      {drawing && (
        <>
          <path className="globe-graticule" d={drawing.graticule} />
          <path className="globe-land" d={drawing.land} />
          <path className="globe-border" d={drawing.borders} />
          <path className="globe-night" d={drawing.night} />
        </>
      )}
    </svg>
  )
}
