import { readFileSync } from 'node:fs'
import { GEO_RESOURCES } from '../../../shared/geo/resources.ts'
import { indexSegments } from '../../../shared/geo/nearest.ts'
import { loadRegister } from '../../../shared/geo/register.ts'
import { pointsNearBorders } from '../../geo/points.ts'
import { installPostgis, startPostgis } from '../../geo/postgis.ts'
import type { BenchCase, BenchTools, Measured } from '../case.ts'

const TIPS = 1_000_000
const ANYWHERE = 30_000_000

/**
 * The nearest segment of the whole register for a million tips, however far it is: PostGIS on the same segments (geography,
 * GiST, `<->`, one backend) finds the nearest of each. Ours also within the usual 50 km. Answers of 2,000 are compared by
 * distance on PostGIS' own sphere, since ties and neighbouring ends are many.
 */
async function measure(tools: BenchTools): Promise<Measured[]> {
  const register = loadRegister(new Uint8Array(readFileSync(new URL(`../../../resources/${GEO_RESOURCES.segments}`, import.meta.url))))
  const { lon, lat } = pointsNearBorders(register, TIPS, 42)
  const out = new Int32Array(TIPS)
  const building = await tools.time(3, () => indexSegments(register))
  const nearest = indexSegments(register)
  const milliseconds = await tools.time(5, () => nearest.find(lon, lat, TIPS, ANYWHERE, out), { warm: 1 })
  const within = await tools.time(3, () => nearest.find(lon, lat, TIPS, 50_000, new Int32Array(TIPS)))
  const own: Measured[] = [
    { part: 'index', n: register.count, milliseconds: building },
    { part: 'within-50-km', n: TIPS, milliseconds: within },
  ]
  if (!installPostgis()) return [{ n: TIPS, milliseconds, note: 'PostGIS could not be installed' }, ...own]
  const postgis = startPostgis(tools.folder())
  try {
    const segments = Array.from({ length: register.count }, (_, i) => `${i}\tLINESTRING(${register.line(i).map((point) => point.join(' ')).join(',')})`).join('\n')
    const tips = Array.from(lon, (x, i) => `${i},${x / 1e7},${lat[i]! / 1e7}`).join('\n')
    postgis.run(`create table raw(id int, w text); copy raw from '${postgis.file('segments', segments)}';
      create table s as select id, w::geography g from raw; create index on s using gist(g);
      create table q(id int, lon float8, lat float8); copy q from '${postgis.file('tips', tips)}' csv;
      create table p as select id, st_point(lon, lat)::geography g from q order by id; analyze s, p`)
    const start = performance.now()
    postgis.run('select count(k) from (select (select s.id from s order by s.g <-> p.g limit 1) k from p) z')
    const theirs = performance.now() - start
    const ours = Array.from({ length: 2_000 }, (_, i) => `(${i},${out[i]})`).join(',')
    const [compared] = postgis.run(`select count(*), count(*) filter (where st_distance(a.g, p.g, false) <= st_distance(b.g, p.g, false) + 100)
      from (values ${ours}) o(id, k) join p on p.id = o.id join s a on a.id = o.k cross join lateral (select g from s order by s.g <-> p.g limit 1) b`)
    const note = `${register.count} segments; of ${compared![0]} compared ${compared![1]} are as near as PostGIS' within 100 m (it orders on the spheroid)`
    return [{ n: TIPS, milliseconds, peer: { name: `PostGIS ${postgis.version}, geography <->, GiST`, milliseconds: [theirs] }, note }, ...own]
  } finally {
    postgis.stop()
  }
}

export default [{ name: 'borders.nearest', limitSeconds: 900, measure }] satisfies BenchCase[]
