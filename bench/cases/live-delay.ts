import { get, type IncomingMessage } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Browser, Page } from 'playwright-core'
import { type Bench, type Case, tokenOf } from '../bench.ts'
import { freshContext, logIn, noBrowser, openBrowser, watch } from '../browser/open-browser.ts'
import { cpuMicros, cpuMicrosOfFamily } from '../cpu.ts'
import { Fleet } from '../fleet.ts'
import { connectMarker, type Marker } from '../marker.ts'
import { boot16, start16, status16, type TalkParts, talksOf } from '../messages.ts'
import { noise } from '../noise.ts'
import type { ServerProcess } from '../server-process.ts'
import { spreadOf } from '../spread.ts'
import { ready, type Talk } from '../station.ts'
import { compareWithStored, emptyTally } from '../tally.ts'

const perSecond = 2_000
const changesOfEach = 110
const everyMs = 300
const phaseSeconds = Math.ceil((2 * changesOfEach * everyMs) / 1_000) + 3
const manyStreams = 20
const shownStreams = 2

/** From a charger's frame to the screens that show it, while a hundred others talk. */
export const liveDelay: Case = {
  name: 'live-delay',
  async run(bench) {
    if (noBrowser) return { result: { skipped: noBrowser } }
    const quiet = noise()
    const own = await bench.aside('live-delay')
    const server = await own.server()
    const browser = await openBrowser()
    try {
      const load = await connectLoad(own, server)
      const markers = await startMarkers(own, server)
      const screens = await openScreens(own, { browser, server, markers })
      const phases: Record<string, unknown>[] = []
      const [driven] = await Promise.all([
        load.fleet.drive({ seconds: 2 * phaseSeconds + 2, warmUpSeconds: 3, perSecond }),
        sleep(3_000).then(async () => {
          phases.push(await measure({ server, markers, screens, fleet: load.fleet, streams: shownStreams }))
          const others = await openStreams(server, await screens.cookie(), manyStreams - shownStreams)
          phases.push(await measure({ server, markers, screens, fleet: load.fleet, streams: manyStreams }))
          for (const stream of others) stream.destroy()
        }),
      ])
      load.tally.messages = load.fleet.replies
      await Promise.all([load.fleet.close(), ...markers.map(({ marker }) => marker.close())])
      const { faults } = await compareWithStored(server.database, {
        chargers: 'live',
        tally: load.tally,
        droppedLogRows: async () => 0,
      })
      const result = {
        chargers: own.chargers,
        offered_per_s: perSecond,
        messages_per_s: Math.round(driven.messagesPerSecond),
        few: phases[0],
        many: phases[1],
        target_p95_ms: 1_000,
        ...quiet,
      }
      return { result, faults }
    } finally {
      await browser.close()
    }
  },
}

async function connectLoad(bench: Bench, server: ServerProcess) {
  const tally = emptyTally()
  const credentials = await bench.addChargers('live', bench.chargers, server)
  await bench.addTokens()
  const fleet = await Fleet.connect({ url: server.ws, version: '1.6', credentials, talk: talksOf(tally, loadTalk) })
  return { fleet, tally }
}

/** A charger in whose session power and status change with every message. */
function* loadTalk(parts: TalkParts): Talk {
  yield* boot16()
  const transactionId = yield* start16(tokenOf(parts.seat), 1_000, parts)
  yield* status16('Charging', parts)
  yield ready
  for (let turn = 0; ; turn++) {
    const meterValue = [
      { timestamp: parts.timestamp(), sampledValue: samples(5_000 + (turn % 50) * 100, 1_000 + turn) },
    ]
    yield `"MeterValues",${JSON.stringify({ connectorId: 1, transactionId: Number(transactionId), meterValue })}`
    parts.tally.readings++
    yield* status16(turn % 2 === 0 ? 'SuspendedEV' : 'Charging', parts)
  }
}

function samples(powerW: number, energyWh: number) {
  const context = 'Sample.Periodic'
  return [
    { value: String(energyWh), context, measurand: 'Energy.Active.Import.Register', unit: 'Wh' },
    { value: String(powerW), context, measurand: 'Power.Active.Import', unit: 'W' },
  ]
}

type Marked = { identity: string; marker: Marker; transactionId: number; changes: number }

/** The first one is shown by its own page, the others by the overview, which puts them first. */
async function startMarkers(bench: Bench, server: ServerProcess): Promise<Marked[]> {
  const credentials = await bench.addChargers('a-marker', 5, server)
  await bench.admin('token.add', { uids: credentials.map(({ identity }) => identity) })
  return Promise.all(
    credentials.map(async (one) => {
      const marker = await connectMarker(server.ws, one)
      await marker.call('BootNotification', { chargePointVendor: 'Volt', chargePointModel: 'Marker' })
      const timestamp = new Date().toISOString()
      const start = { connectorId: 1, idTag: one.identity, meterStart: 0, timestamp }
      const { transactionId } = await marker.call('StartTransaction', start)
      const marked = { identity: one.identity, marker, transactionId: Number(transactionId), changes: 0 }
      await sendStatus(marked, 'Charging')
      await sendPower(marked, 9_900)
      return marked
    }),
  )
}

function sendStatus({ marker }: Marked, status: string) {
  const timestamp = new Date().toISOString()
  return marker.call('StatusNotification', { connectorId: 1, errorCode: 'NoError', status, timestamp })
}

function sendPower({ marker, transactionId, changes }: Marked, powerW: number) {
  const timestamp = new Date().toISOString()
  const meterValue = [{ timestamp, sampledValue: samples(powerW, changes) }]
  return marker.call('MeterValues', { connectorId: 1, transactionId, meterValue })
}

type Screens = { charger: Page; overview: Page; cookie(): Promise<string> }

async function openScreens(
  bench: Bench,
  { browser, server, markers }: { browser: Browser; server: ServerProcess; markers: readonly Marked[] },
): Promise<Screens> {
  const person = { login: 'bench', password: 'the night shift of the bench' }
  await bench.admin('account.add', { ...person, role: 'viewer' })
  const contexts = [await freshContext(browser), await freshContext(browser), await freshContext(browser)] as const
  for (const context of contexts) await logIn(context, server.http, person)
  const board = await (await contexts[2].request.get(`${server.http}/console-api/board`)).json()
  const rows = markers.map(({ identity }) => board.chargers.find((row: Row) => row.identity === identity) as Row)

  const charger = await contexts[0].newPage()
  await charger.goto(`${server.http}/chargers/${rows[0]!.id}`, { waitUntil: 'commit' })
  await watch(charger, 'shown', powerOfEvse)
  await watch(charger, 'note', [
    { key: 'power', selector: powerOfEvse },
    { key: 'status', selector: statusOfEvse, attribute: 'title' },
  ])
  const overview = await contexts[1].newPage()
  await overview.goto(server.http, { waitUntil: 'commit' })
  const watched = rows.slice(1).map((row) => ({ key: row.identity, selector: powerOnOverview(row) }))
  await watch(overview, 'shown', watched[0]!.selector)
  await watch(overview, 'note', watched)
  const cookie = async () => (await contexts[2].cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
  return { charger, overview, cookie }
}

type Row = { id: number; identity: string; connectors: { sessionId: number | null }[] }

const powerOfEvse = 'main section dl dd .numbers'
const statusOfEvse = 'main section [title^="reported as"]'
const powerOnOverview = ({ connectors }: Row) =>
  `main a[href$="/sessions/${connectors[0]!.sessionId}"] > strong:last-child`

/** A change that was sent, and what the screen says when it has come. Null: the row is gone. */
type Sent = { key: string; value: string | null; atMs: number }

type Phase = { server: ServerProcess; markers: Marked[]; screens: Screens; fleet: Fleet; streams: number }

async function measure({ server, markers, screens, fleet, streams }: Phase) {
  const { charger, overview } = screens
  for (const page of [charger, overview]) await watch(page, 'takeNotes')
  const cpu = cpuOf(server)
  const repliesBefore = fleet.replies
  const beganMs = performance.now()
  const sent = await sendChanges(markers)
  const seconds = (performance.now() - beganMs) / 1_000
  const cpuAfter = cpuOf(server)
  const messages = fleet.replies - repliesBefore
  await sleep(2_500)
  const shownByCharger = delaysOf(sent.charger, await watch<Note[]>(charger, 'takeNotes'))
  const shownByOverview = delaysOf(sent.overview, await watch<Note[]>(overview, 'takeNotes'))
  return {
    streams,
    messages_per_s: Math.round(messages / seconds),
    charger_page: shownByCharger,
    overview: shownByOverview,
    replies: spreadOf(sent.repliesMs),
    cpu_percent: {
      server: Math.round((cpuAfter.server - cpu.server) / seconds / 10_000),
      database: Math.round((cpuAfter.database - cpu.database) / seconds / 10_000),
    },
  }
}

function cpuOf({ pid, database }: ServerProcess) {
  return { server: cpuMicros(pid) ?? 0, database: cpuMicrosOfFamily(database.pid) ?? 0 }
}

/** In turn a change for the charger's page and one for the overview, there each time of another charger. */
async function sendChanges(markers: Marked[]) {
  const [first, ...others] = markers
  const sent = { charger: [] as Sent[], overview: [] as Sent[], repliesMs: [] as number[] }
  const replies: Promise<void>[] = []
  const startMs = performance.now()
  for (let number = 0; number < 2 * changesOfEach; number++) {
    // At no beat with what gathers changes a quarter of a second long.
    const dueMs = startMs + (number + 0.7 * Math.random()) * everyMs
    await sleep(Math.max(0, dueMs - performance.now()))
    const isForCharger = number % 2 === 0
    const marked = isForCharger ? first! : others[(number >> 1) % others.length]!
    const atMs = Date.now()
    const { change, reply } = sendChange(marked, isForCharger)
    const sentMs = performance.now()
    replies.push(reply.then(() => void sent.repliesMs.push(performance.now() - sentMs)))
    sent[isForCharger ? 'charger' : 'overview'].push({ ...change, atMs })
  }
  await Promise.all(replies)
  return sent
}

/** Three times in four another power, and in between a pause and its end. */
function sendChange(marked: Marked, isForCharger: boolean) {
  const { identity } = marked
  const number = marked.changes++
  if (number % 4 === 2) {
    const change = isForCharger ? { key: 'status', value: reported('SuspendedEV') } : { key: identity, value: null }
    return { change, reply: sendStatus(marked, 'SuspendedEV') }
  }
  if (number % 4 === 3) {
    const value = isForCharger ? reported('Charging') : powerText(powerOf(number - 2))
    return { change: { key: isForCharger ? 'status' : identity, value }, reply: sendStatus(marked, 'Charging') }
  }
  const change = { key: isForCharger ? 'power' : identity, value: powerText(powerOf(number)) }
  return { change, reply: sendPower(marked, powerOf(number)) }
}

// No two within some minutes are alike.
const powerOf = (number: number) => 10_000 + (number % 800) * 100
const powerText = (powerW: number) => `${(powerW / 1_000).toFixed(1)} kW`
const reported = (status: string) => `reported as “${status}”`

type Note = { key: string; value: string | null; atMs: number }

/** A change that was overtaken by the next one of its charger before it was painted is missed. */
function delaysOf(sent: readonly Sent[], notes: readonly Note[]) {
  const delaysMs = sent.flatMap(({ key, value, atMs }, place) => {
    const again = sent.find((later, at) => at > place && later.key === key && later.value === value)
    const untilMs = again?.atMs ?? Number.POSITIVE_INFINITY
    const painted = notes.find((note) => note.key === key && note.value === value && note.atMs >= atMs)
    return painted && painted.atMs < untilMs ? [painted.atMs - atMs] : []
  })
  return { changes: delaysMs.length, missed: sent.length - delaysMs.length, ...spreadOf(delaysMs) }
}

/** Browsers that watch everything, as far as the server can tell. */
function openStreams({ http }: ServerProcess, cookie: string, count: number): Promise<IncomingMessage[]> {
  const opened = Array.from({ length: count }, async () => {
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
    get(`${http}/console-api/stream?topics=board,sessions`, { headers: { cookie } }, resolve).on('error', reject)
    const response = await promise
    if (response.statusCode !== 200) throw new Error(`a stream is answered ${response.statusCode}`)
    // Destroyed in the end by us.
    return response.on('error', () => {}).resume()
  })
  return Promise.all(opened)
}
