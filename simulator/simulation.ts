import type { SimulatedClock } from './clock.ts'
import { type ConnectedCharger, createConnectedCharger } from './connected-charger.ts'
import { endpointOf } from './endpoint.ts'
import type { Visit } from './ledger.ts'
import { seededRandom, seedFor } from './random.ts'
import { type ChargerGroup, numbered, type Scenario } from './scenario.ts'
import { type SimulationEvent, tell } from './simulation-event.ts'
import { follow, stayAt } from './stay.ts'
import { repeats, type Stay, staysOfDay, type Trouble, troublesOfDay } from './timetable.ts'

export type SimulationOptions = {
  scenario: Scenario
  /** Of the server, or of its OCPP endpoint: `ws://localhost:8080`, `wss://host/ocpp`. */
  url: string
  /** The OCPP password of a charger; undefined for none. */
  passwordOf(identity: string): string | undefined
  /** Whom the chargers trust, as PEM; without it, those whom the system trusts. */
  authorities?: readonly string[]
  clock: SimulatedClock
  /** When the story begins; without it, when the clock began. */
  start?: Temporal.Instant
  /** Another story than the scenario's own. */
  seed?: number
  /** Real time over which the chargers connect, so that a large site is no storm; without it, 2 ms each. */
  connectOverMs?: number
  onEvent?: (event: SimulationEvent) => void
}

/** A site that is running. */
export type Simulation = {
  readonly chargers: readonly ConnectedCharger[]
  /** Every charge of every vehicle until now, in the order in which they were plugged; a copy. */
  ledger(): Visit[]
  /** Ends everything at once: sessions stay open as they are, connections close. */
  stop(): Promise<void>
  /** Resolves when the scenario's time is over or all vehicles have left, or it was stopped; with all disconnected. */
  readonly ended: Promise<void>
}

/** Connects the chargers of a scenario and lets its vehicles come and go. Resolves when the chargers have been started. */
export async function startSimulation(options: SimulationOptions): Promise<Simulation> {
  const { scenario, clock, url, passwordOf, onEvent = () => {}, seed = scenario.seed } = options
  const endpoint = endpointOf(url)
  const chargers = scenario.chargers.flatMap((group) =>
    Array.from({ length: group.count }, (_, index) => {
      const identity = numbered(group.identity, (group.firstNumber ?? 1) + index)
      return createConnectedCharger({
        ...chargerOptions(group, identity, index),
        endpoint,
        clock,
        password: passwordOf(identity),
        authorities: options.authorities,
        random: seededRandom(seedFor(seed, identity)),
        onEvent: (event) => tell(identity, event, onEvent),
      })
    }),
  )
  const visits: Visit[] = []
  const stopping = new AbortController()
  const startMs = (options.start ?? clock.mapping.start).epochMilliseconds
  const ended = run({ scenario, seed, startMs, clock, chargers, visits, onEvent, signal: stopping.signal }).finally(
    () => Promise.all(chargers.map((one) => one.stop())),
  )
  // Whoever waits for it hears of a failure; nobody has to.
  ended.catch(() => {})
  const pauseMs = (options.connectOverMs ?? chargers.length * 2) / chargers.length
  for (const [index, one] of chargers.entries()) {
    if (stopping.signal.aborted) break
    one.start()
    if (index % 10 === 9) await new Promise((resolve) => setTimeout(resolve, pauseMs * 10))
  }
  return {
    chargers,
    ledger: () =>
      visits.map((visit) => {
        follow(visit)
        return { ...visit }
      }),
    ended: ended.then(() => {}),
    async stop() {
      stopping.abort()
      await ended
    },
  }
}

type Run = {
  scenario: Scenario
  seed: number
  startMs: number
  clock: SimulatedClock
  chargers: readonly ConnectedCharger[]
  visits: Visit[]
  onEvent: (event: SimulationEvent) => void
  signal: AbortSignal
}

async function run(world: Run): Promise<void> {
  const { scenario, clock, signal, seed, startMs, chargers, visits, onEvent } = world
  const { durationSeconds } = scenario.clock
  const over = new AbortController()
  const timer =
    durationSeconds === undefined
      ? null
      : clock.setTimeout(() => over.abort(), startMs + durationSeconds * 1_000 - clock.nowMs())
  const until = AbortSignal.any([signal, over.signal])
  const under: Promise<void>[] = []
  const begin = (stays: Stay[], troubles: Trouble[]) => {
    for (const stay of stays) under.push(stayAt({ stay, chargers, visits, clock, onEvent, signal: until }))
    for (const trouble of troubles) under.push(suffer(trouble, world, until))
  }
  try {
    begin(staysOfDay(scenario, startMs, -1, seed), troublesOfDay(scenario, startMs, -1))
    for (let day = 0; ; day++) {
      begin(staysOfDay(scenario, startMs, day, seed), troublesOfDay(scenario, startMs, day))
      if (!repeats(scenario)) break
      await clock.sleep(startMs + (day + 1) * 86_400_000 - clock.nowMs(), until)
    }
    await Promise.all(under)
    if (timer !== null || scenario.vehicles.length === 0) await new Promise<void>((resolve) => onAbort(until, resolve))
    else await drained(chargers, until)
  } catch (error) {
    if (!until.aborted) throw error
  } finally {
    timer?.cancel()
    await Promise.allSettled(under)
  }
}

async function suffer({ mishap, fromMs, toMs }: Trouble, { chargers, clock }: Run, signal: AbortSignal): Promise<void> {
  const connected = chargers.find(({ charger }) => charger.identity === mishap.charger)!
  await clock.sleep(Math.max(0, fromMs - clock.nowMs()), signal)
  const end = begins[mishap.kind](connected, mishap)
  await clock.sleep(toMs - clock.nowMs(), signal)
  end()
}

type Begin = (connected: ConnectedCharger, mishap: Trouble['mishap']) => () => void

/** How each trouble begins; each gives its end. */
const begins: Record<Trouble['mishap']['kind'], Begin> = {
  offline(connected) {
    connected.goOffline()
    return () => connected.goOnline()
  },
  'power-loss'({ charger }) {
    charger.losePower()
    return () => charger.restorePower()
  },
  silent({ misbehaviour }) {
    misbehaviour.isSilent = true
    return () => {
      misbehaviour.isSilent = false
    }
  },
  fault({ charger }, mishap) {
    const evse = mishap.kind === 'fault' ? charger.evse(mishap.evse) : undefined
    if (!evse || mishap.kind !== 'fault') return () => {}
    charger.fault(evse, mishap.code)
    return () => charger.clearFault(evse)
  },
}

// What the chargers still have to say is said before they leave.
async function drained(chargers: readonly ConnectedCharger[], signal: AbortSignal): Promise<void> {
  while (!signal.aborted && chargers.some(({ link }) => link.isOnline && link.waitingDurable > 0)) {
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

function onAbort(signal: AbortSignal, run: () => void): void {
  if (signal.aborted) run()
  else signal.addEventListener('abort', run, { once: true })
}

/** One charger of a group, as it is created. */
export function chargerOptions(group: ChargerGroup, identity: string, index: number) {
  const { current, maxPowerW, sampleIntervalSeconds, alignedIntervalSeconds, misbehaviour, securityProfile } = group
  const { vendor, model, firmwareVersion } = group
  const version = group.version === 'alternating' ? (index % 2 === 0 ? '1.6' : '2.0.1') : group.version
  const evse = {
    maxPowerW,
    current,
    phases: group.phases ?? (3 as const),
    voltageV: group.voltageV ?? (current === 'DC' ? 400 : 230),
    ...given({
      firstPhase: group.firstPhase,
      leastPowerW: group.leastPowerW,
      stepW: group.stepW,
      efficiency: group.efficiency,
      standbyW: group.standbyW,
    }),
  }
  return {
    identity,
    version,
    securityProfile,
    evses: Array.from({ length: group.evses }, () => evse),
    settings: given({ sampleIntervalSeconds, alignedIntervalSeconds }),
    ...(misbehaviour === undefined ? {} : { misbehaviour }),
    ...given({ measurands: group.measurands }),
    about: given({ vendor, model, firmwareVersion }),
  } as const
}

/** Only what has a value. */
function given<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never
}
