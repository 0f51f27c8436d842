import type { SecurityProfile } from '#simulator/access.ts'
import { startClock } from '#simulator/clock.ts'
import { type Command, type Input, oneOf, UsageError, wholeNumber } from './command.ts'
import { readPem, readSimulationOptions, simulationOptions } from './simulate.ts'
import { watchSimulation } from './watch-simulation.ts'

export const simulateCharger: Command = {
  name: 'simulate charger',
  arguments: 'ID',
  words: { min: 1, max: 1 },
  summary: 'Let one simulated charger stay connected and charge a car now and then.',
  details: ['It obeys commands of the server. It runs until it is interrupted (Ctrl-C).'],
  examples: [
    'voltyard simulate charger CP-1 --password SECRET --version 2.0.1 --evses 2 --cards CARD-1,CARD-2',
    'voltyard simulate charger CP-2 --url wss://localhost:8443 --ca root.pem --certificate cp-2.pem --key cp-2.key',
  ],
  options: {
    ...simulationOptions,
    password: { value: 'TEXT', description: 'The OCPP password of the charger.' },
    profile: { value: 'N', description: 'Security profile, 0 to 3; without it, what the address suggests.' },
    certificate: { value: 'FILE', description: "The charger's own certificate as PEM, for security profile 3." },
    key: { value: 'FILE', description: 'The private key of that certificate as PEM.' },
    version: { value: 'VERSION', description: 'OCPP 1.6, 2.0.1 or 2.1; without it, 1.6.' },
    evses: { value: 'N', description: 'How many EVSEs (charging points) it has: 1 to 20; without it, 1.' },
    power: { value: 'WATTS', description: 'Of each EVSE; without it, 22000. Above 43500 it is direct current.' },
    cards: { value: 'UIDS', description: 'Cards of its guests, separated by commas; without it, CARD-1.' },
  },
  async run(input, terminal) {
    const [identity = ''] = input.words
    const { password, version = '1.6', evses = '1', power = '22000', cards = 'CARD-1' } = input.options
    const { url, rate, seed, durationSeconds, authorities } = readSimulationOptions(input)
    const { startSingleCharger } = await import('#simulator/single-charger.ts')
    const clock = startClock({ rate: rate ?? 1 })
    const options = {
      url,
      identity,
      access: { password, authorities, ...readProfile(input) },
      version: oneOf('--version', version, ['1.6', '2.0.1', '2.1']),
      evses: within('--evses', evses, 1, 20),
      maxPowerW: within('--power', power, 1_400, 1_000_000),
      cards: cardsOf(cards),
      clock,
      seed: seed ?? Math.floor(Math.random() * 2 ** 32),
    }
    return watchSimulation({
      title: `${identity} speaks OCPP ${options.version}`,
      timeZone: Temporal.Now.timeZoneId(),
      clock,
      url,
      input,
      terminal,
      ...(durationSeconds === undefined ? {} : { durationSeconds }),
      start: async (onEvent) => startSingleCharger({ ...options, onEvent }),
    })
  },
}

function readProfile({ options: { profile, certificate, key } }: Input) {
  if ((certificate === undefined) !== (key === undefined)) {
    throw new UsageError('--certificate and --key belong together.')
  }
  const securityProfile = profile === undefined ? undefined : (within('--profile', profile, 0, 3) as SecurityProfile)
  if (securityProfile === 3 && certificate === undefined) {
    throw new UsageError('--profile 3 needs the certificate of the charger: --certificate and --key.')
  }
  if (certificate === undefined || key === undefined) return { securityProfile }
  return {
    securityProfile: securityProfile ?? 3,
    certificate: { certificate: readPem('--certificate', certificate), key: readPem('--key', key) },
  }
}

function within(name: string, text: string, min: number, max: number): number {
  const value = wholeNumber(name, text)
  if (value < min || value > max) throw new UsageError(`${name} is ${text}, but must be from ${min} to ${max}.`)
  return value
}

function cardsOf(text: string): string[] {
  const cards = text.split(',').map((card) => card.trim())
  if (cards.some((card) => card === '' || card.length > 20)) {
    throw new UsageError('--cards must be cards of 1 to 20 characters, separated by commas.')
  }
  return cards
}
