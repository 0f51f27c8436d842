import { createServer } from 'node:net'
import { bad, type Check, info, ok, type Patient, warn } from '../finding.ts'

export const listening: Check = {
  name: 'server',
  async look(patient) {
    return patient.server === 'this' ? isReady(patient) : isFree(patient)
  },
}

async function isReady({ config }: Patient) {
  const { port, host, basePath } = config.http
  if (port === 0) return [ok('The server runs, on a port that the system chose.')]
  const name = host === null || host === '0.0.0.0' || host === '::' ? 'localhost' : host
  const address = `http://${name.includes(':') ? `[${name}]` : name}:${port}${basePath}/health/ready`
  try {
    const answer = await fetch(address, { signal: AbortSignal.timeout(5_000) })
    if (answer.ok) return [ok(`The server runs on port ${port} and takes work.`)]
    const { reason = 'no reason given' } = (await answer.json().catch(() => ({}))) as { reason?: string }
    return [bad(`The server runs on port ${port}, but is not ready: ${reason}.`, 'Its log says more.')]
  } catch (error) {
    const why = (error as Error).message
    return [warn(`The server runs, but does not answer at ${address} (${why}).`, 'Check firewall and VOLTYARD_HOST.')]
  }
}

async function isFree({ config }: Patient) {
  const { port, host } = config.http
  const fault = await listenOnce(port, host)
  if (fault === null) return [info('No server runs on this data folder.', 'Start it with "voltyard start".')]
  if (fault === 'EADDRINUSE') {
    const todo = 'Stop that program, or choose another port with --port or VOLTYARD_PORT.'
    return [bad(`No server runs on this data folder, and port ${port} is in use by another program.`, todo)]
  }
  const todo = 'Choose another with --port and --host, or VOLTYARD_PORT and VOLTYARD_HOST.'
  return [bad(`The server could not listen on port ${port}${host === null ? '' : ` of ${host}`} (${fault}).`, todo)]
}

function listenOnce(port: number, host: string | null): Promise<string | null> {
  return new Promise((tell) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => tell(error.code ?? error.message))
    server.listen({ port, ...(host !== null && { host }) }, () => server.close(() => tell(null)))
  })
}
