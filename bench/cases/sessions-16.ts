import { type Case, tokenOf } from '../bench.ts'
import { boot16, meterValues16, mustSay, start16, status16, type TalkParts } from '../messages.ts'
import { ready, type Talk } from '../station.ts'
import { measureLoad } from '../throughput.ts'

/** Whole sessions of a 1.6 charger, eight calls each. */
export const sessions16: Case = {
  name: 'sessions-1.6',
  run: (bench) =>
    measureLoad(bench, {
      name: 'sessions-1.6',
      version: '1.6',
      talk,
      targets: { target_ratio: 0.2 },
      callsPerSession: 8,
    }),
}

function* talk(parts: TalkParts): Talk {
  yield* boot16()
  yield ready
  for (let energyWh = 1_000; ; energyWh += 800) yield* session16(energyWh, parts)
}

/** One whole session. It takes no time, so it must not take more energy than is forgiven one that short. */
export function* session16(energyWh: number, parts: TalkParts): Generator<string, void, Buffer> {
  const token = tokenOf(parts.seat)
  yield* status16('Preparing', parts)
  yield* authorize(token)
  const transactionId = yield* start16(token, energyWh, parts)
  yield* status16('Charging', parts)
  yield* meterValues16(transactionId, energyWh + 200, parts)
  yield* meterValues16(transactionId, energyWh + 600, parts)
  yield* stop(token, transactionId, energyWh + 800, parts)
  yield* status16('Available', parts)
}

function* authorize(token: string): Generator<string, void, Buffer> {
  const call = `"Authorize",{"idTag":"${token}"}`
  mustSay('"Accepted"', call, yield call)
}

function* stop(
  token: string,
  transactionId: string,
  energyWh: number,
  { tally, timestamp }: TalkParts,
): Generator<string, void, Buffer> {
  yield `"StopTransaction",{"transactionId":${transactionId},"idTag":"${token}","meterStop":${energyWh},"timestamp":"${timestamp()}","reason":"Local"}`
  tally.finishedSessions++
}
