import { readFile } from 'node:fs/promises'
import { type Command, UsageError } from './command.ts'
import { given, operate, serverOptions } from './operate.ts'

export const vdv463Import: Command = {
  name: 'vdv463 import',
  arguments: 'SITE FILE',
  words: { min: 2, max: 2 },
  summary: 'Take the charging requests of a planning system.',
  details: [
    'FILE is a VDV 463 message ProvideChargingRequests as JSON: the whole message, or its payload.',
    'The list is complete: requests of this site that are not in it are withdrawn. A planning system that is connected',
    'does the same over its connection, and is told of the site there; see vdv463 list.',
  ],
  examples: ['voltyard vdv463 import depot-north requests.json'],
  options: serverOptions,
  async run(input, terminal) {
    const [site, file] = input.words
    const args = { site, message: await readPayload(file!), ...given({ tenant: input.options.tenant }) }
    const taken = (await operate({ operation: 'vdv463.import', args }, input, terminal)) as Taken
    if (input.json) terminal.out(JSON.stringify(taken))
    else {
      terminal.out(`${taken.taken} taken, ${taken.withdrawn.length} withdrawn, ${taken.rejected.length} rejected`)
      for (const { requestId, reason } of taken.rejected) terminal.out(`${requestId}: ${reason}`)
    }
    return 0
  },
}

type Taken = { taken: number; withdrawn: string[]; rejected: { requestId: string; reason: string }[] }

async function readPayload(path: string): Promise<unknown> {
  try {
    const read: unknown = JSON.parse(await readFile(path, 'utf8'))
    return Array.isArray(read) ? read[6] : read
  } catch (cause) {
    throw new UsageError(`${path} cannot be read as JSON.`, { cause })
  }
}
