import type { Command } from './command.ts'
import { given, operate, serverOptions } from './operate.ts'

export const vehicleList: Command = {
  name: 'vehicle list',
  arguments: '',
  words: { min: 0, max: 0 },
  summary: 'Show the vehicles, and what is known of them.',
  examples: ['voltyard vehicle list', 'voltyard vehicle list --json'],
  options: { ...serverOptions },
  async run(input, terminal) {
    const args = given({ tenant: input.options.tenant })
    const { vehicles } = (await operate({ operation: 'vehicle.list', args }, input, terminal)) as { vehicles: Listed[] }
    terminal.out(input.json ? JSON.stringify({ vehicles }) : vehicles.map(show).join('\n') || 'None.')
    return 0
  },
}

type Listed = { vehicle: string; name: string | null; vin: string | null; batteryWh: number | null }

function show({ vehicle, name, vin, batteryWh }: Listed): string {
  const battery = batteryWh === null ? 'battery not known' : `${batteryWh / 1_000} kWh`
  return [vehicle, name, vin, battery].filter((part) => part !== null).join('  ')
}
