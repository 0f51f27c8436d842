import type { Command } from './command.ts'
import { given, operate, serverOptions } from './operate.ts'

export const vehicleShow: Command = {
  name: 'vehicle show',
  arguments: 'VEHICLE',
  words: { min: 1, max: 1 },
  summary: 'Show a vehicle: what is known of it, whether it knows its password, and what it said last.',
  details: ['VEHICLE is its VIN or what it is called.'],
  examples: ['voltyard vehicle show BUS-12', 'voltyard vehicle show WEB62803512345678 --json'],
  options: serverOptions,
  async run(input, terminal) {
    const args = given({ tenant: input.options.tenant, vehicle: input.words[0] })
    const shown = (await operate({ operation: 'vehicle.show', args }, input, terminal)) as Shown
    terminal.out(input.json ? JSON.stringify(shown) : show(shown))
    return 0
  },
}

type Link = { isEnabled: boolean; passwordSetAt: string | null; synchronisedAt: string | null; preconditions: boolean }
type Shown = {
  vehicle: string
  vin: string | null
  link: Link
  state: ({ heardAt: string } & Record<string, unknown>) | null
}

function show({ vehicle, vin, link, state }: Shown): string {
  const said = Object.entries(state ?? {}).flatMap(([name, value]) => (value === null ? [] : [`  ${name}: ${value}`]))
  return [
    `${vehicle}  ${vin ?? 'VIN not known'}`,
    `Password: ${passwordText(link)}`,
    `Preconditioning: ${link.preconditions ? 'on' : 'off'}`,
    state === null ? 'It has said nothing yet.' : 'It said last:',
    ...said,
  ].join('\n')
}

function passwordText({ isEnabled, passwordSetAt, synchronisedAt }: Link): string {
  const off = isEnabled ? '' : ', switched off'
  if (passwordSetAt === null) return `none${off}`
  return synchronisedAt === null
    ? `set ${passwordSetAt}, not used by the vehicle yet${off}`
    : `synchronised since ${synchronisedAt}${off}`
}
