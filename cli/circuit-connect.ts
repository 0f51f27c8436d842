import { amount } from './circuit-options.ts'
import { type Command, UsageError, wholeNumber } from './command.ts'
import { given, operate, serverOptions } from './operate.ts'

export const circuitConnect: Command = {
  name: 'circuit connect',
  arguments: 'CHARGER',
  words: { min: 1, max: 1 },
  summary: 'Hang a charger on a circuit, or move it there.',
  details: [
    'What is not said stays as it was; at first it is as the charger tells, and else AC with three phases of 32 A.',
    'Without --evse it holds for all of its EVSEs. A for AC, W for DC.',
  ],
  examples: [
    'voltyard circuit connect CP-1 --circuit 2',
    'voltyard circuit connect CP-1 --circuit 2 --evse 1 --phases L2 --max 16',
    'voltyard circuit connect HPC-1 --circuit 3 --dc --max 150000 --fallback 15000',
  ],
  options: {
    circuit: { value: 'CIRCUIT', description: 'Its number or public id.' },
    evse: { value: 'N', description: 'Of which EVSE the rest is said.' },
    dc: { description: 'It gives direct current.' },
    phases: { value: 'PHASES', description: 'L1, L2, L3, L1L2L3, L1L2, L2L3, L3L1, or unknown.' },
    rotation: {
      value: 'RST',
      description: 'On which lines its three phases are: STR is L1 on L2, L2 on L3, L3 on L1.',
    },
    cable: { value: 'A', description: 'What its cable or connector carries, per phase.' },
    max: { value: 'N', description: 'The most that it gives: A per phase, W for DC.' },
    min: { value: 'N', description: 'Its smallest rate that is no pause.' },
    step: { value: 'N', description: 'In which steps it takes a rate.' },
    fallback: { value: 'N', description: 'What it does without the server; 0 is nothing.' },
    'total-amps': { value: 'A', description: 'Of the whole charger, per phase.' },
    'total-watts': { value: 'W', description: 'Of the whole charger.' },
    ...serverOptions,
  },
  async run(input, terminal) {
    const { circuit, evse, dc, phases, rotation, cable, max, min, step, fallback, tenant } = input.options
    if (circuit === undefined) throw new UsageError('--circuit is missing.')
    const supply = given({
      kind: dc === undefined ? undefined : 'dc',
      ...{ phases, rotation, cableA: amount('--cable', cable) },
      [dc === undefined ? 'maxA' : 'maxW']: amount('--max', max),
      min: amount('--min', min),
      step: amount('--step', step),
      fallback: amount('--fallback', fallback),
    })
    const args = given({
      ...{ charger: input.words[0], circuit, tenant, supply },
      evse: evse === undefined ? undefined : wholeNumber('--evse', evse),
      maxA: amount('--total-amps', input.options['total-amps']),
      maxW: amount('--total-watts', input.options['total-watts']),
    })
    const connected = await operate({ operation: 'circuit.connect', args }, input, terminal)
    terminal.out(input.json ? JSON.stringify(connected) : 'Connected.')
    return 0
  },
}
