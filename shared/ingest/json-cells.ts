/**
 * JSON items as rows of cells, so that every format takes the same way from here on. Nested objects become
 * columns with dotted names; a GeoJSON geometry becomes `geometry.latitude`, `geometry.longitude`, and for all but
 * a point `geometry.extent` in kilometres. Names are only ever keys of a Map: `__proto__` is a column like another.
 */
export class JsonColumns {
  private readonly columns = new Map<string, number>()

  /** Makes a column by name, in order, before any item has it. */
  reserve(name: string): void {
    if (!this.columns.has(name)) this.columns.set(name, this.columns.size)
  }

  get headers(): string[] {
    return [...this.columns.keys()]
  }

  cells(item: Record<string, unknown>): string[] {
    const cells: string[] = new Array<string>(this.columns.size).fill('')
    if (item['type'] === 'Feature') {
      this.put(cells, 'id', item['id'])
      this.flatten(cells, '', item['properties'], 0)
      this.geometry(cells, 'geometry', item['geometry'])
    } else this.flatten(cells, '', item, 0)
    return cells
  }

  private put(cells: string[], name: string, value: unknown): void {
    if (value === undefined) return
    let column = this.columns.get(name)
    if (column === undefined) {
      column = this.columns.size
      this.columns.set(name, column)
    }
    while (cells.length <= column) cells.push('')
    cells[column] = cellText(value)
  }

  private flatten(cells: string[], prefix: string, value: unknown, depth: number): void {
    if (value === null || typeof value !== 'object') return
    for (const [key, inner] of Object.entries(value)) {
      const name = prefix + key
      if (isGeometry(inner)) this.geometry(cells, name, inner)
      else if (inner !== null && typeof inner === 'object' && !Array.isArray(inner) && depth < MAX_DEPTH) this.flatten(cells, `${name}.`, inner, depth + 1)
      else this.put(cells, name, inner)
    }
  }

  private geometry(cells: string[], name: string, geometry: unknown): void {
    const point = representativePoint(geometry)
    this.put(cells, `${name}.longitude`, point?.lon ?? '')
    this.put(cells, `${name}.latitude`, point?.lat ?? '')
    if (point && point.extent > 0) this.put(cells, `${name}.extent`, point.extent.toFixed(1))
  }
}

const MAX_DEPTH = 4
const GEOMETRIES = new Set(['Point', 'MultiPoint', 'LineString', 'MultiLineString', 'Polygon', 'MultiPolygon', 'GeometryCollection'])

function isGeometry(value: unknown): boolean {
  if (value === null || typeof value !== 'object') return false
  const { type, coordinates, geometries } = value as { type?: unknown; coordinates?: unknown; geometries?: unknown }
  return typeof type === 'string' && GEOMETRIES.has(type) && (Array.isArray(coordinates) || Array.isArray(geometries))
}

function cellText(value: unknown): string {
  if (value === null) return ''
  if (typeof value === 'string') return value
  if (Array.isArray(value)) return value.every((inner) => inner === null || typeof inner !== 'object') ? value.map(cellText).join(', ') : JSON.stringify(value)
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

const KM_PER_DEGREE = 111.195

/**
 * One point for a geometry, as text or numbers just as written, and the diagonal of its bounds in kilometres
 * (0 for a point): a line's middle vertex, else the mean of the vertices.
 */
export function representativePoint(geometry: unknown): { readonly lon: unknown; readonly lat: unknown; readonly extent: number } | null {
  if (!isGeometry(geometry)) return null
  const { type, coordinates } = geometry as { type: string; coordinates?: unknown }
  if (type === 'Point') return Array.isArray(coordinates) && coordinates.length >= 2 ? { lon: coordinates[0], lat: coordinates[1], extent: 0 } : null
  const points: [number, number][] = []
  gather(geometry, points, 0)
  if (points.length === 0) return null
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  let [sumLon, sumLat] = [0, 0]
  for (const [lon, lat] of points) {
    west = Math.min(west, lon)
    east = Math.max(east, lon)
    south = Math.min(south, lat)
    north = Math.max(north, lat)
    sumLon += lon
    sumLat += lat
  }
  const middle: [number, number] = type === 'LineString' ? points[points.length >> 1]! : [sumLon / points.length, sumLat / points.length]
  const width = (east - west) * Math.cos((((south + north) / 2) * Math.PI) / 180)
  return { lon: middle[0], lat: middle[1], extent: Math.max(0.1, Math.hypot(width, north - south) * KM_PER_DEGREE) }
}

function gather(value: unknown, points: [number, number][], depth: number): void {
  if (depth > 8 || value === null || typeof value !== 'object') return
  if (Array.isArray(value)) {
    if (typeof value[0] === 'number' && typeof value[1] === 'number') points.push([value[0], value[1]])
    else for (const inner of value) gather(inner, points, depth + 1)
    return
  }
  const { coordinates, geometries } = value as { coordinates?: unknown; geometries?: unknown }
  gather(coordinates, points, depth + 1)
  gather(geometries, points, depth + 1)
}
