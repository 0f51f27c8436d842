import { type Command, oneOf } from './command.ts'
import { given, operateOnline, serverOptions } from './operate.ts'

export const chargerRaiseProfile: Command = {
  name: 'charger raise-profile',
  arguments: 'ID PROFILE',
  words: { min: 2, max: 2 },
  summary: 'Move a charger to a higher security profile over OCPP.',
  details: [
    'PROFILE is 1 (password), 2 (password and TLS) or 3 (certificate). The charger must have our root, and for 3 a',
    'certificate of its own. It has a day to come by the new profile; after that everything is as it was.',
  ],
  examples: [
    'voltyard charger raise-profile CP-1 2',
    'voltyard charger raise-profile CP-2 2 --url wss://ocpp.example.com:8443/ocpp',
  ],
  options: {
    url: { value: 'URL', description: 'Where a charger of OCPP 2.x is to connect, without its identity.' },
    ...serverOptions,
  },
  async run(input, terminal) {
    const profile = Number(oneOf('PROFILE', input.words[1]!, ['1', '2', '3']))
    const { url, tenant } = input.options
    const args = given({ charger: input.words[0], profile, url, tenant })
    const begun = (await operateOnline({ operation: 'charger.raise-profile', args }, input, terminal)) as {
      errand: number
    }
    terminal.out(
      input.json
        ? JSON.stringify(begun)
        : `${input.words[0]} is being moved to profile ${profile} (errand ${begun.errand}).`,
    )
    return 0
  },
}
