import type { Bench, Case } from '../bench.ts'
import { Fleet } from '../fleet.ts'
import { boot16 } from '../messages.ts'
import { type Credentials, ready, type Talk } from '../station.ts'
import { rounded } from '../throughput.ts'

/** As many chargers connect with their passwords at once, until all have booted. */
export const connectStorm: Case = {
  name: 'connect-storm',
  async run(bench) {
    const credentials = await bench.addChargers('storm', 5_000, await bench.server())
    await bench.stopAll()

    const bare = await secondsToBoot(bench, (await bench.bareServer()).ws, credentials)
    const own = await secondsToBoot(bench, (await bench.server()).ws, credentials)
    return {
      result: {
        chargers: credentials.length,
        seconds: rounded(own),
        bare_seconds: rounded(bare),
        ratio: rounded(bare / own),
        target_seconds: 3,
      },
    }
  },
}

async function secondsToBoot(bench: Bench, url: string, credentials: Credentials[]): Promise<number> {
  const startMs = performance.now()
  const fleet = await Fleet.connect({ url, version: '1.6', credentials, talk: bootedTalk })
  const seconds = (performance.now() - startMs) / 1_000
  await fleet.close()
  await bench.stopAll()
  return seconds
}

/** A charger that boots and then is silent. */
export function* bootedTalk(): Talk {
  yield* boot16()
  while (true) yield ready
}
