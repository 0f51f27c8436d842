/** What the benchmarks of smart charging are told on the command line. */
export type Options = {
  /** Recorded sessions and the garage they took place in; null leaves the garage out. */
  events: string | null
  network: string | null
  /** Of the closed loop: how many seeds, for how long, and how much faster than real time. */
  seeds: number
  hours: number
  rate: number
  /** How many chargers of each kind its site has; null: as many as it usually has. */
  ac: number | null
  dc: number | null
  /** Whether it runs on a clock of its own, without sockets and database: a day in minutes. */
  isInProcess: boolean
  /** The seed to begin with. */
  firstSeed: number
}

/** Runs, prints one line of JSON per case by itself, and says whether it ran; it throws when a result is wrong. */
export type Benchmark = (options: Options) => void | Promise<void>

export function printCase(line: Record<string, unknown>): void {
  process.stdout.write(`${JSON.stringify(line)}\n`)
}

export const rounded = (value: number, digits: number) => Number(value.toFixed(digits))
