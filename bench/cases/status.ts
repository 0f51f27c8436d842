import type { Case } from '../bench.ts'
import { boot16, status16, type TalkParts } from '../messages.ts'
import { ready, type Talk } from '../station.ts'
import { measureLoad } from '../throughput.ts'

export const status: Case = {
  name: 'status',
  run: (bench) => measureLoad(bench, { name: 'status', version: '1.6', talk, targets: { target_ratio: 0.22 } }),
}

function* talk(parts: TalkParts): Talk {
  yield* boot16()
  yield ready
  while (true) {
    yield* status16('Preparing', parts)
    yield* status16('Available', parts)
  }
}
