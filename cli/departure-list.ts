import type { Command } from './command.ts'
import { given, operate, serverOptions } from './operate.ts'

export const departureList: Command = {
  name: 'departure list',
  arguments: '[VEHICLE]',
  words: { min: 0, max: 1 },
  summary: 'Show when vehicles leave and what they need, by whoever said it.',
  examples: ['voltyard departure list', 'voltyard departure list BUS-12 --json'],
  options: serverOptions,
  async run(input, terminal) {
    const args = given({ tenant: input.options.tenant, vehicle: input.words[0] })
    const { departures } = (await operate({ operation: 'departure.list', args }, input, terminal)) as {
      departures: Listed[]
    }
    terminal.out(input.json ? JSON.stringify({ departures }) : departures.map(show).join('\n') || 'None.')
    return 0
  },
}

type Listed = {
  vehicle: string
  site: string | null
  request: string
  source: string
  departsAt: string | null
  targetSoc: number | null
  needFullWh: number | null
}

function show({ vehicle, site, source, request, departsAt, targetSoc, needFullWh }: Listed): string {
  const parts = [
    ...[vehicle, site, departsAt ?? 'no departure'],
    targetSoc === null ? null : `to ${targetSoc} %`,
    needFullWh === null ? null : `${needFullWh / 1_000} kWh`,
    `by ${source} (${request})`,
  ]
  return parts.filter((part) => part !== null).join('  ')
}
