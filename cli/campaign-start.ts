import { type Command, UsageError, wholeNumber } from './command.ts'
import { given, operate, serverOptions } from './operate.ts'

export const campaignStart: Command = {
  name: 'campaign start',
  arguments: 'NAME FIRMWARE',
  words: { min: 2, max: 2 },
  summary: 'Update many chargers to a registered firmware, wave by wave.',
  details: [
    'FIRMWARE is its number, see "firmware list". Each wave begins when the one before has come to its end, and no',
    'charger is asked while a session runs. The campaign stops by itself when too many chargers fail.',
  ],
  examples: [
    'voltyard campaign start Spring 3 --waves 1,10,50 --dry-run',
    'voltyard campaign start Spring 3 --waves 1,10,50 --model "One*"',
  ],
  options: {
    waves: {
      value: 'SIZES',
      description: 'Chargers in each wave; the last size goes for all that follow. Without it, 1.',
    },
    vendor: { value: 'PATTERN', description: 'Only chargers of this vendor.' },
    model: { value: 'PATTERN', description: 'Only chargers of this model.' },
    chargers: { value: 'IDS', description: 'Only these, separated by commas.' },
    'stop-at': { value: 'PERCENT', description: 'Share of failures at which it stops; without it, 20.' },
    'dry-run': { description: 'Say whom it would take, and do nothing.' },
    ...serverOptions,
  },
  async run(input, terminal) {
    const [name, firmware] = input.words
    const { waves = '1', vendor, model, chargers, tenant, 'stop-at': stopAt, 'dry-run': dryRun } = input.options
    const plan = given({
      waves: waves.split(',').map((size) => wholeNumber('--waves', size)),
      stopAtFailurePercent: stopAt === undefined ? undefined : wholeNumber('--stop-at', stopAt),
    })
    const identities = chargers?.split(',').map((identity) => identity.trim())
    if (identities?.includes('')) throw new UsageError('--chargers has an empty name in it.')
    const firmwareId = wholeNumber('FIRMWARE', firmware!)
    const args = given({ name, firmwareId, plan, vendor, model, identities, tenant, dryRun: dryRun !== undefined })
    const started = (await operate({ operation: 'campaign.start', args }, input, terminal)) as Started
    terminal.out(input.json ? JSON.stringify(started) : show(started))
    return 0
  },
}

type Started = {
  id: number | null
  waves: string[][]
  left: { identity: string; reason: string }[]
  atOnce: number
  mostAtOnce: number
}

function show({ id, waves, left, atOnce, mostAtOnce }: Started): string {
  const lines = [
    id === null ? 'Nothing was started.' : `Campaign ${id} has started.`,
    ...waves.map((wave, index) => `  wave ${index + 1}: ${wave.join(', ')}`),
    ...left.map(({ identity, reason }) => `  not ${identity}: ${reason}`),
  ]
  if (atOnce > mostAtOnce) lines.push(`  A wave of ${atOnce} is too large: at most ${mostAtOnce} at once.`)
  return lines.join('\n')
}
