import { parseArgs } from 'node:util'
import { benchmarks } from './benchmarks.ts'
import type { Options } from './options.ts'
import { replayRecorded } from './replay.ts'

const usage = `npm run bench -- smart-charging [BENCHMARK…] [--events FILE --network FILE] [--seeds N --hours N --rate N --ac N --dc N
  --first-seed N --in-process]
Benchmarks: ${Object.keys(benchmarks).join(', ')}; garage needs both files; the rest are for the closed loop, which with
--in-process needs no rate: it runs on a clock of its own, without sockets and database.`

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

type Counts = [number | null, number | null]
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
        ...{ ac: { type: 'string' }, dc: { type: 'string' }, 'first-seed': { type: 'string', default: '1' } },
        'in-process': { type: 'boolean', default: false },
      },
    })
    const unknown = positionals.find((name) => !Object.hasOwn(benchmarks, name))
    if (unknown !== undefined) return `There is no benchmark "${unknown}".\n${usage}`
    const [seeds, hours, rate] = [Number(values.seeds), Number(values.hours), Number(values.rate)]
    if (!(Number.isInteger(seeds) && seeds > 0 && hours > 0 && rate > 0)) {
      return `--seeds, --hours and --rate are numbers above 0.\n${usage}`
    }
    const [ac, dc] = [values.ac, values.dc].map((text) => (text === undefined ? null : Number(text))) as Counts
    if (![ac, dc].every((count) => count === null || (Number.isInteger(count) && count >= 4))) {
      return `--ac and --dc are whole numbers from 4.\n${usage}`
    }
    const firstSeed = Number(values['first-seed'])
    if (!Number.isInteger(firstSeed)) return `--first-seed is a whole number.\n${usage}`
    const { events = null, network = null, 'in-process': isInProcess } = values
    const options = { events, network, seeds, hours, rate, ac, dc, isInProcess, firstSeed }
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
