import { type Case, tokenOf } from '../bench.ts'
import { boot16, meterValues16, start16, status16, type TalkParts } from '../messages.ts'
import { ready, type Talk } from '../station.ts'
import { measureLoad } from '../throughput.ts'

export const meterValues: Case = {
  name: 'meter-values',
  run: (bench) =>
    measureLoad(bench, {
      name: 'meter-values',
      version: '1.6',
      talk: meterValuesTalk,
      targets: { target_ratio: 0.25 },
    }),
}

/** A charger in a session that reports four samples again and again. */
export function* meterValuesTalk(parts: TalkParts): Talk {
  yield* boot16()
  const transactionId = yield* start16(tokenOf(parts.seat), 0, parts)
  yield* status16('Charging', parts)
  yield ready
  for (let energyWh = 0; ; energyWh += 3) yield* meterValues16(transactionId, energyWh, parts)
}
