import type { Config } from '#server/config.ts'
import { readConfig } from '#server/read-config.ts'
import { type Command, Refused } from './command.ts'
import { firstSignal } from './first-signal.ts'
import { serverOptions } from './operate.ts'

export const start: Command = {
  name: 'start',
  arguments: '',
  words: { min: 0, max: 0 },
  summary: 'Start the server.',
  details: [
    'It runs until it is interrupted (Ctrl-C): then it lets calls under way finish; interrupted again it stops at once.',
    'All settings are environment variables, see docs/settings.md.',
  ],
  examples: ['voltyard start', 'voltyard start --port 9000 --data /var/lib/voltyard'],
  options: {
    port: { value: 'N', description: 'Port to listen on (VOLTYARD_PORT, 8080); 0 takes a free one.' },
    host: { value: 'ADDRESS', description: 'Address to listen on (VOLTYARD_HOST); without it, all.' },
    data: serverOptions.data!,
  },
  async run(input, terminal) {
    const { port, host, data } = input.options
    const config = readConfig(terminal.env, { port, host, data })
    const signal = firstSignal()
    const server = await startOrRefuse(config)
    const { url, port: listening, firstAdministrator } = server
    const account = firstAdministrator && { firstAdministrator }
    if (input.json) terminal.out(JSON.stringify({ started: true, url, port: listening, ...account }))
    else if (terminal.isTty) terminal.out(welcome(url, config, firstAdministrator))
    else if (firstAdministrator) terminal.out(firstLogin(firstAdministrator))

    await signal
    if (!input.json && terminal.isTty) terminal.err('Stopping; press Ctrl-C again to stop at once.')
    await server.stop()
    return 0
  },
}

async function startOrRefuse(config: Config) {
  const { startServer } = await import('#server/start-server.ts')
  try {
    return await startServer(config)
  } catch (error) {
    throw refusalToListen(error, config.http) ?? error
  }
}

/** Why the server cannot listen, in a sentence; undefined when something else went wrong. */
export function refusalToListen(error: unknown, { host, port }: { host: string | null; port: number }) {
  const { code, syscall } = error as { code?: string; syscall?: string }
  if (syscall !== 'listen' && syscall !== 'bind') return undefined
  const choose = 'choose another with --port or VOLTYARD_PORT'
  const sentences: Record<string, string> = {
    EADDRINUSE: `Port ${port} is in use by another program: stop that, or ${choose}.`,
    EACCES: `Port ${port} may not be used by this user: ${choose}.`,
    EADDRNOTAVAIL: `This machine does not have the address ${host}: choose another with --host or VOLTYARD_HOST.`,
  }
  const sentence = sentences[code ?? '']
  return sentence === undefined ? undefined : new Refused('cannot_listen', sentence, { cause: error })
}

type Login = { login: string; password: string }

/** Shown once: only a hash of the password is kept. */
function firstLogin({ login, password }: Login): string {
  return [
    'Log in to the console with this account. Its password is shown only now and must be changed at the first login:',
    `  Login: ${login}`,
    `  Password: ${password}`,
  ].join('\n')
}

function welcome(url: string, config: Config, account: Login | null): string {
  const base = url.replace(/\/$/, '')
  const chargers = base.replace(/^http/, 'ws')
  return `
Voltyard is running at ${base}/
Data is in ${config.data.folder}
Chargers connect to ${chargers}/ocpp/{identity}
${account ? `\n${firstLogin(account)}\n` : ''}
Try next, in another terminal:
  npm run voltyard -- charger add CP-1
  npm run voltyard -- token add CARD-1
  npm run voltyard -- client add my-program --package basic
  npm run voltyard -- help

Press Ctrl-C to stop.
`
}
