import { setTimeout as sleep } from 'node:timers/promises'
import type { Bench, Case } from '../bench.ts'
import { residentKb } from '../cpu.ts'
import { Fleet } from '../fleet.ts'
import type { Credentials } from '../station.ts'
import { rounded } from '../throughput.ts'
import { bootedTalk } from './connect-storm.ts'

/** What a connected charger that says nothing costs in memory. */
export const idleMemory: Case = {
  name: 'idle-memory',
  async run(bench) {
    const credentials = await bench.addChargers('idle', 5_000, await bench.server())
    await bench.stopAll()

    const bare = await bench.bareServer(collectsGarbage)
    const bareKb = await kbPerCharger(bench, { ...bare, credentials })
    const server = await bench.server(collectsGarbage)
    const ownKb = await kbPerCharger(bench, { ...server, credentials })
    return {
      result: {
        chargers: credentials.length,
        ...(ownKb === null || bareKb === null
          ? {}
          : { memory_per_charger_kb: rounded(ownKb), bare_memory_per_charger_kb: rounded(bareKb) }),
        target_memory_per_charger_kb: 30,
      },
    }
  },
}

const collectsGarbage = ['--expose-gc', '--import', new URL('../collect-garbage.ts', import.meta.url).href]

// The first chargers pay for what is loaded and compiled once; the others are counted.
async function kbPerCharger(
  bench: Bench,
  { ws: url, pid, credentials }: { ws: string; pid: number; credentials: Credentials[] },
): Promise<number | null> {
  const connect = (some: Credentials[]) => Fleet.connect({ url, version: '1.6', credentials: some, talk: bootedTalk })
  const first = await connect(credentials.slice(0, 1_000))
  const before = await restingKb(pid)
  const others = await connect(credentials.slice(1_000))
  const after = await restingKb(pid)
  await Promise.all([first.close(), others.close()])
  await bench.stopAll()
  return before === null || after === null ? null : (after - before) / (credentials.length - 1_000)
}

/** Memory once all work is done and the garbage is collected. */
async function restingKb(pid: number): Promise<number | null> {
  for (let round = 0; round < 3; round++) {
    await sleep(500)
    process.kill(pid, 'SIGUSR2')
  }
  await sleep(500)
  return residentKb(pid)
}
