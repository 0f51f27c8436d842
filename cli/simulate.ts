import { readFileSync } from 'node:fs'
import { startClock } from '#simulator/clock.ts'
import { Scenario, ScenarioError } from '#simulator/scenario.ts'
import { clockStart } from '#simulator/scenario-clock.ts'
import { findScenario, scenarioNames } from '#simulator/scenarios/scenarios.ts'
import { type Command, type Input, type Option, UsageError, wholeNumber } from './command.ts'
import { watchSimulation } from './watch-simulation.ts'

export const simulationOptions: Record<string, Option> = {
  url: { value: 'URL', description: 'Where the server is, such as ws://localhost:8080; without it, that.' },
  rate: { value: 'N', description: 'Simulated seconds per second.' },
  seed: { value: 'N', description: 'Another number makes another story.' },
  ca: { value: 'FILE', description: 'Certificate authorities as PEM whom the chargers trust, for wss.' },
  for: { value: 'DURATION', description: 'Simulated length, such as 90s, 30m, 8h or 2d.' },
}

export const simulate: Command = {
  name: 'simulate',
  arguments: '[SCENARIO]',
  words: { min: 0, max: 1 },
  summary: 'Let simulated chargers charge simulated vehicles at a server.',
  details: [
    `SCENARIO is one of ${scenarioNames().join(', ')}, or a file; without it, single-charger.`,
    'Its chargers and cards must be known to the server; in the lab mode unknown chargers are let in, cards are not.',
    'It runs until its time is over or it is interrupted (Ctrl-C), and ends with a summary.',
  ],
  examples: [
    'voltyard simulate bus-depot --passwords passwords.json --rate 60',
    'voltyard simulate my-site.json --url wss://charging.example.org/ocpp --for 8h',
  ],
  options: {
    ...simulationOptions,
    password: { value: 'TEXT', description: 'One OCPP password for all chargers.' },
    passwords: { value: 'FILE', description: 'Passwords by identity: a JSON object, or lines IDENTITY:PASSWORD.' },
    'print-schema': { description: 'Print the JSON schema of scenario files and do nothing else.' },
  },
  async run(input, terminal) {
    if (input.options['print-schema'] !== undefined) {
      terminal.out(JSON.stringify(Scenario, null, input.json ? 0 : 2))
      return 0
    }
    const scenario = readScenario(input)
    const passwordOf = readPasswords(input)
    const { url, rate, seed, durationSeconds, authorities } = readSimulationOptions(input)
    // With all that speaks OCPP: other commands must not wait for it to load.
    const { startSimulation } = await import('#simulator/simulation.ts')
    const length = durationSeconds ?? scenario.clock.durationSeconds
    const chosen = {
      ...scenario,
      clock: { ...scenario.clock, ...(length === undefined ? {} : { durationSeconds: length }) },
    }
    const clock = startClock({ start: clockStart(scenario), rate: rate ?? scenario.clock.rate })
    return watchSimulation({
      title: `${scenario.name}: ${scenario.description}`,
      timeZone: scenario.timeZone,
      clock,
      url,
      input,
      terminal,
      start: (onEvent) =>
        startSimulation({
          scenario: chosen,
          url,
          passwordOf,
          authorities,
          clock,
          onEvent,
          ...(seed === undefined ? {} : { seed }),
        }),
    })
  },
}

/** The options that all simulations share; throws a `UsageError`. */
export function readSimulationOptions({ options }: Input) {
  const { url = 'ws://localhost:8080', rate, seed, for: length, ca } = options
  if (!URL.canParse(url) || !/^(ws|http)s?:$/.test(new URL(url).protocol)) {
    throw new UsageError(`--url is "${url}", but must be an address such as ws://localhost:8080.`)
  }
  return {
    url,
    rate: rate === undefined ? undefined : positive('--rate', rate),
    seed: seed === undefined ? undefined : wholeNumber('--seed', seed),
    authorities: ca === undefined ? [] : [readPem('--ca', ca)],
    durationSeconds: length === undefined ? undefined : seconds('--for', length),
  }
}

/** A file of PEM; throws a `UsageError`. */
export function readPem(name: string, file: string): string {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    throw new UsageError(`${name} ${file} cannot be read (${(error as NodeJS.ErrnoException).code}).`)
  }
  if (!text.includes('-----BEGIN ')) throw new UsageError(`${name} ${file} is no PEM.`)
  return text
}

function readScenario({ words }: Input): Scenario {
  try {
    return findScenario(words[0] ?? 'single-charger')
  } catch (error) {
    throw error instanceof ScenarioError ? new UsageError(error.message) : error
  }
}

function readPasswords({ options }: Input): (identity: string) => string | undefined {
  const { password, passwords } = options
  if (password !== undefined && passwords !== undefined) {
    throw new UsageError('--password and --passwords exclude each other.')
  }
  if (passwords === undefined) return () => password
  const known = passwordsIn(passwords)
  return (identity) => {
    const found = known.get(identity)
    if (found === undefined) throw new UsageError(`${passwords} has no password for ${identity}.`)
    return found
  }
}

function passwordsIn(file: string): Map<string, string> {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    throw new UsageError(`--passwords ${file} cannot be read (${(error as NodeJS.ErrnoException).code}).`)
  }
  const entries: [string, unknown][] = text.trimStart().startsWith('{')
    ? Object.entries(parsed(file, text))
    : text.split(/\r?\n/).flatMap((line) => {
        const colon = line.indexOf(':')
        return colon > 0 ? [[line.slice(0, colon).trim(), line.slice(colon + 1).trim()] as [string, string]] : []
      })
  for (const [identity, password] of entries) {
    if (typeof password !== 'string') throw new UsageError(`The password of ${identity} in ${file} must be a text.`)
  }
  return new Map(entries as [string, string][])
}

function parsed(file: string, text: string): object {
  try {
    return JSON.parse(text) as object
  } catch {
    throw new UsageError(`--passwords ${file} is no JSON.`)
  }
}

function positive(name: string, text: string): number {
  const value = Number(text)
  if (!/^\d+(\.\d+)?$/.test(text) || value <= 0 || value > 10_000) {
    throw new UsageError(`${name} is "${text}", but must be a number above 0, at most 10000.`)
  }
  return value
}

function seconds(name: string, text: string): number {
  const [, count, unit] = /^(\d{1,7})([smhd])$/.exec(text) ?? []
  if (count === undefined || Number(count) === 0) {
    throw new UsageError(`${name} is "${text}", but must be a duration such as 90s, 30m, 8h or 2d.`)
  }
  return Number(count) * { s: 1, m: 60, h: 3_600, d: 86_400 }[unit as 's' | 'm' | 'h' | 'd']
}
