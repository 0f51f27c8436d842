import { join } from 'node:path'
import { createLog } from '#server/log.ts'
import { readConfig } from '#server/read-config.ts'
import { type Command, UsageError } from './command.ts'
import { firstSignal } from './first-signal.ts'
import { refusalToListen } from './start.ts'

/** One evening and one night, from 17:00 to 9:00, in ten minutes. */
const standardRate = 96

export const demo: Command = {
  name: 'demo',
  arguments: '',
  words: { min: 0, max: 0 },
  summary: 'Start a server with a depot that does not exist, at work.',
  details: [
    'A bus depot of 20 chargers and a car park of 12: vehicles come in the evening, charge and leave in the morning,',
    'and again the next day. Something goes wrong now and then. It has a database of its own, which is new each time.',
    'Ctrl-C ends everything. With --json one line says when it is ready, and how to get in.',
  ],
  examples: ['voltyard demo', 'voltyard demo --speed 20 --port 9000', 'voltyard demo --json'],
  options: {
    speed: {
      value: 'N',
      description: `Simulated seconds per second: 1 (at the real time) to 1000; without it, ${standardRate}.`,
    },
    port: { value: 'N', description: 'Port to listen on; without it 8080, or a free one when that is taken.' },
    host: { value: 'ADDRESS', description: 'Address to listen on; without it, all.' },
    data: { value: 'FOLDER', description: 'Where the demo keeps its database; without it, ./data/demo.' },
  },
  async run(input, terminal) {
    const { port, host, data, speed } = input.options
    const rate = speed === undefined ? standardRate : rateFrom(speed)
    // The environment is that of a real server: nothing of it is for the demo.
    const config = readConfig({}, { port, host })
    const dataFolder = data ?? join(config.data.folder, 'demo')
    const log = createLog({ level: 'warn' })
    const signal = firstSignal()
    if (!input.json && terminal.isTty) terminal.err('Starting the demo …')

    const [{ startDemo }, { findScenario }] = await Promise.all([
      import('../demo/start-demo.ts'),
      import('#simulator/scenarios/scenarios.ts'),
    ])
    const scenario = findScenario('bus-depot')
    const start = (chosenPort: number) =>
      startDemo({ scenario, rate, dataFolder, port: chosenPort, log, ...(host === undefined ? {} : { host }) })
    const running = await start(config.http.port).catch((error) => {
      if (port === undefined && error.code === 'EADDRINUSE') return start(0)
      throw refusalToListen(error, config.http) ?? error
    })

    if (input.json) terminal.out(JSON.stringify(readyLine(running)))
    else terminal.out(welcome(running, rate))
    await signal
    if (!input.json && terminal.isTty) terminal.err('Stopping the demo …')
    await running.stop()
    return 0
  },
}

type Running = Awaited<ReturnType<typeof import('../demo/start-demo.ts')['startDemo']>>

function readyLine(running: Running) {
  const { url, ocppUrl, ocppTlsUrl, caCertificate, console, depotClient, platformToken, chargers } = running
  const { siteId, chargerGroupId } = running
  const access = { console, depotClient, platformToken, chargers, siteId, chargerGroupId }
  return { ready: true, url, ocppUrl, ocppTlsUrl, caCertificate, ...access }
}

function rateFrom(text: string): number {
  const rate = Number(text)
  if (!/^\d+(\.\d+)?$/.test(text) || rate < 1 || rate > 1000) {
    throw new UsageError(`--speed is "${text}", but must be a number from 1 to 1000.`)
  }
  return rate
}

function welcome({ url, ocppUrl, console, depotClient, platformToken, chargers }: Running, rate: number): string {
  return `
The demo is running: ${chargers.length} chargers, ${rate} times as fast as real life.

  Open   ${url}/
  Login  ${console.user}
  Pass   ${console.password}

The depot API, as a fleet's own system would use it:
  TOKEN=$(curl -s -u '${depotClient.id}:${depotClient.secret}' -d grant_type=client_credentials ${url}/oauth2/token | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')
  curl -s -H "Authorization: Bearer $TOKEN" ${url}/v2/transactions
  curl -s -H "Authorization: Bearer $TOKEN" ${url}/v1/chargerControl/chargerGroups

The platform API, as an operator's back office would use it:
  curl -s -H 'Authorization: Bearer ${platformToken}' ${url}/public-api/resources/charge-points/v2.0

Chargers connect to ${ocppUrl}/{identity}. Press Ctrl-C to end everything.
`
}
