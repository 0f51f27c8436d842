import type { SimulatedClock } from '#simulator/clock.ts'
import type { Visit } from '#simulator/ledger.ts'
import type { Simulation } from '#simulator/simulation.ts'
import type { SimulationEvent } from '#simulator/simulation-event.ts'
import { describeClose } from '#simulator/socket/describe-close.ts'
import { type Input, Refused, type Terminal } from './command.ts'

type Watched = {
  title: string
  timeZone: string
  clock: SimulatedClock
  url: string
  input: Input
  terminal: Terminal
  /** Ends it after so much simulated time. */
  durationSeconds?: number
  start(onEvent: (event: SimulationEvent) => void): Promise<Simulation>
}

/**
 * Runs a simulation to its end or until Ctrl-C, tells what happens line by line, and ends with a summary. It is refused
 * when no charger at all gets through at the first try.
 */
export async function watchSimulation(watched: Watched): Promise<number> {
  const { title, clock, input, terminal, timeZone, durationSeconds } = watched
  const first = firstRound(watched)
  const tellTime = timeTeller(clock, timeZone)
  if (!input.json) terminal.out(`${title}\n${tellTime.start}. Ctrl-C ends it.\n`)
  // Nothing else keeps the process alive while all chargers are away.
  const alive = setInterval(() => {}, 60_000)
  const interrupted = Promise.withResolvers<void>()
  const release = onInterrupt(interrupted.resolve)
  let simulation: Simulation | undefined
  let isLeaving = false
  try {
    simulation = await watched.start((event) => {
      first.see(event)
      if (isLeaving && event.kind === 'disconnected') return
      const line = input.json ? jsonOf(event, clock) : lineOf(event, tellTime)
      if (line !== null) terminal.out(line)
    })
    first.expect(simulation.chargers.length)
    const timeIsOver = durationSeconds === undefined ? [] : [clock.sleep(durationSeconds * 1_000).then(() => undefined)]
    await Promise.race([simulation.ended, interrupted.promise, first.allRefused, ...timeIsOver])
  } finally {
    isLeaving = true
    release()
    clearInterval(alive)
    await simulation?.stop()
  }
  const summary = summaryOf(simulation.ledger(), first.connected)
  terminal.out(input.json ? JSON.stringify({ summary }) : textOf(summary))
  return 0
}

/** Rejects once every charger has failed at its first try. */
function firstRound({ url }: Watched) {
  const failed = new Map<string, string>()
  const connected = new Set<string>()
  const { promise, reject } = Promise.withResolvers<never>()
  promise.catch(() => {})
  let expected = Number.POSITIVE_INFINITY
  const check = () => {
    if (connected.size > 0 || failed.size < expected) return
    const [why = ''] = failed.values()
    const who = expected === 1 ? `${[...failed.keys()][0]} cannot connect` : `None of ${expected} chargers can connect`
    reject(new Refused('cannot_connect', `${who} to ${url}: ${why}.`))
  }
  return {
    connected,
    allRefused: promise,
    expect(count: number) {
      expected = count
      check()
    },
    see(event: SimulationEvent) {
      if (event.kind === 'connected') connected.add(event.charger)
      if (event.kind !== 'disconnected' || connected.has(event.charger)) return
      failed.set(event.charger, describeClose(event.why))
      check()
    },
  }
}

function lineOf(event: SimulationEvent, tellTime: TimeTeller): string | null {
  const text = whatHappened(event)
  return text === null ? null : `${tellTime.now()}  ${event.charger.padEnd(8)}  ${text}`
}

function whatHappened(event: SimulationEvent): string | null {
  switch (event.kind) {
    case 'boot-accepted':
      return 'connected and accepted'
    case 'disconnected':
      return `offline: ${describeClose(event.why)}`
    case 'plugged':
      return `${event.visit.vehicle} plugged in at EVSE ${event.visit.evse}, battery at ${percent(event.visit.socStart)}`
    case 'session-started':
      return `${event.visit.vehicle} charges with ${event.visit.card}`
    case 'session-ended':
      return `${event.visit.vehicle} got ${kwh(event.visit.energyWh)}, battery at ${percent(event.visit.socEnd)}`
    case 'refused':
      return `card ${event.visit.card} of ${event.visit.vehicle} was refused; the server has to know it`
    case 'call-failed':
      return `${event.action} failed: ${event.message}`
    default:
      return null
  }
}

function jsonOf(event: SimulationEvent, clock: SimulatedClock): string | null {
  if (event.kind === 'frame') return null
  return JSON.stringify({ at: clock.now().toString({ smallestUnit: 'millisecond' }), ...event })
}

function summaryOf(visits: readonly Visit[], connected: ReadonlySet<string>) {
  const sessions = visits.filter(({ startedAt }) => startedAt !== null)
  return {
    chargersConnected: connected.size,
    visits: visits.length,
    sessions: sessions.length,
    stillCharging: sessions.filter(({ endedAt }) => endedAt === null).length,
    refused: visits.filter(({ refused }) => refused).length,
    energyWh: sessions.reduce((sumWh, { energyWh }) => sumWh + energyWh, 0),
  }
}

function textOf(summary: ReturnType<typeof summaryOf>): string {
  const { chargersConnected, visits, sessions, stillCharging, refused, energyWh } = summary
  const open = stillCharging === 0 ? '' : ` (${stillCharging} not ended)`
  return [
    '',
    `${counted(chargersConnected, 'charger was', 'chargers were')} connected.`,
    `${counted(visits, 'visit')}, ${counted(sessions, 'session')}${open}, ${refused} refused.`,
    `${kwh(energyWh)} were charged.`,
  ].join('\n')
}

type TimeTeller = ReturnType<typeof timeTeller>

/** Times of day, with the date in front whenever another day has begun. */
function timeTeller(clock: SimulatedClock, timeZone: string) {
  const zoned = () => clock.now().toZonedDateTimeISO(timeZone)
  const timeOfDay = (at: Temporal.ZonedDateTime) => at.toPlainTime().toString({ smallestUnit: 'second' })
  let day = zoned().toPlainDate()
  const speed = clock.rate === 1 ? 'in real time' : `time runs ${clock.rate} times as fast`
  return {
    start: `It is ${day} ${timeOfDay(zoned())}, ${speed}`,
    now() {
      const at = zoned()
      const isSameDay = at.toPlainDate().equals(day)
      day = at.toPlainDate()
      return isSameDay ? timeOfDay(at) : `${day}\n${timeOfDay(at)}`
    },
  }
}

function counted(count: number, one: string, several = `${one}s`): string {
  return `${count} ${count === 1 ? one : several}`
}

function kwh(energyWh: number): string {
  return `${(energyWh / 1_000).toFixed(1)} kWh`
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`
}

/** The first signal ends it in order, the second at once. */
function onInterrupt(stop: () => void): () => void {
  let signals = 0
  const onSignal = (signal: NodeJS.Signals) => {
    signals += 1
    if (signals > 1) process.exit(signal === 'SIGINT' ? 130 : 143)
    stop()
  }
  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)
  return () => {
    process.off('SIGINT', onSignal)
    process.off('SIGTERM', onSignal)
  }
}
