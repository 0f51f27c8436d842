import type { Command } from './command.ts'
import { given, operate, serverOptions } from './operate.ts'

export const tokenAdd: Command = {
  name: 'token add',
  arguments: 'UID…',
  words: { min: 1, max: 10_000 },
  summary: 'Add tokens (cards, key fobs) that may start sessions.',
  details: ['UID is what the charger reads from the card. Tokens that are known are left as they are.'],
  examples: ['voltyard token add 04A2B3C4', 'voltyard token add CARD-1 CARD-2 --vehicle BUS-7 --group north'],
  options: {
    vehicle: { value: 'ID', description: 'The vehicle that carries it.' },
    group: { value: 'ID', description: 'Tokens of one group may stop each other’s sessions.' },
    'valid-until': { value: 'INSTANT', description: 'Such as 2027-01-31T12:00:00Z; without it, for ever.' },
    ...serverOptions,
  },
  async run(input, terminal) {
    const { vehicle, group, tenant, 'valid-until': validUntil } = input.options
    const args = given({ uids: input.words, vehicle, group, validUntil, tenant })
    const { tokens } = (await operate({ operation: 'token.add', args }, input, terminal)) as { tokens: Added[] }
    for (const token of tokens) {
      terminal.out(input.json ? JSON.stringify(token) : `${token.uid}: ${outcomes[token.outcome]}`)
    }
    return tokens.some((token) => token.outcome === 'invalid') ? 1 : 0
  },
}

type Added = { uid: string; outcome: keyof typeof outcomes }

const outcomes = {
  added: 'added',
  known: 'known already, left as it is',
  invalid: 'refused: a uid has 1 to 36 visible characters',
}
