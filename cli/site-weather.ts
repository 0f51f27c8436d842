import { type Command, oneOf, UsageError } from './command.ts'
import { given, operate, serverOptions } from './operate.ts'

export const siteWeather: Command = {
  name: 'site weather',
  arguments: 'SITE',
  words: { min: 1, max: 1 },
  summary: 'Say or show how warm it is outside at a site.',
  details: [
    'Vehicles are told it while they charge (VDV 261). What you say outranks the weather service as long as it holds;',
    'without --for until another temperature or --unknown is said. With --automatic on, the server asks a weather service',
    '(VOLTYARD_WEATHER_URL) every quarter of an hour. It is off until then, because it tells a third party where the site',
    'is: to a hundredth of a degree. Without options it is shown what is known.',
  ],
  examples: [
    'voltyard site weather Depot --celsius -3 --for 6',
    'voltyard site weather Depot --unknown',
    'voltyard site weather Depot --place 48.137,11.575 --automatic on',
    'voltyard site weather Depot --json',
  ],
  options: {
    ...serverOptions,
    celsius: { value: 'DEGREES', description: 'In degrees Celsius; below zero with a minus.' },
    for: { value: 'HOURS', description: 'How long that holds.' },
    unknown: { description: 'It is not said by hand any more.' },
    place: { value: 'LATITUDE,LONGITUDE', description: 'Where the site is, in degrees; "none" forgets it.' },
    automatic: { value: 'on|off', description: 'Whether a weather service is asked for that place.' },
  },
  async run(input, terminal) {
    const { celsius, for: hours, unknown, place, automatic, tenant } = input.options
    if (celsius !== undefined && unknown !== undefined) throw new UsageError('Give --celsius or --unknown, not both.')
    if (hours !== undefined && celsius === undefined) throw new UsageError('--for goes with --celsius.')
    const args = given({
      tenant,
      site: input.words[0],
      celsius: unknown === undefined ? celsius && numberOf('--celsius', celsius) : null,
      hours: hours && numberOf('--for', hours),
      place: place && placeOf(place),
      automatic: automatic && oneOf('--automatic', automatic, ['on', 'off']) === 'on',
    })
    const told = (await operate({ operation: 'site.weather', args }, input, terminal)) as Told
    terminal.out(input.json ? JSON.stringify(told) : show(told))
    return 0
  },
}

type Told = {
  site: string
  celsius: number | null
  source: 'hand' | 'service' | null
  reportedAt: string | null
  until: string | null
  place: { latitude: number; longitude: number } | null
  automatic: boolean
  failingSince: string | null
  error: string | null
}

function show({ site, place, automatic, failingSince, error, ...known }: Told): string {
  const at = place === null ? '' : ` for ${place.latitude}, ${place.longitude}`
  const service = automatic ? `The weather service is asked${at}.` : `No weather service is asked${at}.`
  const failing = error === null ? [] : [`It fails since ${failingSince}: ${error}`]
  return [`${site}: ${showKnown(known)}`, service, ...failing].join('\n')
}

function showKnown({ celsius, source, reportedAt, until }: Pick<Told, 'celsius' | 'source' | 'reportedAt' | 'until'>) {
  if (celsius === null) return 'not known.'
  const who = source === 'hand' ? 'said by hand' : 'by the weather service'
  return `${celsius} °C, ${who} at ${reportedAt}${until === null ? '' : `, holds until ${until}`}.`
}

function placeOf(text: string): Told['place'] {
  if (text === 'none') return null
  const [, latitude, longitude] = /^\s*(-?\d{1,2}(?:\.\d{1,9})?)\s*,\s*(-?\d{1,3}(?:\.\d{1,9})?)\s*$/.exec(text) ?? []
  if (latitude === undefined || longitude === undefined) {
    throw new UsageError(`--place is "${text}", but must be degrees such as 48.137,11.575, or "none".`)
  }
  return { latitude: Number(latitude), longitude: Number(longitude) }
}

function numberOf(option: string, text: string): number {
  if (!/^-?\d{1,6}(\.\d{1,3})?$/.test(text)) throw new UsageError(`${option} is "${text}", but must be a number.`)
  return Number(text)
}
