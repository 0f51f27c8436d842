import { type Input, type Option, UsageError } from './command.ts'

/** What is said of a circuit, when it is added and when it is changed. */
export const circuitOptions: Record<string, Option> = {
  parent: { value: 'CIRCUIT', description: 'The circuit that feeds it; without it, it is a grid connection.' },
  amps: { value: 'A', description: 'Of its fuse or cable, per phase.' },
  watts: { value: 'W', description: 'The most that it may carry in all.' },
  contract: { value: 'W', description: 'What the contract allows as the mean of a quarter of an hour.' },
  unbalance: { value: 'A', description: 'How far two phases may lie apart.' },
  voltage: { value: 'V', description: 'From line to neutral, in a delta from line to line; 230 when absent.' },
  margin: { value: 'PERCENT', description: 'Below the rating of the fuse; 3 when absent, and 1 A at least.' },
}

export function circuitMembers({ options }: Input): Record<string, unknown> {
  return {
    parent: options.parent,
    ratedA: amount('--amps', options.amps),
    limitW: amount('--watts', options.watts),
    contractW: amount('--contract', options.contract),
    unbalanceA: amount('--unbalance', options.unbalance),
    voltageV: amount('--voltage', options.voltage),
    marginPercent: amount('--margin', options.margin),
  }
}

/** A number that the user wrote, perhaps with a fraction. */
export function amount(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (!/^\d{1,12}(\.\d{1,6})?$/.test(text)) throw new UsageError(`${name} is "${text}", but must be a number.`)
  return Number(text)
}
