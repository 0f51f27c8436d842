import type { Case } from '../bench.ts'
import { measureLoad } from '../throughput.ts'
import { meterValuesTalk } from './meter-values.ts'

/** Meter values at a rate that does not wait for the replies. */
export const latency: Case = {
  name: 'latency',
  run: (bench) =>
    measureLoad(bench, {
      name: 'latency',
      version: '1.6',
      talk: meterValuesTalk,
      perSecond: 12_000,
      targets: { target_p99_ms: 20 },
    }),
}
