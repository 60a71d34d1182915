import { mkdtemp } from 'node:fs/promises'
import { nodePlatform } from '../host/node-platform.ts'
import { nodePorts } from './node-ports.ts'
import { createStation } from '../../shared/station/create-station.ts'
import { openAsBlob } from 'node:fs'
import { basename } from 'node:path'
const file = process.argv[2]!
const folder = await mkdtemp('/tmp/vigil-try-')
const platform = nodePlatform(folder)
const station = createStation(nodePorts(platform, { stretching: { memory: 65536, passes: 3 } }))
const t0 = performance.now()
const lap = (what: string) => console.log(what, Math.round(performance.now() - t0), 'ms')
const { vault, recoveryKey } = await station.found({ name: 'Try', account: 'ana', passphrase: 'one two three four five six' })
lap('founded ' + recoveryKey.length)
const blob = await openAsBlob(file)
const source = { name: basename(file), size: blob.size, slice: (a: number, b: number) => blob.slice(a, b) }
const preview = await station.previewImport(source)
console.log(preview.recognised, preview.mapping.columns, preview.missing)
const report = await station.runImport(source, preview.mapping)
lap('imported')
console.log(report.counts, report.precision, report.refusals.slice(0, 5), report.doubts.length, report.duplicates.length)
const a = await station.assess({ filter: {} }, { onProgress: (p) => 0 })
lap('assessed')
console.log(a.area.length, a.area.join(), a.counted, a.milliseconds, a.hotspots.cells, 'hot', a.hotspots.hotspots.length, a.hotspots.phi, a.hotspots.psi, a.hotspots.rough, 'segments', a.segments.segments.length, a.segments.ranked)
console.log(a.segments.segments.slice(0, 5))
const plan = await station.plan({ assessment: { filter: {} }, teams: 6, range: 100000, detour: 1, candidates: { settlements: true, segments: true, drawn: [] }, minimum: {}, timeLimitSeconds: 20 })
lap('planned')
console.log(plan.demand, plan.candidates, plan.result.plan.covered, plan.result.bound, plan.result.gap, plan.result.proved, plan.result.seconds, plan.result.plan.teams.map((t) => [t.base.name, t.base.country, t.adds, t.loss]), plan.result.runnerUp?.difference, plan.result.greedy.covered.share, plan.result.hottest.covered.share)
const request = { title: 'Reports along the borders', keyPoints: [], narrative: '', tlp: 'TLP:AMBER' as const, language: 'en', assessment: { filter: {} }, deployment: plan.request }
const draft = await station.composeBriefing(request)
lap('drafted'); console.log(draft.html.length, draft.stops, draft.toRead, draft.findings.length)
const released = await station.releaseBriefing({ ...request, format: 'pdf', reviewer: 'Ana' })
lap('released'); console.log(released.name, released.bytes.length, released.says)
const { writeFileSync } = await import('node:fs'); writeFileSync('/tmp/try.pdf', released.bytes)
await station.seal(); lap('sealed')
const opened = await station.open({ vault, account: 'ana', passphrase: 'one two three four five six' })
lap('opened'); console.log(opened)
console.log((await station.search('boat', 3)))
await station.seal()
process.exit(0)
