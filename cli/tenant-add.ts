import type { Command } from './command.ts'
import { given, operate, serverOptions } from './operate.ts'

export const tenantAdd: Command = {
  name: 'tenant add',
  arguments: 'SLUG',
  words: { min: 1, max: 1 },
  summary: 'Add a tenant, to which chargers, tokens and API clients belong.',
  details: ['SLUG is its short name in addresses: small letters, digits and "-".'],
  examples: ['voltyard tenant add depot --name "Depot North"'],
  options: {
    name: { value: 'NAME', description: 'Its name for people; without it, SLUG.' },
    data: serverOptions.data!,
  },
  async run(input, terminal) {
    const args = given({ slug: input.words[0], name: input.options.name })
    const tenant = (await operate({ operation: 'tenant.add', args }, input, terminal)) as { slug: string }
    terminal.out(input.json ? JSON.stringify(tenant) : `Tenant ${tenant.slug} was added.`)
    return 0
  },
}
