import type { Command } from './command.ts'
import { given, operate, serverOptions } from './operate.ts'

export const flexibilityList: Command = {
  name: 'flexibility list',
  arguments: 'SITE',
  words: { min: 1, max: 1 },
  summary: 'List what a site has offered, and what it was ordered to deliver.',
  examples: ['voltyard flexibility list Depot', 'voltyard flexibility list 3 --json'],
  options: serverOptions,
  async run(input, terminal) {
    const args = given({ site: input.words[0], tenant: input.options.tenant })
    const found = (await operate({ operation: 'flexibility.list', args }, input, terminal)) as Listed
    const lines = [...found.offers.map(offerText), ...found.activations.map(activationText)]
    terminal.out(input.json ? JSON.stringify(found) : lines.join('\n') || 'None.')
    return 0
  },
}

type Listed = { offers: Offer[]; activations: Activation[] }
type Offer = { id: number; from: string; to: string; state: string; reductionW: number | null }

export type Activation = Pick<Offer, 'id' | 'from' | 'to' | 'state'> & { orderedBy: string; partial: string | null }

function offerText({ id, from, to, state, reductionW }: Offer): string {
  const power = reductionW === null ? '' : `  ${reductionW / 1_000} kW less`
  return `offer ${id}  ${from} to ${to}  ${state}${power}`
}

export function activationText({ id, from, to, state, orderedBy, partial }: Activation): string {
  const why = partial === null ? '' : `  partial: ${partial}`
  return `activation ${id}  ${from} to ${to}  by ${orderedBy}  ${state}${why}`
}
