import type { Command } from './command.ts'
import { given, operate, serverOptions } from './operate.ts'

export const meterList: Command = {
  name: 'meter list',
  arguments: '',
  words: { min: 0, max: 0 },
  summary: 'Show the meters of circuits.',
  examples: ['voltyard meter list', 'voltyard meter list --json'],
  options: { ...serverOptions },
  async run(input, terminal) {
    const args = given({ tenant: input.options.tenant })
    const { meters } = (await operate({ operation: 'meter.list', args }, input, terminal)) as Listed
    terminal.out(input.json ? JSON.stringify({ meters }) : meters.map(show).join('\n') || 'None.')
    return 0
  },
}

type Listed = {
  meters: {
    id: number
    circuit: number
    circuitName: string | null
    measures: 'total' | 'unmanaged'
    intervalSeconds: number
    source: { kind: string }
  }[]
}

function show({ id, circuit, circuitName, measures, intervalSeconds, source }: Listed['meters'][number]): string {
  const what = measures === 'total' ? 'everything' : 'what is not ours'
  return `${id}: ${what} on circuit ${circuit} (${circuitName}), by ${source.kind}, every ${intervalSeconds} s`
}
