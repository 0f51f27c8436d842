import { type Command, UsageError } from './command.ts'
import { given, operate, serverOptions } from './operate.ts'

export const siteWeather: Command = {
  name: 'site weather',
  arguments: 'SITE',
  words: { min: 1, max: 1 },
  summary: 'Say how warm it is outside at a site.',
  details: ['Vehicles are told it while they charge (VDV 261). Without --for it holds until another one is said.'],
  examples: ['voltyard site weather Depot --celsius -3 --for 6', 'voltyard site weather Depot --unknown'],
  options: {
    ...serverOptions,
    celsius: { value: 'DEGREES', description: 'In degrees Celsius; below zero with a minus.' },
    for: { value: 'HOURS', description: 'How long it holds.' },
    unknown: { description: 'Nobody knows it any more.' },
  },
  async run(input, terminal) {
    const { celsius, for: hours, unknown, tenant } = input.options
    if ((celsius === undefined) === (unknown === undefined)) throw new UsageError('Give --celsius, or --unknown.')
    const args = {
      ...given({ tenant, hours: hours === undefined ? undefined : numberOf('--for', hours) }),
      ...{ site: input.words[0], celsius: celsius === undefined ? null : numberOf('--celsius', celsius) },
    }
    const told = (await operate({ operation: 'site.weather', args }, input, terminal)) as Told
    terminal.out(input.json ? JSON.stringify(told) : show(told))
    return 0
  },
}

type Told = { site: string; celsius: number | null; until: string | null }

function show({ site, celsius, until }: Told): string {
  if (celsius === null) return `${site}: not known.`
  return `${site}: ${celsius} °C${until === null ? '' : ` until ${until}`}.`
}

function numberOf(option: string, text: string): number {
  if (!/^-?\d{1,6}(\.\d{1,3})?$/.test(text)) throw new UsageError(`${option} is "${text}", but must be a number.`)
  return Number(text)
}
