import type { Command } from './command.ts'
import { given, operate, serverOptions } from './operate.ts'

export const localListShow: Command = {
  name: 'local-list show',
  arguments: 'CHARGER',
  words: { min: 1, max: 1 },
  summary: 'Show what is known of the list of cards in a charger.',
  examples: ['voltyard local-list show CP-1'],
  options: { ...serverOptions },
  async run(input, terminal) {
    const args = given({ charger: input.words[0], tenant: input.options.tenant })
    const list = (await operate({ operation: 'local-list.show', args }, input, terminal)) as List
    terminal.out(input.json ? JSON.stringify(list) : listText(list))
    return 0
  },
}

export type List = {
  charger: string
  mode: 'off' | 'automatic'
  state: string
  reason: string | null
  version: number
  confirmedVersion: number | null
  cards: number
}

export function listText({ charger, mode, state, reason, version, confirmedVersion, cards }: List): string {
  const kept = mode === 'automatic' ? 'kept by the server' : 'not kept by the server'
  const has = confirmedVersion === null ? 'version not known' : `version ${confirmedVersion} of ${version}`
  return `${charger}: ${kept}, ${state}${reason === null ? '' : ` (${reason})`}, ${has}, ${cards} cards`
}
