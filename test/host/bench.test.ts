import { expect, test } from 'vitest'
import { benchLine, exponentOf, quantile } from '../bench/case.ts'

test('a benchmark’s line has the median, the 95th percentile and the ratio to its peer', () => {
  const milliseconds = Array.from({ length: 101 }, (_, i) => 100 - i)
  expect(benchLine('core.open', { n: 1_000, milliseconds, peer: { name: 'SQLCipher', milliseconds: [100, 300, 200] } }, 512.4)).toEqual({
    name: 'core.open', n: 1_000, median_ms: 50, p95_ms: 95, peak_rss_mb: 512, peer: 'SQLCipher', peer_median_ms: 200, ratio: 0.25,
  })
})

test('quantiles lie between order statistics, and of one run are that run', () => {
  expect(quantile([4, 1, 3, 2], 0.5)).toBe(2.5)
  expect(quantile([7], 0.95)).toBe(7)
})

test('growth that is linear has the exponent 1, that of squares 2', () => {
  expect(exponentOf([[10, 30], [100, 300], [1000, 3000]])).toBeCloseTo(1)
  expect(exponentOf([[2, 8], [3, 18], [10, 200]])).toBeCloseTo(2)
})

test('what lies on the disk is told in MB, beside the peer’s', () => {
  expect(benchLine('store.size', { n: 1, milliseconds: [1], size: { mb: 30, peerMb: 60 } }, 1)).toMatchObject({ mb: 30, peer_mb: 60, mb_ratio: 0.5 })
})
