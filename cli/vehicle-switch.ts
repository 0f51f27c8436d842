import type { Command } from './command.ts'
import { given, operate, serverOptions } from './operate.ts'

export const vehicleEnable = switched(true)
export const vehicleDisable = switched(false)

function switched(enabled: boolean): Command {
  const word = enabled ? 'enable' : 'disable'
  return {
    name: `vehicle ${word}`,
    arguments: 'VEHICLE',
    words: { min: 1, max: 1 },
    summary: enabled ? 'Let a vehicle come in again (VDV 261).' : 'Let a vehicle not come in any more (VDV 261).',
    details: ['VEHICLE is its VIN or what it is called. Its password stays.'],
    examples: [`voltyard vehicle ${word} BUS-12`],
    options: serverOptions,
    async run(input, terminal) {
      const args = { ...given({ tenant: input.options.tenant, vehicle: input.words[0] }), enabled }
      const done = await operate({ operation: 'vehicle.switch', args }, input, terminal)
      terminal.out(input.json ? JSON.stringify(done) : enabled ? 'It may come in.' : 'It may not come in.')
      return 0
    },
  }
}
