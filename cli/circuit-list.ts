import type { Command } from './command.ts'
import { given, operate, serverOptions } from './operate.ts'

export const circuitList: Command = {
  name: 'circuit list',
  arguments: '[SITE]',
  words: { min: 0, max: 1 },
  summary: 'Show what hangs on what, from the grid connections down.',
  examples: ['voltyard circuit list', 'voltyard circuit list Depot --json'],
  options: { ...serverOptions },
  async run(input, terminal) {
    const args = given({ site: input.words[0], tenant: input.options.tenant })
    const { sites } = (await operate({ operation: 'circuit.list', args }, input, terminal)) as { sites: Site[] }
    terminal.out(input.json ? JSON.stringify({ sites }) : sites.flatMap(show).join('\n') || 'None.')
    return 0
  },
}

type Evse = { evse: number; kind: 'ac' | 'dc'; phases: string; maxA: number; maxW: number | null; fallback: number }
type Charger = { identity: string; evses: Evse[] }
type Circuit = {
  id: number
  parent: number | null
  name: string
  ratedA: number | null
  limitW: number | null
  contractW: number | null
  chargers: Charger[]
}
type Site = { name: string; live: boolean; circuits: Circuit[] }

function show({ name, live, circuits }: Site): string[] {
  const below = (parent: number | null, depth: number): string[] =>
    circuits
      .filter((circuit) => circuit.parent === parent)
      .flatMap((circuit) => [
        `${'  '.repeat(depth)}${circuit.id} ${circuit.name}${limitText(circuit)}`,
        ...circuit.chargers.map((charger) => `${'  '.repeat(depth + 1)}- ${chargerText(charger)}`),
        ...below(circuit.id, depth + 1),
      ])
  return [`${name} (${live ? 'live' : 'not live'})`, ...below(null, 1)]
}

function limitText({ ratedA, limitW, contractW }: Circuit): string {
  const limits = [
    ...(ratedA === null ? [] : [`${ratedA} A`]),
    ...(limitW === null ? [] : [`${limitW} W`]),
    ...(contractW === null ? [] : [`contract ${contractW} W`]),
  ]
  return limits.length === 0 ? '' : `: ${limits.join(', ')}`
}

function chargerText({ identity, evses }: Charger): string {
  const evseText = ({ evse, kind, phases, maxA, maxW, fallback }: Evse) =>
    `${evse} ${phases} ${kind === 'ac' ? `${maxA} A` : `DC ${maxW} W`}, falls back to ${fallback} ${kind === 'ac' ? 'A' : 'W'}`
  return `${identity}: ${evses.map(evseText).join('; ') || 'no EVSE'}`
}
