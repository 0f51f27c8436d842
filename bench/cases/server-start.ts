import type { Case } from '../bench.ts'
import { rounded } from '../throughput.ts'

/** From the command to a server that is ready, on a database that exists. */
export const serverStart: Case = {
  name: 'server-start',
  async run(bench) {
    await bench.server()
    await bench.stopAll()

    const seconds: number[] = []
    for (let start = 0; start < 5; start++) {
      const startMs = performance.now()
      const { http } = await bench.server()
      const { status } = await fetch(`${http}/health/ready`)
      if (status !== 200) throw new Error(`/health/ready answers ${status}`)
      seconds.push((performance.now() - startMs) / 1_000)
      await bench.stopAll()
    }
    const sorted = seconds.toSorted((a, b) => a - b)
    return { result: { seconds: rounded(sorted[2]!), slowest_seconds: rounded(sorted[4]!), target_seconds: 3 } }
  },
}
