import { parseArgs } from 'node:util'
import { benchmarks } from './benchmarks.ts'
import type { Options } from './options.ts'
import { replayRecorded } from './replay.ts'

const usage = `npm run bench -- smart-charging [BENCHMARK…] [--events FILE --network FILE] [--seeds N --hours N --rate N]
Benchmarks: ${Object.keys(benchmarks).join(', ')}; garage needs both files; the last three are for the closed loop.`

/** 0 when all ran; 1 when one went wrong; 2 for a wrong command line, or the garage asked for without its files. */
export async function runSmartCharging(args: string[]): Promise<number> {
  const chosen = readArguments(args)
  if (typeof chosen === 'string') {
    console.error(chosen)
    return 2
  }
  if (chosen.replayed !== null) return replayRecorded(chosen.replayed)
  let exitCode = 0
  for (const name of chosen.names) {
    try {
      await benchmarks[name]?.(chosen.options)
    } catch (error) {
      console.error(error)
      exitCode = 1
    }
  }
  return exitCode
}

type Chosen = { names: string[]; options: Options; replayed: string | null }

function readArguments(args: string[]): Chosen | string {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        ...{ events: { type: 'string' }, network: { type: 'string' }, replayed: { type: 'string' } },
        seeds: { type: 'string', default: '1' },
        hours: { type: 'string', default: '1' },
        rate: { type: 'string', default: '60' },
      },
    })
    const unknown = positionals.find((name) => !Object.hasOwn(benchmarks, name))
    if (unknown !== undefined) return `There is no benchmark "${unknown}".\n${usage}`
    const [seeds, hours, rate] = [Number(values.seeds), Number(values.hours), Number(values.rate)]
    if (!(Number.isInteger(seeds) && seeds > 0 && hours > 0 && rate > 0)) {
      return `--seeds, --hours and --rate are numbers above 0.\n${usage}`
    }
    const options = { events: values.events ?? null, network: values.network ?? null, seeds, hours, rate }
    const names = positionals.length > 0 ? positionals : Object.keys(benchmarks)
    const noGarage = names.includes('garage') && (options.events === null || options.network === null)
    if (noGarage && positionals.includes('garage')) return `garage needs --events and --network.\n${usage}`
    if (noGarage) console.error('garage is left out: it needs --events and --network.')
    const runnable = names.filter((name) => !(noGarage && name === 'garage'))
    return { names: runnable, options, replayed: values.replayed ?? null }
  } catch (error) {
    return `${(error as Error).message}\n${usage}`
  }
}
