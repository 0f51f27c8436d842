import { readFile } from 'node:fs/promises'
import { type Command, UsageError, wholeNumber } from './command.ts'
import { given, operate, serverOptions } from './operate.ts'

export const limitFeedAdd: Command = {
  name: 'limit-feed add',
  arguments: 'CIRCUIT NAME',
  words: { min: 2, max: 2 },
  summary: 'Obey the limits that an OpenADR 3 server sends for a circuit.',
  details: [
    'CIRCUIT is its public id. When nothing is heard for the time of the lease, the fallback applies; its clock begins at',
    'once. --levels says what levels 1, 2 and 3 of a simple signal leave, in W. Events that ask for reports get them, from',
    'the meter of CIRCUIT; the client needs the right to write them.',
  ],
  examples: [
    'voltyard limit-feed add main grid --url https://vtn.example.com --client depot --secret-file key --fallback 50000',
    'voltyard limit-feed add main market --url … --client … --secret-file … --fallback 90000 --kind flexibility --prices',
  ],
  options: {
    url: { value: 'URL', description: 'Where the server is; /events, /reports and /auth/token lie below it.' },
    client: { value: 'ID', description: 'Client id.' },
    'secret-file': { value: 'FILE', description: 'File with the client secret.' },
    fallback: { value: 'W', description: 'What applies when nothing is heard any more.' },
    lease: { value: 'SECONDS', description: 'How long what was heard holds; 900 when absent.' },
    least: { value: 'SECONDS', description: 'How long the fallback lasts at least; 0 when absent.' },
    poll: { value: 'SECONDS', description: 'How often it is asked; 60 when absent.' },
    kind: { value: 'KIND', description: 'One of grid-operator (when absent), flexibility, external.' },
    levels: { value: 'W,W,W', description: 'What levels of a simple signal leave; without it they are not obeyed.' },
    prices: { description: 'Its prices become the prices of the site.' },
    program: { value: 'ID', description: 'Only events of this programme.' },
    'client-name': { value: 'NAME', description: 'By which events name us; NAME when absent.' },
    'token-url': { value: 'URL', description: 'Where tokens are got, when it is not below the server.' },
    scope: { value: 'TEXT', description: 'Scope that is asked for with the token.' },
    ...serverOptions,
  },
  async run(input, terminal) {
    const [circuit, name] = input.words
    const { url, client, fallback, lease, least, poll, kind, levels, prices, program, scope, tenant } = input.options
    const { 'secret-file': secretFile, 'client-name': clientName, 'token-url': tokenUrl } = input.options
    for (const [option, value] of Object.entries({ url, client, 'secret-file': secretFile, fallback })) {
      if (value === undefined) throw new UsageError(`--${option} is missing.`)
    }
    const number = (option: string, text: string | undefined) =>
      text === undefined ? undefined : wholeNumber(option, text)
    const args = given({
      ...{ circuit, name, url, clientId: client, kind, programId: program, clientName, tokenUrl, scope, tenant },
      secret: await readSecret(secretFile!),
      fallbackW: number('--fallback', fallback),
      leaseSeconds: number('--lease', lease),
      leastSeconds: number('--least', least),
      pollSeconds: number('--poll', poll),
      levelsW: levels?.split(',').map((level) => wholeNumber('--levels', level)),
      takesPrices: prices === undefined ? undefined : true,
    })
    const added = (await operate({ operation: 'limit-feed.add', args }, input, terminal)) as { id: number }
    terminal.out(input.json ? JSON.stringify(added) : `Feed ${added.id} was added.`)
    return 0
  },
}

async function readSecret(path: string): Promise<string> {
  try {
    return (await readFile(path, 'utf8')).replace(/\r?\n$/, '')
  } catch (cause) {
    throw new UsageError(`${path} cannot be read.`, { cause })
  }
}
