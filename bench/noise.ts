import { availableParallelism, loadavg } from 'node:os'

/** What else kept the machine busy in the minute before; taken before a case begins. */
export function noise(): { cores: number; load_average_before: number } {
  return { cores: availableParallelism(), load_average_before: Number(loadavg()[0]!.toFixed(2)) }
}
