import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Bench, type Case } from './bench.ts'
import { cases } from './cases/index.ts'
import { runSmartCharging } from './smart-charging/main.ts'
import { tableRow } from './table.ts'

const usage = `npm run bench [-- CASE…] [--seconds N] [--json-only]
Cases: ${cases.map((one) => one.name).join(', ')}
npm run bench -- smart-charging …: the benchmarks of smart charging, with options of their own`

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130))
process.exitCode = await main()

/** 0 when the cases ran, whatever they measured; 1 when replies were wrong or rows are missing; 2 for a wrong command line. */
async function main(): Promise<number> {
  if (process.argv[2] === 'smart-charging') return runSmartCharging(process.argv.slice(3))
  const chosen = readArguments()
  if (typeof chosen === 'string') {
    console.error(chosen)
    return 2
  }
  const dataFolder = await mkdtemp(join(tmpdir(), 'voltyard-bench-'))
  const bench = new Bench({ seconds: chosen.seconds, dataFolder })
  let exitCode = 0
  for (const one of chosen.cases) {
    if (!(await runCase(one, bench, chosen.jsonOnly))) exitCode = 1
  }
  await rm(dataFolder, { recursive: true, force: true })
  return exitCode
}

async function runCase(one: Case, bench: Bench, jsonOnly: boolean): Promise<boolean> {
  try {
    const { result, faults = [] } = await one.run(bench)
    process.stdout.write(`${JSON.stringify({ case: one.name, ...result, ...(faults.length > 0 && { faults }) })}\n`)
    if (!jsonOnly) process.stderr.write(tableRow(one.name, result, faults))
    return faults.length === 0
  } catch (error) {
    process.stdout.write(`${JSON.stringify({ case: one.name, faults: [(error as Error).message] })}\n`)
    if (!jsonOnly) console.error(error)
    return false
  } finally {
    await bench.stopAll()
  }
}

function readArguments(): { cases: Case[]; seconds: number; jsonOnly: boolean } | string {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { seconds: { type: 'string', default: '10' }, 'json-only': { type: 'boolean', default: false } },
    })
    const unknown = positionals.find((name) => !cases.some((one) => one.name === name))
    const seconds = Number(values.seconds)
    if (unknown !== undefined) return `There is no case "${unknown}".\n${usage}`
    if (!(seconds >= 1 && seconds <= 3_600)) return `--seconds must be a number from 1 to 3600.\n${usage}`
    const named = cases.filter((one) => positionals.includes(one.name))
    return {
      cases: named.length > 0 ? named : cases.filter((one) => !one.onlyByName),
      seconds,
      jsonOnly: values['json-only'],
    }
  } catch (error) {
    return `${(error as Error).message}\n${usage}`
  }
}
