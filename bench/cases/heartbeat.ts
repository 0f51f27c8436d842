import type { Case } from '../bench.ts'
import { boot16, type TalkParts } from '../messages.ts'
import { ready, type Talk } from '../station.ts'
import { measureLoad } from '../throughput.ts'

export const heartbeat: Case = {
  name: 'heartbeat',
  run: (bench) => measureLoad(bench, { name: 'heartbeat', version: '1.6', talk, targets: { target_ratio: 0.35 } }),
}

function* talk(_: TalkParts): Talk {
  yield* boot16()
  yield ready
  while (true) yield '"Heartbeat",{}'
}
